"""Neighbours that have each other's translation."""

from __future__ import annotations

from dataclasses import replace

from pipeline.bitext import Severity, Unit
from pipeline.quality.check import BitextCheck
from pipeline.quality.registry import CHECKS


def test_swapped_neighbours() -> None:
    pairs = [
        ("La rivière déborde en avril.", "The river overflows in April."),
        ("Mon père vend des voitures.", "My father sells cars."),
        ("La maison a quatre fenêtres.", "The house has four windows."),
    ]
    check = CHECKS["swapped"]
    assert isinstance(check, BitextCheck)
    units = [Unit(f"s{index}", *pair) for index, pair in enumerate(pairs)]
    assert list(check.inspect(units)) == []
    units[1], units[2] = replace(units[1], target=units[2].target), replace(units[2], target=units[1].target)
    assert [(index, flag.severity) for index, flag in check.inspect(units)] == [
        (1, Severity.ERROR),
        (2, Severity.ERROR),
    ]
    same = [Unit("s1", "Le chat dort.", "The cat sleeps."), Unit("s2", "Le chien dort.", "The cat sleeps.")]
    assert list(check.inspect(same)) == []
