import pytest

from pipeline.corpus.pair import Measured, SentencePair, names


def measured(source: str, target: str) -> Measured:
    return Measured(SentencePair(source, target))


@pytest.mark.parametrize(
    ("source", "target", "source_end", "target_end"),
    [
        ("Il pleut.", "It rains.", ".", "."),
        ("« Il pleut ? »", "“Is it raining", "?", ""),
        ("Budget", "", "", ""),
        ("(Il pleut !)", "Rain;", "!", ";"),
    ],
)
def test_ends(source: str, target: str, source_end: str, target_end: str) -> None:
    assert measured(source, target).ends == (source_end, target_end)


SAME = [
    ("Le chat noir dort bien.", "The black cat sleeps well."),
    ("Ils ont perdu 12 500 emplois.", "They lost 12,500 jobs."),
    ("Québec", "Quebec"),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_what_says_the_same_has_more_evidence_than_what_does_not(source: str, target: str) -> None:
    assert measured(source, target).sameness > 0
    for _, other in SAME:
        if other != target:
            assert measured(source, other).sameness < measured(source, target).sameness - 3


def test_numbers_are_evidence_in_either_convention() -> None:
    same, other = (measured("En tout 12 500.", f"Overall {n}.").sameness for n in ("12,500", "13,500"))
    assert same - other == pytest.approx(5)


@pytest.mark.parametrize(
    ("source", "target", "plain"),
    [
        (
            "Le gouvernement présente son budget au parlement.",
            "The government presents its budget to parliament.",
            True,
        ),
        ("Le gouvernement présente son budget au parlement.", "My brother bought seven bicycles.", False),
        ("Oui.", "Yes.", False),
    ],
)
def test_plainly_answered(source: str, target: str, plain: bool) -> None:
    assert measured(source, target).plainly_answered is plain


@pytest.mark.parametrize(
    ("source", "target", "doubted"),
    [
        ("Le chat dort.", "The cat is asleep.", {}),
        ("beaucoup", "much", {}),
        ("much", "beaucoup", {"source", "target"}),
        ("Marie Curie", "Marie Curie", {}),
        ("Le gouvernement a présenté son budget.", "Der Haushalt ist von der Regierung vorgelegt worden.", {"target"}),
        ("", "", {}),
    ],
)
def test_language_doubt(source: str, target: str, doubted: set[str]) -> None:
    pair = measured(source, target)
    assert {side for side in ("source", "target") if pair.language_doubt(side) > 0.5} == set(doubted)


def test_names_are_what_is_written_with_a_capital() -> None:
    assert names("L'Œuvre de Zola, d'après McKenzie et paul") == {"l", "œuvre", "zola", "mckenzie"}
