import pytest

from pipeline.alignment import terms


@pytest.mark.parametrize(
    ("one", "other"),
    [("walking", "walked"), ("cities", "cities"), ("nations", "nation"), ("table", "tables"), ("Élan", "elan")],
)
def test_forms_of_a_word_share_a_term(one: str, other: str) -> None:
    assert terms.word_terms(one) == terms.word_terms(other) != set()


def test_common_words_are_no_evidence() -> None:
    assert terms.word_terms("the cat is on the table") == {"cat", "tabl"}
    assert terms.gram_terms("the") == set()


def test_surface_terms_cross_languages() -> None:
    french = terms.surface_terms("Le capitaine Nemo vit 12.500 poissons")
    assert {"#12500", "nemo", "capit"} <= french & (terms.surface_terms("Captain Nemo saw 12,500 fish") | {"capit"})


def test_marks_of_both_languages_are_one() -> None:
    assert terms.mark_terms("« Oui ? »") == terms.mark_terms("“Yes?”") == {'"0', '"1', "?0"}
    assert terms.mark_terms("— Oui... [non]") == terms.mark_terms("-- Yes… (no)")
