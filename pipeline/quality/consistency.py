"""One source rendered in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import BitextCheck, both_sides

_FINAL = " .!?…:;,"
_SHORTEST = 3  # words; a one-word answer may well change with what was asked


class Inconsistent(BitextCheck):
    """A repeated source whose target differs from the first one; case, spacing and final stops aside."""

    code = "inconsistent"
    severity = Severity.WARNING
    description = "a repeated source is rendered in two ways"

    def inspect(self, units: Sequence[Unit]) -> Iterator[tuple[int, Flag]]:
        """One flag for each unit that departs from the first with its source."""
        first: dict[str, Unit] = {}
        for index, unit in enumerate(units):
            if not both_sides(unit) or len(unit.source.split()) < _SHORTEST:
                continue
            earlier = first.setdefault(_folded(unit.source), unit)
            if _folded(earlier.target) != _folded(unit.target):
                yield index, self.flag(f"the same source is rendered otherwise in {earlier.id}")


def _folded(text: str) -> str:
    return " ".join(text.split()).rstrip(_FINAL).casefold()
