"""Targets that are missing, or too long or too short for their source."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.quality.formulas import closes_letter

# English runs at about 0.87 of the characters of the French; the longer the segment, the closer.
# Figures fitted to published news translations, of which 1.3 % fall outside.
_MEAN = math.log(0.87)
_LIMIT, _LIMIT_SHORT = 0.15, 3.0
_ABSURD = 2.2  # times the limit


class Length(Check):
    """A target out of proportion to its source, counted in characters."""

    code = "length"
    severity = Severity.ERROR
    description = "the target is too long or too short for the source"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag: an error for the absurd, a warning for the suspicious."""
        if not both_sides(unit) or closes_letter(unit.source, unit.target):
            return
        deviation = length_deviation(unit.source, unit.target)
        if abs(deviation) <= 1:
            return
        kind = "long" if deviation > 0 else "short"
        ratio = len(unit.target.strip()) / len(unit.source.strip())
        yield self.flag(
            f"the target is too {kind}: {ratio:.2f} of the source's characters",
            severity=Severity.ERROR if abs(deviation) > _ABSURD else Severity.WARNING,
        )


def length_deviation(source: str, target: str) -> float:
    """How far the target's length is from what its source leads to expect: beyond ±1 is suspicious.

    The logarithm of the ratio of characters, less that of typical French to English, over a limit that
    is wider for short segments. Both sides need text.
    """
    size = len(source.strip())
    return (math.log(len(target.strip()) / size) - _MEAN) / (_LIMIT + _LIMIT_SHORT / math.sqrt(size))


class Empty(Check):
    """One side without text, unless the bead says that nothing answers it; a blank for a blank is right."""

    code = "empty"
    severity = Severity.ERROR
    description = "one side has no text"

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag."""
        if 0 in unit.bead_sizes:
            return
        if not unit.target.strip() and unit.source.strip():
            yield self.flag("the target is empty")
        elif not unit.source.strip() and unit.target.strip():
            yield self.flag("the source is empty")
