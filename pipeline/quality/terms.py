"""Glossary entries whose rendering is not in the target."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.bitext import Flag, Severity, Unit
from pipeline.glossary.holding.wording import CODE, missing_flag
from pipeline.quality.check import Check


class TermMissing(Check):
    """Mentions without a place in the target: an error under `must` and `keep`, a warning under `prefer`.

    A unit without mentions (read from a file that does not carry them) keeps the flags it came with.
    """

    code = CODE
    severity = Severity.ERROR
    description = "a glossary entry is not rendered as the glossary says"

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """One flag a missing mention."""
        if not unit.mentions:
            yield from (flag for flag in unit.flags if flag.code == self.code)
        yield from filter(None, map(missing_flag, unit.mentions))
