"""Numbers, dates, times and percentages that did not survive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.text.numbers import Number, compare_numbers, find_numbers

_NAMES = {"percent": "percentage", "time": "time", "month": "month", "century": "century", "ordinal": "ordinal"}
_IMPERIAL = re.compile(r"[\s-]?(?:mph|miles?|feet|foot|ft|inch|inches|yards?|pounds?|lbs?|ounces?|acres?|°F)\b")
_DIGITS = re.compile(r"\d+")
_CAN_BE_PART = {"number", "time"}
_CHANGED = {"number", "percent", "time", "century", "ordinal"}


class NumberMismatch(Check):
    """Numbers of the source that the target lacks, or the reverse, both conventions normalised.

    An error where just one number stands in the place of just one other of its kind with as many
    digits (`2008` for `2009`); converted units, rounding and summing up earn a warning only. The parts
    of a number that is flagged (`10` and `30` for `10 h 30`) get no flags of their own.
    """

    code = "number"
    severity = Severity.ERROR
    description = "a number, date or percentage is lost, added or changed"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """One flag for each number without a counterpart, or one for the pair where one became another."""
        if not both_sides(unit):
            return
        lost, added = compare_numbers(find_numbers(unit.source, "fr"), find_numbers(unit.target, "en"))
        if len(lost) == 1 and len(added) == 1:
            before, after = lost[0], added[0]
            certain = _is_slip(before, after, unit)
            yield self.flag(
                f"{_name(before)} {before.span.of(unit.source)} became {after.span.of(unit.target)}",
                severity=Severity.ERROR if certain else Severity.WARNING,
                source=before.span,
                target=after.span,
            )
            return
        broken, made = _parts(lost, unit.source), _parts(added, unit.target)
        lost = [number for number in lost if not _is_part(number, unit.source, made)]
        added = [number for number in added if not _is_part(number, unit.target, broken)]
        for number in lost:
            message = f"{_name(number)} {number.span.of(unit.source)} is not in the translation"
            yield self.flag(message, severity=Severity.WARNING, source=number.span)
        for number in added:
            message = f"{_name(number)} {number.span.of(unit.target)} is not in the source"
            yield self.flag(message, severity=Severity.WARNING, target=number.span)


def _name(number: Number) -> str:
    return _NAMES.get(number.kind, "number")


def _parts(numbers: Sequence[Number], text: str) -> set[int]:
    """The groups of digits of those numbers that have more than one."""
    groups = (_DIGITS.findall(number.span.of(text)) for number in numbers)
    return {int(group) for found in groups if len(found) > 1 for group in found}


def _is_part(number: Number, text: str, parts: set[int]) -> bool:
    groups = _DIGITS.findall(number.span.of(text))
    return number.kind in _CAN_BE_PART and len(groups) == 1 and int(groups[0]) in parts


def _is_slip(before: Number, after: Number, unit: Unit) -> bool:
    if before.kind != after.kind or before.kind not in _CHANGED or before.unit != after.unit:
        return False
    if _IMPERIAL.match(unit.target, after.span.end):
        return False
    digits = [sum(map(str.isdigit, n.span.of(t))) for n, t in ((before, unit.source), (after, unit.target))]
    return digits[0] == digits[1] and digits[0] > 0
