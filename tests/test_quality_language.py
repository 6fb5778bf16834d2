"""A target that is in another language."""

from __future__ import annotations

import pytest
from flagged import severities

FRENCH = "Le président a reçu les ministres de la région dans son palais."
ENGLISH = "The president received the ministers of the region in his palace."

CASES = [
    ("language", FRENCH, ENGLISH, []),
    ("language", ENGLISH, ENGLISH, ["warning"]),
    (
        "language",
        FRENCH,
        "Der Präsident hat die Minister in seinem Palast und mit Freude empfangen.",
        ["error"],
    ),
    ("language", FRENCH, "总统接见了部长。", ["error"]),
    ("language", "Barack Obama", "Barack Obama", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected
