"""Weekdays, months and times of day that change."""

from __future__ import annotations

import pytest
from flagged import severities

CASES = [
    ("date", "Il vient jeudi.", "He comes on Friday.", ["error"]),
    ("date", "Il vient jeudi et samedi.", "He comes on Thursday.", []),
    ("date", "Les jeudis de mai", "Thursdays in May", []),
    ("date", "Le 4 février 2020", "April 4, 2020", ["error"]),
    ("date", "Le 4 février 2020", "The 4th, in 2020", ["warning"]),
    ("date", "Le 4 de 2020", "On June 4, 2020", ["warning"]),
    ("date", "Il vient à midi.", "He comes in the evening.", ["error"]),
    ("date", "Il vient cet après-midi.", "He comes this afternoon.", []),
    ("date", "Il vient demain soir.", "He comes tomorrow night.", []),
    ("date", "Il vient à 15 h.", "He comes at 3 a.m.", ["error"]),
    ("date", "Il vient à 15 h.", "He comes at 3 p.m.", []),
    ("date", "Il vient à 9 h du soir.", "He comes at 9 p.m.", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected
