"""Sides without text, or of lengths that do not go together."""

from __future__ import annotations

import pytest
from flagged import severities

from pipeline.bitext import Unit
from pipeline.quality.registry import CHECKS

FRENCH = "Le président a reçu les ministres de la région dans son palais."
ENGLISH = "The president received the ministers of the region in his palace."

CASES = [
    ("length", FRENCH, "The president received them.", ["warning"]),
    ("length", FRENCH * 4, "The president.", ["error"]),
    ("length", "Oui.", "Yes, it is.", []),
    ("length", FRENCH, ENGLISH, []),
    ("empty", "Oui.", " ", ["error"]),
    ("empty", " ", "Yes.", ["error"]),
    ("empty", "Oui.", "Yes.", []),
    ("empty", " ", "", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected


def test_a_deleted_sentence_is_not_empty() -> None:
    assert list(CHECKS["empty"].inspect(Unit("s0001", "Oui.", "", bead="1-0"))) == []
