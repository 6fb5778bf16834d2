"""Neighbours whose translations are each other's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.alignment.lexicon import known_renderings
from pipeline.alignment.terms import stem
from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import BitextCheck, both_sides
from pipeline.quality.numbers import numbers_of
from pipeline.quality.wording import words_of

_POOR = 0.5  # share of a segment's words that its own translation answers
_MARGIN = 0.15  # by which the neighbour's must answer more, on average of both
_FEWEST = 1  # words that can be answered


class Swapped(BitextCheck):
    """Two segments next to each other that answer each other's source better than their own, clearly.

    What counts are names, numbers and the words that a table knows the translation of.
    """

    code = "swapped"
    severity = Severity.ERROR
    description = "two neighbours have each other's translation"
    pair = ("fr", "en")

    def inspect(self, units: Sequence[Unit]) -> Iterator[tuple[int, Flag]]:
        """A flag on both."""
        taken = -1
        found: list[tuple[int, Flag]] = []
        for index in range(len(units) - 1):
            here, there = units[index], units[index + 1]
            if index == taken or not (both_sides(here) and both_sides(there)) or here.target == there.target:
                continue
            own = _answered(here.source, here.target)
            if own is None or own > _POOR:
                continue
            other = _answered(there.source, there.target)
            if other is None or other > _POOR:
                continue
            crossed = (_answered(here.source, there.target) or 0.0, _answered(there.source, here.target) or 0.0)
            if sum(crossed) - own - other > 2 * _MARGIN and min(crossed) > max(own, other):
                found.append((index, self.flag(f"has the translation of {there.id}")))
                found.append((index + 1, self.flag(f"has the translation of {here.id}")))
                taken = index + 1
        yield from found


def _answered(source: str, target: str) -> float | None:
    """The share of the words and numbers of `source` that `target` answers; None where too few can be."""
    renderings = known_renderings()
    there = {word.folded for word in words_of(target, "en")}
    there |= {stem(word) for word in there}
    numbers = [number for number in numbers_of(source, "fr") if number.kind in ("number", "percent", "label")]
    readings = set().union(*(number.readings for number in numbers_of(target, "en")))
    hits = [bool(number.readings & readings) for number in numbers]
    for word in words_of(source, "fr"):
        if len(word.folded) < 4:
            continue
        options = renderings.get(word.folded)
        if options is not None:
            hits.append(any(option in there or stem(option) in there for option in options))
        elif word.text[0].isupper():
            hits.append(word.folded in there)
    return sum(hits) / len(hits) if len(hits) >= _FEWEST else None
