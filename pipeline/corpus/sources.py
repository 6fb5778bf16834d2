"""Where units come from: TMX, TSV, JSONL, Moses and Parquet files, or folders of them, read one unit at a time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from pipeline.bitext import Origin, Unit
from pipeline.corpus.pair import SentencePair
from pipeline.errors import InputError
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
    where that is known. left_out: what the last reading left out, by reason, once it has ended.
    """

    name: str
    path: Path
    files: tuple[Path, ...]
    kind: str
    note: str = ""
    left_out: Counter[str] = field(default_factory=Counter, compare=False, repr=False)

    def entries(self) -> Iterator[SourcedUnit]:
        """All units in order. Raises InputError or FormatError; also where there is none."""
        empty = True
        self.left_out.clear()
        for file in self.files:
            for entry in read_entries(file, self.left_out):
                empty = False
                yield entry
        if empty:
            from pipeline.formats.tmx_reading import said_left_out

            why = f": {said_left_out(self.left_out)}" if self.left_out else ""
            raise InputError(f"{self.path}: holds no pair{why}")

    def state(self) -> list[list[object]]:
        """Name, size and time of change (nanoseconds) of every file: equal where nothing has changed."""
        files = [each for file in self.files for each in _belonging(file)]
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


def read_entries(path: Path, left_out: Counter[str] | None = None) -> Iterator[SourcedUnit]:
    """The units of one file, in order, in constant memory.

    `x.tmx` (also gzipped), `x.tsv` and `x.csv` (also `.gz` and `.zst`; see `iterate_table`), `x.jsonl` of
    bitexte or of pairs, `x.parquet`, or `x.fr` beside `x.en`. Where nothing names a document, a hundred pairs in a
    row count as one. left_out gains what was not taken, by reason. Raises InputError or FormatError.
    """
    return READERS[_ending(path)](path, _stem(path), Counter() if left_out is None else left_out)


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


def scores_of(path: Path) -> tuple[Path, Path]:
    """Where the scores of a Moses pair may lie, a line each: `x.scores`, `x.score` beside `x.fr`."""
    return path.with_suffix(".scores"), path.with_suffix(".score")


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


def _belonging(path: Path) -> tuple[Path, ...]:
    """The file and those that are read with it."""
    if not path.name.lower().endswith(".fr"):
        return (path,)
    return path, moses_half(path), *(file for file in scores_of(path) if file.is_file())


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


def _table(path: Path, stem: str, left_out: Counter[str]) -> Iterator[SourcedUnit]:
    from pipeline.formats.pair_tables import iterate_table

    for document, unit in iterate_table(path, left_out):
        named = document or _document_of(unit.id) or (stem if _PLAIN.fullmatch(unit.id) else "")
        yield SourcedUnit(named or f"{stem}#{unit.paragraph // _BLOCK}", unit)


def _tmx(path: Path, stem: str, left_out: Counter[str]) -> Iterator[SourcedUnit]:
    from pipeline.formats.tmx_reading import TmxReader

    reader = TmxReader(path)
    for number, unit in enumerate(reader):
        if reader.is_own:
            yield SourcedUnit(_document_of(unit.id) or reader.name or stem, unit)
        else:
            yield SourcedUnit(f"{stem}#{number // _BLOCK}", unit)
    left_out.update(reader.skipped)


def _jsonl(path: Path, stem: str, _left_out: Counter[str]) -> Iterator[SourcedUnit]:
    from pipeline.formats.jsonl import iterate_jsonl
    from pipeline.formats.pair_records import holds_pairs, iterate_records

    if holds_pairs(path):
        yield from _numbered(iterate_records(path), stem)
        return
    for bitext in iterate_jsonl(path):
        for unit in bitext.units:
            yield SourcedUnit(bitext.name or stem, unit)


def _moses(path: Path, stem: str, _left_out: Counter[str]) -> Iterator[SourcedUnit]:
    from pipeline.formats.moses import iterate_moses

    scores = next((file for file in scores_of(path) if file.is_file()), None)
    yield from _numbered(((None, unit) for unit in iterate_moses(path, moses_half(path), scores)), stem)


def _parquet(path: Path, stem: str, _left_out: Counter[str]) -> Iterator[SourcedUnit]:
    from pipeline.formats.parquet_reading import iterate_parquet

    yield from _numbered(iterate_parquet(path), stem)


def _numbered(units: Iterable[tuple[str | None, Unit]], stem: str) -> Iterator[SourcedUnit]:
    """The units with their documents; a hundred in a row without a name count as one."""
    for number, (document, unit) in enumerate(units):
        yield SourcedUnit(document or f"{stem}#{number // _BLOCK}", unit)


def _document_of(identifier: str) -> str:
    match = _PREFIXED.fullmatch(identifier)
    return match[1] if match else ""


_KINDS = {".fr": "Moses", ".parquet": "Parquet", ".jsonl": "results of bitexte"}

READERS: dict[str, Callable[[Path, str, Counter[str]], Iterator[SourcedUnit]]] = {
    ".tmx": _tmx,
    ".tmx.gz": _tmx,
    **{kind + packed: _table for kind in (".tsv", ".csv") for packed in ("", ".gz", ".zst")},
    ".jsonl": _jsonl,
    ".parquet": _parquet,
    ".fr": _moses,
}
"""Readers by the end of the file's name."""
