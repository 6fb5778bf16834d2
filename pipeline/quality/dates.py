"""Weekdays, months and times of day that became others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.languages import english, french
from pipeline.quality.check import Check, both_sides
from pipeline.quality.numbers import NumberIndex, numbers_of
from pipeline.text.numbers import Number

_FRENCH_DAYS, _ENGLISH_DAYS = french.WEEKDAYS, tuple(day.lower() for day in english.WEEKDAYS)
_DAYS = {
    "fr": re.compile(rf"(?<!\w)(?:{'|'.join(_FRENCH_DAYS)})(?=s?(?!\w))", re.IGNORECASE),
    "en": re.compile(rf"(?<!\w)(?:{'|'.join(_ENGLISH_DAYS)})(?=s?(?!\w))", re.IGNORECASE),
}
_PARTS = {
    "fr": {
        "morning": r"matin(?:s|ée|ées)?",
        "noon": "midi(?<!après-midi)(?<!Midi)",
        "afternoon": "après-midi",
        "evening": "soirs?|soirées?",
        "night": "nuits?|nuitées?",
        "midnight": "minuit",
    },
    "en": {
        "morning": r"mornings?|a\.?m\.?|dawn",
        "noon": "noon|midday|lunch|lunchtime",
        "afternoon": r"afternoons?|p\.?m\.?",
        "evening": r"evenings?|tonight|eve|dinner",
        "night": "nights?|overnight|nightly|nighttime|night-time|nightfall",
        "midnight": "midnight",
    },
}
_PART_PATTERNS = {
    language: re.compile("(?<![\\w-])(?:" + "|".join(f"(?P<{n}>{f})" for n, f in parts.items()) + r")(?![\w])")
    for language, parts in _PARTS.items()
}
# What else may render each; a French evening ends late, and clocks say the rest.
_ALSO = {
    "morning": {"morning", "night"},
    "noon": {"noon", "midnight", "afternoon", "morning"},
    "afternoon": {"afternoon", "evening", "noon"},
    "evening": {"evening", "night", "afternoon"},
    "night": {"night", "evening", "midnight", "morning"},
    "midnight": {"midnight", "night"},
}
_HALF = re.compile(r"(?P<half>[ap])\.?\s?m\b", re.IGNORECASE)
_HOUR = re.compile(r"\d{1,2}")
_OF_DAY = re.compile(r"\s?(?:heures?\s)?(?:\d{1,2}\s)?(?:du soir|de l['’]après-midi|du matin|cette nuit|ce soir)")


class Date(Check):
    """A weekday, month or time of day of the source that the translation has as another.

    An error where just one stands for just one other. A month that is lost or added earns a warning; a weekday or time
    of day that is only left out, nothing: `jeudi soir` may be "on Thursday", and news has "on Friday" for `hier`.
    """

    code = "date"
    severity = Severity.ERROR
    description = "a weekday, month or time of day is changed"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """Flags for weekdays, then months, then times of day."""
        if not both_sides(unit):
            return
        yield from self._days(unit)
        yield from self._months(unit)
        yield from self._parts(unit)
        yield from self._clock(unit)

    def _days(self, unit: Unit) -> Iterator[Flag]:
        ours = {_FRENCH_DAYS.index(m.group().lower()): m for m in _DAYS["fr"].finditer(unit.source)}
        theirs = {_ENGLISH_DAYS.index(m.group().lower()): m for m in _DAYS["en"].finditer(unit.target)}
        lost = [match for day, match in ours.items() if day not in theirs]
        added = [match for day, match in theirs.items() if day not in ours]
        for before, after in zip(lost, added, strict=False):
            yield self._became(before, after)

    def _months(self, unit: Unit) -> Iterator[Flag]:
        ours, theirs = numbers_of(unit.source, "fr"), numbers_of(unit.target, "en")
        here, there = NumberIndex(ours), NumberIndex(theirs)
        lost = [month for month in _months(ours) if not any(map(there.has, month.readings))]
        added = [month for month in _months(theirs) if not any(map(here.has, month.readings))]
        if len(lost) == 1 and len(added) == 1:
            before, after = lost[0].span, added[0].span
            message = f"{before.of(unit.source)} became {after.of(unit.target)}"
            yield self.flag(message, source=before, target=after)
            return
        for month in lost:
            if month.kind == "month":
                message = f"{month.span.of(unit.source)} is not in the translation"
                yield self.flag(message, severity=Severity.WARNING, source=month.span)
        for month in added:
            if month.kind == "month":
                message = f"{month.span.of(unit.target)} is not in the source"
                yield self.flag(message, severity=Severity.WARNING, target=month.span)

    def _parts(self, unit: Unit) -> Iterator[Flag]:
        ours = {str(match.lastgroup): match for match in _PART_PATTERNS["fr"].finditer(unit.source)}
        if not ours:
            return
        theirs = {str(match.lastgroup): match for match in _PART_PATTERNS["en"].finditer(unit.target)}
        answered = {part for name in ours for part in _ALSO[name]}
        lost = [match for name, match in ours.items() if not _ALSO[name] & theirs.keys()]
        added = [match for name, match in theirs.items() if name not in answered and name not in ours]
        if len(lost) == 1 and len(added) == 1:
            yield self._became(lost[0], added[0])

    def _clock(self, unit: Unit) -> Iterator[Flag]:
        """Times that say another half of the day: `14 h` as "2 a.m."."""
        halves = [
            (number, half["half"].lower() == "p")
            for number in numbers_of(unit.target, "en")
            if number.kind == "time" and (half := _HALF.search(number.span.of(unit.target))) is not None
        ]
        theirs = {late: NumberIndex(number for number, evening in halves if evening is late) for late in (True, False)}
        for number in numbers_of(unit.source, "fr") if halves else ():
            if number.kind != "time":
                continue
            hour = int(_HOUR.search(number.span.of(unit.source))[0])  # type: ignore[index]
            if _OF_DAY.match(unit.source, number.span.end) or hour in (0, 12, 24):
                continue
            other = theirs[hour <= 12].first(number)
            if other is not None:
                message = f"{number.span.of(unit.source)} became {other.span.of(unit.target)}"
                # `à 8 h` may be an evening's in running text; `20 h` is never a morning's.
                severity = Severity.ERROR if hour > 12 or "h" in number.span.of(unit.source) else Severity.WARNING
                yield self.flag(message, severity=severity, source=number.span, target=other.span)

    def _became(self, before: re.Match[str], after: re.Match[str]) -> Flag:
        message = f"{before.group()} became {after.group()}"
        return self.flag(message, source=Span(*before.span()), target=Span(*after.span()))


def _months(numbers: tuple[Number, ...]) -> list[Number]:
    return [
        number
        for number in numbers
        if number.kind == "month" or any(isinstance(r, str) and r.startswith("month:") for r in number.readings)
        if number.kind in ("month", "word")
    ]
