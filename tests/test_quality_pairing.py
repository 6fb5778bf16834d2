"""Quotes and brackets that stay open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flagged import severities

from pipeline.bitext import Origin, Unit
from pipeline.quality.registry import CHECKS

CASES = [
    ("unbalanced", "« Oui », dit-il.", "“Yes, he said.", ["warning"]),
    ("unbalanced", "Il vint (hier).", "He came (yesterday.", ["warning"]),
    ("unbalanced", "Il dit « oui » (bas).", 'He said "yes (low.', ["warning", "warning"]),
    ("unbalanced", "« Oui, dit-il.", "“Yes, he said.", []),
    ("unbalanced", "a) d'abord", "a) first", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected


def test_a_quote_that_stays_open_in_a_translated_dialogue() -> None:
    unit = Unit("s0001", "— Oui, dit-il.", "“Yes, he said.", origin=Origin.HUMAN)
    assert list(CHECKS["unbalanced"].inspect(unit)) == []
    assert len(list(CHECKS["unbalanced"].inspect(replace(unit, origin=Origin.MACHINE)))) == 1
