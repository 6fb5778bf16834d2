"""Words and phrases said twice."""

from __future__ import annotations

import pytest
from flagged import severities

from pipeline.bitext import Unit
from pipeline.quality.registry import CHECKS

CASES = [
    ("repetition", "Le chat dort.", "The cat cat sleeps.", ["warning"]),
    ("repetition", "Le chat dort.", "of the cat of the cat of the cat of the cat of the cat", ["error"]),
    ("repetition", "Il avait eu peur.", "He had had fear.", []),
    ("repetition", "Bravo bravo !", "Well well done done!", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected


def test_a_doubled_name_is_a_fault_unless_the_source_doubles_it():
    check = CHECKS["repetition"]
    assert list(check.inspect(Unit("s0001", "Poutine est arrivé.", "Put Putin Putin arrived.")))
    assert not list(check.inspect(Unit("s0001", "Duran Duran a joué.", "Duran Duran played.")))
