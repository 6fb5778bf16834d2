"""Dashes and list marks at the head of a segment."""

from __future__ import annotations

import pytest
from flagged import severities

from pipeline.bitext import Origin, Severity, Unit
from pipeline.quality.registry import CHECKS

CASES = [
    ("mark-lost", "— Viens-tu ?", "Are you coming?", ["error"]),
    ("mark-lost", "— Viens-tu ?", "— Are you coming?", []),
    ("mark-lost", "— Viens-tu ?", "- Are you coming?", ["note"]),
    ("mark-lost", "— Viens-tu ?", "“Are you coming?”", []),
    ("mark-lost", "• du pain", "bread", ["error"]),
    ("mark-lost", "b) du pain", "a) bread", ["warning"]),
    ("mark-lost", "1. du pain", "1. bread", []),
    ("mark-lost", "-5 °C ce matin", "It was -5 °C this morning", []),
    ("mark-lost", "M. Dupont", "Mr. Dupont", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected


def test_a_person_writes_dialogue_without_dashes() -> None:
    unit = Unit("s0001", "— Viens-tu ?", "Are you coming?", origin=Origin.HUMAN)
    (flag,) = CHECKS["mark-lost"].inspect(unit)
    assert flag.severity is Severity.NOTE
