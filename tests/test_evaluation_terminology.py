from __future__ import annotations

import pytest

from pipeline.evaluation.terminology import Term, score_terms, terms_of, weighted_edits, window_overlap
from pipeline.glossary import Entry, Glossary, Kind, Policy

PUTIN = Term("Poutine", ("Putin",))
UN = Term("ONU", ("UN", "U.N."))


@pytest.mark.parametrize(
    ("hypothesis", "reference", "share"),
    [
        ("the president Putin said today", "the president Putin said today", 1.0),
        # president, said of the, president, said, no
        ("the president Putin said no", "mister president Putin said yes", 0.5),
        ("the president said", "the president Putin said", 0.0),
        ("Putin said", "he said", None),
        ("Putin", "Putin", None),
    ],
)
def test_window_of_two(hypothesis: str, reference: str, share: float | None) -> None:
    assert window_overlap(PUTIN, hypothesis, reference, 2) == share


@pytest.mark.parametrize(
    ("hypothesis", "reference", "edits", "weight"),
    [
        ("Putin came", "Putin came", 0, 3),
        ("he came", "Putin came", 2, 3),  # a term's word replaced: 2
        ("Putin went", "Putin came", 1, 3),
        ("came", "Putin came", 2, 3),  # a term's word left out: 2
        ("Putin came now", "Putin came", 1, 3),
    ],
)
def test_words_of_terms_weigh_double(hypothesis: str, reference: str, edits: int, weight: int) -> None:
    assert weighted_edits(hypothesis, reference, [PUTIN]) == (edits, weight)


def test_scores_by_hand() -> None:
    terms = [[PUTIN, UN], [PUTIN], [UN]]
    hypotheses = ["Putin at the U.N.", "Poutine came", "the U.N. said"]
    references = ["Putin at the UN", "Putin came", "the U.N. said"]
    scores = score_terms(terms, hypotheses, references)
    assert scores.terms == 4
    assert scores.exact == 0.25
    assert scores.accepted == 0.75
    assert scores.consistency == 0.5  # U.N. twice; Putin once right, once not
    # 2 for U.N. against UN and its stop apart, 2 for Poutine, 0; weights 6 + 3 + 4
    assert scores.one_minus_term is not None
    assert 0 < scores.one_minus_term < 1


def test_without_references_only_the_hypotheses_are_measured() -> None:
    scores = score_terms([[PUTIN]], ["Putin came"])
    assert (scores.exact, scores.window_2, scores.one_minus_term, scores.consistency) == (1.0, None, None, None)


def test_terms_of_a_glossary() -> None:
    glossary = Glossary([Entry("ONU", ("UN",), Kind.ORGANISATION), Entry("Kiev", ("Kiev",), policy=Policy.FORBID)])
    assert terms_of(glossary, ["L'ONU et l'ONU à Kiev", ""]) == [[Term("ONU", ("UN",))], []]


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="1 sentences"):
        score_terms([[PUTIN]], [])
