"""Where pairs come from: TMX, TSV, JSONL and Moses files, read one pair at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from pipeline.corpus.pair import Pair
from pipeline.errors import InputError

_BLOCK = 100  # pairs of a file without document marks that are kept together


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of one file, in order, in constant memory.

    `x.tmx` (also gzipped), `x.tsv` (French, English, and a document name where there is a third
    column), `x.jsonl` of bitexte, or `x.fr` beside `x.en`. Raises InputError or FormatError.
    """
    suffix = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    for ending, reader in READERS.items():
        if suffix.endswith(ending):
            return reader(path)
    raise InputError(f"{path}: not a corpus this reads; valid: {', '.join(READERS)}")


def _tsv(path: Path) -> Iterator[Pair]:
    from pipeline.formats.reading import read_lines

    ours = False
    for number, line in enumerate(read_lines(path)):
        cells = line.split("\t")
        if number == 0 and cells[:3] == ["id", "fr", "en"]:
            ours = True  # a table of bitexte's own, ids first
        elif ours:
            yield Pair(cells[1], cells[2], path.stem)
        elif len(cells) >= 2:
            document = cells[2] if len(cells) > 2 and cells[2] else f"{path.stem}#{number // _BLOCK}"
            yield Pair(cells[0], cells[1], document)


def _tmx(path: Path) -> Iterator[Pair]:
    from pipeline.formats.tmx_reading import TmxReader

    for number, unit in enumerate(TmxReader(path)):
        yield Pair(unit.source, unit.target, f"{path.stem}#{number // _BLOCK}")


def _jsonl(path: Path) -> Iterator[Pair]:
    from pipeline.bitext import Origin
    from pipeline.formats.jsonl import iterate_jsonl

    for bitext in iterate_jsonl(path):
        for unit in bitext.units:
            confidence = unit.score if unit.origin is Origin.HUMAN else None
            yield Pair(unit.source, unit.target, bitext.name, confidence)


def _moses(path: Path) -> Iterator[Pair]:
    from pipeline.formats.moses import iterate_moses

    for number, unit in enumerate(iterate_moses(path, path.with_suffix(".en"))):
        yield Pair(unit.source, unit.target, f"{path.stem}#{number // _BLOCK}")


READERS: dict[str, Callable[[Path], Iterator[Pair]]] = {
    ".tmx": _tmx,
    ".tmx.gz": _tmx,
    ".tsv": _tsv,
    ".jsonl": _jsonl,
    ".fr": _moses,
}
"""Readers by the end of the file's name."""
