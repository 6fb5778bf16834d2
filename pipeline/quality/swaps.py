"""Neighbours whose translations are each other's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.alignment.lexicon import known_renderings
from pipeline.alignment.terms import stem, words
from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import BitextCheck, both_sides

_POOR = 0.5  # share of a segment's words that its own translation answers
_MARGIN = 0.15  # by which the neighbour's must answer more, on average of both
_SHORTEST = 4  # letters of a word that counts


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
    there = set(words(target))
    there |= {stem(word) for word in there}
    hits = []
    for word in words(source):
        if word[0].isdigit():
            hits.append(word in there)
        elif len(word) >= _SHORTEST:
            options = renderings.get(word)
            if options is not None:
                hits.append(any(option in there or stem(option) in there for option in options))
            elif word in there:  # a name
                hits.append(True)
    return sum(hits) / len(hits) if hits else None
