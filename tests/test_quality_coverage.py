"""Runs of words that nothing renders."""

import pytest

from pipeline.bitext import Span, Unit
from pipeline.quality.coverage import WordsAdded, WordsLost, sides

FRENCH = (
    "Le ministre a annoncé la fermeture de deux écoles dans la région, après une longue réunion avec les parents et "
    "les enseignants de la ville, et il a promis de construire une nouvelle bibliothèque."
)
ENGLISH = (
    "The minister announced the closure of two schools in the region, after a long meeting with the parents and "
    "teachers of the city, and he promised to build a new library."
)
SHORT = "The minister announced the closure of two schools in the region."


def test_a_full_translation_loses_nothing() -> None:
    assert list(WordsLost().inspect(Unit("s0001", FRENCH, ENGLISH))) == []
    assert list(WordsAdded().inspect(Unit("s0001", FRENCH, ENGLISH))) == []


def test_what_is_lost_is_shown() -> None:
    (flag,) = WordsLost().inspect(Unit("s0001", FRENCH, SHORT))
    assert flag.source is not None
    lost = flag.source.of(FRENCH)
    assert "enseignants" in lost
    assert "fermeture" not in lost


def test_what_is_added_is_shown() -> None:
    source = FRENCH[: FRENCH.index(",")] + "."
    (flag,) = WordsAdded().inspect(Unit("s0001", source, ENGLISH))
    assert flag.target is not None
    added = flag.target.of(ENGLISH)
    assert "teachers" in added
    assert "closure" not in added


@pytest.mark.parametrize("linked", [True, False])
def test_a_word_link_answers(linked: bool) -> None:
    source, target = "Il chouine souvent.", "He whimpers often."
    links = ((Span(3, 10), Span(3, 11)),) if linked else ()
    lost, _ = sides(source, target, links)
    assert (lost.unanswered == 0) is linked
