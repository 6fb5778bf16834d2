"""One source that is translated in two ways."""

from __future__ import annotations

from pipeline.bitext import Severity, Unit
from pipeline.quality.check import BitextCheck
from pipeline.quality.registry import CHECKS


def said(*pairs: tuple[str, str]) -> list[tuple[int, Severity]]:
    check = CHECKS["inconsistent"]
    assert isinstance(check, BitextCheck)
    units = [Unit(f"s{index}", source, target) for index, (source, target) in enumerate(pairs)]
    return [(index, flag.severity) for index, flag in check.inspect(units)]


SOURCE = "Le magasin ouvre à midi."


def test_the_second_way_is_flagged() -> None:
    assert said((SOURCE, "The shop opens at noon."), (SOURCE, "The store opens at midday.")) == [(1, Severity.WARNING)]


def test_case_and_final_stops_say_nothing() -> None:
    assert said((SOURCE, "The shop opens at noon."), ("le magasin ouvre  à midi", "the shop opens at noon!")) == []


def test_one_word_may_be_answered_in_two_ways() -> None:
    assert said(("Bien.", "Well."), ("Bien.", "Good.")) == []


def test_a_unit_without_a_side_is_passed_over() -> None:
    assert said((SOURCE, ""), (SOURCE, "The shop opens at noon.")) == []
