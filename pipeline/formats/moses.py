"""Parallel text in the Moses form: two files, line i of one renders line i of the other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from pipeline.bitext import Bitext, Origin, Unit, unit_identifier
from pipeline.errors import FormatError
from pipeline.files.writing import atomic_text
from pipeline.formats.reading import LineReader
from pipeline.text.characters import flatten, replace_surrogates


class MosesWriter:
    """`<stem>.fr-en.fr` and `<stem>.fr-en.en`: UTF-8, one unit a line, `\\n` the only line end.

    Line breaks of any kind and tabs inside a segment become a space. A unit without a target keeps
    its line, empty. Counts: `line-break`, `surrogate`, and `codes`, the formatting left out.
    """

    name = "moses"
    suffixes: tuple[str, ...] = (".fr-en.fr", ".fr-en.en")

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes the source file and the target file, in this order of `paths`; raises OutputError."""
        counts: Counter[str] = Counter()
        source_path, target_path = paths
        with atomic_text(source_path) as source, atomic_text(target_path) as target:
            for bitext in bitexts:
                for unit in bitext.units:
                    counts["codes"] += dropped_codes(unit)
                    source.write(one_line(unit.source, counts) + "\n")
                    target.write(one_line(unit.target, counts) + "\n")
        return +counts


def dropped_codes(unit: Unit) -> int:
    """How many codes a format without formatting leaves out of a unit."""
    return len(unit.source_codes) + len(unit.target_codes)


def one_line(text: str, counts: Counter[str]) -> str:
    """`text` fit for one line of a UTF-8 file, without tabs; what was changed is added to `counts`."""
    text, breaks = flatten(text)
    text, surrogates = replace_surrogates(text)
    counts["line-break"] += breaks
    counts["surrogate"] += surrogates
    return text


def iterate_moses(source: Path, target: Path, scores: Path | None = None) -> Iterator[Unit]:
    """The pairs of two parallel files, one unit and one paragraph a line; memory holds one pair.

    scores: a third file with a number a line, which become the units' scores. Raises InputError for an unreadable file,
    FormatError where one file ends before another, or for what is no number.
    """
    files = [source, target] if scores is None else [source, target, scores]
    for index, lines in enumerate(zip_longest(*map(LineReader, files))):
        there = [line for line in lines if line is not None]
        if len(there) < len(lines):
            shorter = files[lines.index(None)]
            longer = next(file for file, line in zip(files, lines, strict=True) if line is not None)
            raise FormatError(f"{shorter}: ends after line {index}, {longer} goes on")
        score = _score(scores, index, there[2:])
        yield Unit(unit_identifier(index), there[0], there[1], index, origin=Origin.UNKNOWN, score=score)


def _score(path: Path | None, index: int, line: Sequence[str]) -> float | None:
    if not line:
        return None
    try:
        score = float(line[0])
    except ValueError as error:
        raise FormatError(f"{path}: line {index + 1}: {line[0]!r} is no number") from error
    return score if math.isfinite(score) else None


def read_moses(source: Path, target: Path, name: str | None = None) -> Bitext:
    """The bitext of two parallel files, called `name` or after the source file; see `iterate_moses`."""
    return Bitext(name or source.name.split(".")[0], tuple(iterate_moses(source, target)))
