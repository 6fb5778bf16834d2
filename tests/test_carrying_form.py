"""What stands before and behind the words of a segment."""

import pytest

from pipeline.carrying.form import begins_small, closing, is_item, opening, with_ending, wordless


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("— Bonjour.", "— "),
        ("  - un point", "  - "),
        ("—Viens !", "—"),
        ("a) le premier", "a) "),
        ("12. Article", "12. "),
        ("2.3.1 Portée", "2.3.1 "),
        ("• • deux", "• • "),
        ("## Titre", "## "),
        ("> > cité", "> > "),
        ("(iv) enfin", "(iv) "),
        ("* note", "* "),
        ("-5 °C hier", ""),
        ("M. Dupont", ""),
        ("3,5 litres", ""),
        ("Bonjour", ""),
        ("- [x] fait", "- [x] "),
    ],
)
def test_opening(text: str, mark: str) -> None:
    assert text[: opening(text)] == mark
    assert is_item(text) is bool(mark)


def test_closing() -> None:
    assert closing("Fin.  \n") == 4
    assert closing("") == 0


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("1 2 3 4 5 6 7", "1 2 3 4 5 6 7"),
        ("* * *", "* * *"),
        ("---", "---"),
        ("01 42 68 53 00", "01 42 68 53 00"),
        ("3,5", "3.5"),
        ("12 500,75", "12,500.75"),
    ],
)
def test_texts_without_words_keep_their_form(text: str, english: str) -> None:
    assert wordless(text) == english


@pytest.mark.parametrize(
    ("source", "said", "english"),
    [
        ("un point", "a point.", "a point"),
        ("un point ;", "a point.", "a point;"),
        ("Il dort.", "He sleeps", "He sleeps"),
        ("Il dort", "He sleeps", "He sleeps"),
        ("Vrai ?", "True?", "True?"),
        ("chez Durand", "at Durand Inc.", "at Durand Inc."),
    ],
)
def test_the_ending_is_that_of_the_source(source: str, said: str, english: str) -> None:
    assert with_ending(source, said) == english


def test_small_beginnings() -> None:
    assert begins_small("« premier")
    assert not begins_small("Premier")
    assert not begins_small("3 jours")
