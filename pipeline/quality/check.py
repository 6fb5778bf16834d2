"""What a check is: it looks at a unit, or at all of them, and yields flags; it changes nothing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import ClassVar

from pipeline.bitext import Flag, Severity, Span, Unit

COPIED = "copied"
"""The code of the flag of units that are no prose (lines of code) and were copied: nothing in them is checked."""


class _Named(ABC):
    """What every check declares.

    code: its name in flags and in the registry. severity: of its flags where it does not say
    otherwise, and never exceeded. description: one line for a person. pair: the languages it is made
    for; None for any.
    """

    code: ClassVar[str]
    severity: ClassVar[Severity]
    description: ClassVar[str]
    pair: ClassVar[tuple[str, str] | None] = None

    def flag(
        self, message: str, *, severity: Severity | None = None, source: Span | None = None, target: Span | None = None
    ) -> Flag:
        """A flag of this check."""
        return Flag(self.code, severity or self.severity, message, source, target)


class Check(_Named):
    """A check that needs one unit at a time."""

    @abstractmethod
    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """The flags `unit` earns, in order of position."""


class BitextCheck(_Named):
    """A check that needs all units of a bitext."""

    @abstractmethod
    def inspect(self, units: Sequence[Unit]) -> Iterator[tuple[int, Flag]]:
        """Pairs of an index into `units` and a flag for the unit there, ascending."""


def both_sides(unit: Unit) -> bool:
    """Whether there is text on either side, so that comparing them makes sense."""
    return bool(unit.source.strip() and unit.target.strip())
