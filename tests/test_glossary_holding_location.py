from __future__ import annotations

import pytest

from pipeline.bitext import Span
from pipeline.glossary import Entry, Glossary, Kind
from pipeline.glossary.holding.location import Attended, locate, resembling, unattended


def find(source: str, french: str, english: str, kind: Kind = Kind.PLACE):  # type: ignore[no-untyped-def]
    (match,) = Glossary([Entry(french, (english,), kind)]).find(source)
    return match


@pytest.mark.parametrize(
    ("source", "french", "english", "text", "word"),
    [
        ("en Tchéquie", "Tchéquie", "Czechia", "In Tchéquie, no chance.", "Tchéquie"),
        ("à Francfort", "Francfort", "Frankfurt", "in Franktur's centre", "Franktur"),
        ("en Tchéquie", "Tchéquie", "Czechia", "in the country", None),
        ("selon l'ONU", "ONU", "UN", "On Friday", None),
        ("avec les Rouges", "les Rouges", "the Red League", "The players left with the others.", None),
        ("la Maison Blanche", "Maison Blanche", "White House", "the Blanche", None),
    ],
)
def test_resembling_words(source: str, french: str, english: str, text: str, word: str | None) -> None:
    span = resembling(source, text, find(source, french, english), [])
    assert (span and span.of(text)) == word


def test_resembling_passes_over_words_of_other_mentions() -> None:
    text = "Francfort and Francfort"
    assert resembling("à Francfort", text, find("à Francfort", "Francfort", "Frankfurt"), [Span(0, 9)]) == Span(14, 23)


def test_attention_delimits_names_of_several_words() -> None:
    source, text = "à la Maison Blanche hier", "at the House of Blanche yesterday"
    words = tuple(Span(text.index(word), text.index(word) + len(word)) for word in text.split())
    name, rest = Span(5, 19), Span(0, 4)
    shares = (0.0, 0.2, 0.9, 0.4, 0.8, 0.0)
    weights = tuple(((name, share), (rest, 1 - share)) for share in shares)
    span = locate(Attended(source, text, words, weights), find(source, "Maison Blanche", "White House"), [])
    assert span is not None
    assert span.of(text) == "House of Blanche"


def test_nothing_attended_and_nothing_alike_is_nowhere() -> None:
    source, text = "la fièvre monte", "it is rising"
    assert locate(unattended(source, text), find(source, "fièvre", "fever", Kind.TERM), []) is None


def test_both_words_of_one_name_are_located() -> None:
    source, text = "au Royaume-Uni hier", "in the United Kingdom Tuesday"
    words = tuple(Span(text.index(word), text.index(word) + len(word)) for word in text.split())
    name, rest = Span(3, 14), Span(15, 19)
    shares = (0.0, 0.3, 0.2, 0.9, 0.05)
    weights = tuple(((name, share), (rest, 1 - share)) for share in shares)
    match = find(source, "Royaume-Uni", "the U.K.")
    span = locate(Attended(source, text, words, weights), match, [])
    assert span is not None
    assert span.of(text) == "United Kingdom"
