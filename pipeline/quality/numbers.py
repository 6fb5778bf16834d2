"""Numbers, dates, times and percentages that did not survive."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.text.numbers import Number, Reading, compare_numbers, find_numbers
from pipeline.text.span import Cover
from pipeline.text.span_patterns import SpanKind
from pipeline.text.spans import protected_spans

_NAMES = {"percent": "percentage", "time": "time", "century": "century", "ordinal": "ordinal"}
_IMPERIAL = re.compile(r"[\s-]?(?:mph|miles?|feet|foot|ft|inch|inches|yards?|pounds?|lbs?|ounces?|acres?|°F)\b")
_DIGITS = re.compile(r"\d+")
_CAN_BE_PART = {"number", "time"}
_CHANGED = {"number", "percent", "time", "century", "ordinal"}
_FRACTION = re.compile(r"(\d+)\s?[/⁄]\s?(\d+)")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
# Formulas and what English writes in words. The other way round happens less, and hurts as little.
_SPELT = {
    "CO2": "carbon dioxide",
    "NO2": "nitrogen dioxide",
    "SO2": "sulphur dioxide|sulfur dioxide",
    "CH4": "methane",
    "H2O": "water",
    "O2": "oxygen",
    "O3": "ozone",
}
_SPELT_LABEL = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(_SPELT)})(?!\w)")
_FIRST = re.compile(r"\bpremi", re.IGNORECASE), re.compile(r"\b(?:prime|first|premier)\b", re.IGNORECASE)


class NumberMismatch(Check):
    """Numbers of the source that the target lacks, or the reverse, both conventions normalised.

    An error where just one number stands in the place of just one other of its kind with as many
    digits (`2008` for `2009`); converted units, rounding and summing up earn a warning only. The parts
    of a number that is flagged (`10` and `30` for `10 h 30`) get no flags of their own. Protected spans are left to
    `spans`, months to `date`.
    """

    code = "number"
    severity = Severity.ERROR
    description = "a number or percentage is lost, added or changed"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """One flag for each number without a counterpart, or one for the pair where one became another."""
        if not both_sides(unit):
            return
        ours, theirs = numbers_of(unit.source, "fr"), numbers_of(unit.target, "en")
        lost, added = compare_numbers(ours, theirs)
        here, there = NumberIndex(ours), NumberIndex(theirs)
        said = [_said_otherwise(number, unit.source, unit.target, there) for number in lost]
        back = [_said_otherwise(number, unit.target, unit.source, here) for number in added]
        lost, added = _unsaid(lost, said, back), _unsaid(added, back, said)
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


@lru_cache(maxsize=1024)
def numbers_of(text: str, language: str) -> tuple[Number, ...]:
    """The numbers of `text` outside its protected spans, in order; months are among them.

    Lowered digits (`H₂O`) count as plain ones.
    """
    spans = Cover(span for span, kind in protected_spans(text) if kind is not SpanKind.FORMULA)
    numbers = find_numbers(text.translate(_LOWERED), language)
    return tuple(number for number in numbers if not spans.overlaps(number.span))


class NumberIndex:
    """Numbers in order of position, found by their readings."""

    def __init__(self, numbers: Iterable[Number]) -> None:
        self._numbers = tuple(numbers)
        self._places: dict[Reading, list[int]] = defaultdict(list)
        for place, number in enumerate(self._numbers):
            for reading in number.readings:
                self._places[reading].append(place)

    def has(self, reading: Reading) -> bool:
        """Whether one of them may have this value."""
        return reading in self._places

    def first(self, number: Number) -> Number | None:
        """The first that may have a value of `number`."""
        places = [self._places[reading][0] for reading in number.readings if reading in self._places]
        return self._numbers[min(places)] if places else None

    def like(self, number: Number) -> list[Number]:
        """Those that may have a value of `number`, in order of position."""
        places = {place for reading in number.readings for place in self._places.get(reading, ())}
        return [self._numbers[place] for place in sorted(places)]


@lru_cache(maxsize=256)
def _says_first(text: str) -> bool:
    return any(pattern.search(text) is not None for pattern in _FIRST)


@lru_cache(maxsize=256)
def _spells(formula: str, text: str) -> bool:
    return re.search(_SPELT[formula], text, re.IGNORECASE) is not None


def _said_otherwise(number: Number, text: str, other_text: str, others: NumberIndex) -> set[Reading] | None:
    """What the other side says in the place of the number where it is not read as one; None where it says nothing.

    Nothing to count for `CO2` as "carbon dioxide" and `1er ministre`; 18 and 20 for `18/20`.
    """
    if number.kind == "label":
        start = max(0, number.span.start - 4)
        around = text[start : number.span.end + 1].translate(_LOWERED)
        formula = _SPELT_LABEL.search(around, min(1, start), number.span.end - start)
        return set() if formula is not None and _spells(formula.group(), other_text) else None
    if number.kind == "ordinal" and 1 in number.readings:
        return set() if _says_first(other_text) else None
    parts = _FRACTION.fullmatch(number.span.of(text))
    values: set[Reading] = set() if parts is None else {Fraction(int(part)) for part in parts.groups()}
    return values if values and all(others.has(value) for value in values) else None


def _unsaid(
    numbers: Sequence[Number], said: Sequence[set[Reading] | None], back: Sequence[set[Reading] | None]
) -> list[Number]:
    """The numbers that are not said otherwise, nor part of what says a number of the other side; no months.

    Months belong to the check `date`.
    """
    parts: set[Reading] = set().union(*(values for values in back if values is not None))
    return [
        number
        for number, values in zip(numbers, said, strict=True)
        if values is None and number.kind != "month" and not number.readings & parts
    ]


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
