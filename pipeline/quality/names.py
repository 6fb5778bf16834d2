"""One name rendered in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.bitext import Flag, Severity, Unit
from pipeline.glossary.consistency import CODE, inconsistencies
from pipeline.quality.check import BitextCheck


class InconsistentName(BitextCheck):
    """A French name that no glossary has and that is rendered otherwise than elsewhere in the document."""

    code = CODE
    severity = Severity.WARNING
    description = "a name is rendered in two ways"
    pair = ("fr", "en")

    def inspect(self, units: Sequence[Unit]) -> Iterator[tuple[int, Flag]]:
        """One flag for each departure from the commonest rendering, both forms in its message."""
        for index, flags in sorted(inconsistencies(units).items()):
            for flag in flags:
                yield index, flag
