"""A table for spreadsheets and command-line tools."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from pipeline.bitext import Bitext, Unit
from pipeline.files.writing import atomic_text
from pipeline.formats.cells import cell
from pipeline.formats.moses import dropped_codes, one_line
from pipeline.formats.numbering import with_prefixes

COLUMNS = ("id", "fr", "en", "score", "origin", "flags")


class TsvWriter:
    """`<stem>.tsv`: UTF-8, a header line, then one unit a line; no quoting, for no cell holds a tab or line break.

    score: six decimals, empty where none was measured. flags: `severity:code`, parted by commas.
    Texts may look like formulas to a spreadsheet: `set_safe_cells` protects them. Counts: `line-break`, `surrogate`,
    and `codes`, the formatting left out.
    """

    name = "tsv"
    suffixes: tuple[str, ...] = (".tsv",)

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError."""
        counts: Counter[str] = Counter()
        (path,) = paths
        with atomic_text(path) as stream:
            stream.write("\t".join(COLUMNS) + "\n")
            for prefix, bitext in with_prefixes(bitexts):
                for unit in bitext.units:
                    counts["codes"] += dropped_codes(unit)
                    cells = (one_line(each, counts) for each in _cells(unit, prefix))
                    stream.write("\t".join(cells) + "\n")
        return +counts


def _cells(unit: Unit, prefix: str) -> tuple[str, ...]:
    score = "" if unit.score is None else f"{unit.score:.6f}"
    flags = ",".join(f"{flag.severity.value}:{flag.code}" for flag in unit.flags)
    return cell(prefix + unit.id), cell(unit.source), cell(unit.target), score, unit.origin.value, flags
