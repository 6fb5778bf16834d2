"""Numbers that are changed, lost or added."""

from __future__ import annotations

import pytest
from flagged import severities

CASES = [
    ("number", "en 2008", "in 2009", ["error"]),
    ("number", "en 2008, 3 hommes", "in that year, men", ["warning", "warning"]),
    ("number", "des hommes", "300 men", ["warning"]),
    ("number", "à 300 km", "186 miles away", ["warning"]),
    ("number", "300 hommes", "186 men", ["error"]),
    ("number", "12 500 hommes à 14 h 30", "12,500 men at 2:30 p.m.", []),
    ("number", "", "2009", []),
    ("number", "Le train part à 10 h 30.", "The train leaves between 10 and 30.", ["warning"]),
    ("number", "Le train part à 10 h 30.", "The train leaves at 10, 30 and 1.", ["warning", "warning"]),
    ("number", "entre 10 et 30", "at 10:30 or 12:45", ["warning", "warning"]),
    ("number", "il y en a 12 500", "there are 12 and 501", ["warning", "warning"]),
    ("number", "Le CO2 chauffe la planète.", "Carbon dioxide heats the planet.", []),
    ("number", "Il boit du H₂O.", "He drinks H2O.", []),
    ("number", "La 1re ministre parle.", "The prime minister speaks.", []),
    ("number", "Elle a eu 12/20.", "She got 12 out of 20.", []),
    ("number", "Elle a eu 12/20.", "She got 13 out of 20.", ["warning", "warning"]),
    ("number", "Lisez https://exemple.fr/2024/a.", "Read https://exemple.fr/2023/a.", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected
