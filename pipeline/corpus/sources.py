"""Where units come from: TMX, TSV, JSONL, Moses and Parquet files, or folders of them, read one unit at a time."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from pipeline.bitext import Origin, Unit, unit_identifier
from pipeline.corpus.pair import SentencePair
from pipeline.errors import FormatError, InputError
from pipeline.files.layout import result_paths
from pipeline.files.opening import input_error
from pipeline.text.file_names import spelled

_BLOCK = 100  # units of a file without document marks that are kept together
_REPORT_EVERY = 5_000

# An id of a file that holds several documents: the name, the number of its return, the unit.
_PREFIXED = re.compile(r"(.+?)(?:~\d+)?-s\d{4,}", re.DOTALL)
_PLAIN = re.compile(r"s\d{4,}")  # of a file that holds one


class SourcedUnit(NamedTuple):
    """A unit, and the name of the document it stands in."""

    document: str
    unit: Unit

    @property
    def pair(self) -> SentencePair:
        """The two sides as the filters want them; only what a person translated has an alignment to doubt."""
        unit = self.unit
        return SentencePair(
            unit.source, unit.target, self.document, unit.score if unit.origin is Origin.HUMAN else None
        )


@dataclass(frozen=True)
class CorpusSource:
    """What was named on the command line, and the files that stand for it.

    name: short and unique among the sources. kind: what it is, for a person. note: how it was made,
    where that is known.
    """

    name: str
    path: Path
    files: tuple[Path, ...]
    kind: str
    note: str = ""

    def entries(self) -> Iterator[SourcedUnit]:
        """All units in order. Raises InputError or FormatError; also where there is none."""
        empty = True
        for file in self.files:
            for entry in read_entries(file):
                empty = False
                yield entry
        if empty:
            raise InputError(f"{self.path}: holds no pair")

    def state(self) -> list[list[object]]:
        """Name, size and time of change (nanoseconds) of every file: equal where nothing has changed."""
        files = [half for file in self.files for half in ((file, moses_half(file)) if _is_moses(file) else (file,))]
        try:
            return [[file.name, (stat := file.stat()).st_size, stat.st_mtime_ns] for file in files]
        except OSError as error:
            raise InputError(f"{error.filename}: cannot be read: {error.strerror}") from error


def find_sources(paths: Sequence[Path | CorpusSource]) -> list[CorpusSource]:
    """The sources that these paths name: files, or folders as `folder_files` knows them.

    Raises InputError where one cannot be read, is of no format known here or is named twice, and where
    half a Moses pair is missing.
    """
    found: list[CorpusSource] = []
    seen: set[Path] = set()
    for path in paths:
        source = path if isinstance(path, CorpusSource) else _source(path)
        place = source.path.resolve()
        if place in seen:
            raise InputError(f"{source.path}: named twice as a source")
        seen.add(place)
        found.append(source)
    names = _short_names([source.path for source in found])
    return [replace(source, name=name) for source, name in zip(found, names, strict=True)]


def folder_files(folder: Path) -> tuple[str, tuple[Path, ...]] | None:
    """What makes a folder a source by itself, and its files in order: results of bitexte, or Parquet files.

    Results are `<name>/<name>.jsonl`, in the folder or as the folder. None for any other folder.
    """
    own = folder / f"{folder.resolve().name}.jsonl"
    results = [own] if own.is_file() else result_paths(folder)
    if results:
        return "results of bitexte", tuple(results)
    shards = tuple(sorted(folder.glob("*.parquet")))
    return ("Parquet", shards) if shards else None


def read_pairs(path: Path) -> Iterator[SentencePair]:
    """The pairs of one file, in order; as `read_entries`."""
    return (entry.pair for entry in read_entries(path))


def read_entries(path: Path) -> Iterator[SourcedUnit]:
    """The units of one file, in order, in constant memory.

    `x.tmx` (also gzipped), `x.tsv` (French, English, and a document name where there is a third
    column, or columns named in a first line; also `.gz` and `.zst`), `x.jsonl` of bitexte,
    `x.parquet`, or `x.fr` beside `x.en`. Where nothing names a document, a hundred pairs in a row
    count as one. Raises InputError or FormatError.
    """
    return READERS[_ending(path)](path, _stem(path))


def read_all(
    sources: Iterable[CorpusSource], on_progress: Callable[[int], None] | None = None
) -> Iterator[SourcedUnit]:
    """The units of all sources, one after the other; on_progress is called now and then with the units read."""
    number = 0
    for source in sources:
        for entry in source.entries():
            number += 1
            if on_progress is not None and number % _REPORT_EVERY == 0:
                on_progress(number)
            yield entry


def moses_half(path: Path) -> Path:
    """The English half that belongs to the French one."""
    return path.with_suffix(".en")


def _source(path: Path) -> CorpusSource:
    try:
        path.stat()
    except OSError as error:
        raise input_error(path, error) from error
    if path.is_dir():
        found = folder_files(path)
        if found is None:
            raise InputError(f"{path}: holds neither results of bitexte (<name>/<name>.jsonl) nor .parquet files")
        return CorpusSource(path.name, path, found[1], found[0])
    ending = _ending(path)
    if ending == ".fr" and not moses_half(path).is_file():
        raise InputError(f"{path}: half a Moses pair; {moses_half(path)} is missing")
    return CorpusSource(path.name, path, (path,), _KINDS.get(ending, ending.split(".")[1].upper()))


def _ending(path: Path) -> str:
    name = path.name.lower()
    for ending in READERS:
        if name.endswith(ending):
            return ending
    if name.endswith(".en") and path.with_suffix(".fr").is_file():
        raise InputError(f"{path}: the English half of a Moses pair; name {path.with_suffix('.fr')} alone")
    raise InputError(f"{path}: not a corpus this reads; valid: {', '.join(READERS)}")


def _stem(path: Path) -> str:
    return spelled(path.name[: -len(_ending(path))] or path.name)


def _is_moses(path: Path) -> bool:
    return path.name.lower().endswith(".fr")


def _short_names(paths: Sequence[Path]) -> list[str]:
    """For each path as many of its last parts as tell it from the others."""
    whole = [path.resolve().parts for path in paths]
    names = []
    for parts in whole:
        length = 1
        while length < len(parts) and sum(other[-length:] == parts[-length:] for other in whole) > 1:
            length += 1
        names.append(spelled("/".join(parts[-length:])))
    return names


def _tsv(path: Path, stem: str) -> Iterator[SourcedUnit]:
    from pipeline.files.opening import open_binary
    from pipeline.formats.parquet_reading import language_columns
    from pipeline.formats.reading import LineReader

    places = {"source": 0, "target": 1, "document": 2}
    with open_binary(path) as stream:
        for number, line in enumerate(LineReader(stream, str(path))):
            cells = line.split("\t")
            if number == 0 and (sides := language_columns(cells)):
                places = {name.strip().lower(): place for place, name in reversed(list(enumerate(cells)))}
                places |= {"source": sides[0], "target": sides[1]}
                continue
            if not line.strip():
                continue
            if len(cells) <= max(places["source"], places["target"]):
                raise FormatError(
                    f"{path}: line {number + 1}: expected French TAB English, found {len(cells)} column(s)"
                )
            row = {name: cells[place] for name, place in places.items() if place < len(cells)}
            identifier = row.get("id", "")
            unit = Unit(
                identifier or unit_identifier(number),
                row["source"],
                row["target"],
                number,
                origin=_ORIGINS.get(row.get("origin", ""), Origin.HUMAN),
                score=_number(row.get("score", "")),
            )
            document = row.get("document") or _document_of(identifier)
            yield SourcedUnit(
                document or (stem if _PLAIN.fullmatch(identifier) else f"{stem}#{number // _BLOCK}"), unit
            )


def _tmx(path: Path, stem: str) -> Iterator[SourcedUnit]:
    from pipeline.formats.tmx_reading import TmxReader

    reader = TmxReader(path)
    for number, unit in enumerate(reader):
        if reader.is_own:
            yield SourcedUnit(_document_of(unit.id) or reader.name or stem, unit)
        else:
            yield SourcedUnit(f"{stem}#{number // _BLOCK}", unit)


def _jsonl(path: Path, stem: str) -> Iterator[SourcedUnit]:
    from pipeline.formats.jsonl import iterate_jsonl

    for bitext in iterate_jsonl(path):
        for unit in bitext.units:
            yield SourcedUnit(bitext.name or stem, unit)


def _moses(path: Path, stem: str) -> Iterator[SourcedUnit]:
    from pipeline.formats.moses import iterate_moses

    for number, unit in enumerate(iterate_moses(path, moses_half(path))):
        yield SourcedUnit(f"{stem}#{number // _BLOCK}", unit)


def _parquet(path: Path, stem: str) -> Iterator[SourcedUnit]:
    from pipeline.formats.parquet_reading import iterate_parquet

    for number, (document, unit) in enumerate(iterate_parquet(path)):
        yield SourcedUnit(document or f"{stem}#{number // _BLOCK}", unit)


def _document_of(identifier: str) -> str:
    match = _PREFIXED.fullmatch(identifier)
    return match[1] if match else ""


def _number(cell: str) -> float | None:
    try:
        number = float(cell) if cell else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None


_KINDS = {".fr": "Moses", ".parquet": "Parquet", ".jsonl": "results of bitexte"}
_ORIGINS = {origin.value: origin for origin in Origin}

READERS: dict[str, Callable[[Path, str], Iterator[SourcedUnit]]] = {
    ".tmx": _tmx,
    ".tmx.gz": _tmx,
    ".tsv": _tsv,
    ".tsv.gz": _tsv,
    ".tsv.zst": _tsv,
    ".jsonl": _jsonl,
    ".parquet": _parquet,
    ".fr": _moses,
}
"""Readers by the end of the file's name."""
