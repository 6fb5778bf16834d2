"""Parquet, the columns that data sets are shared in; through pyarrow, which the extra `bitexte[parquet]` brings."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from pipeline.bitext import Bitext
from pipeline.files.extras import extra
from pipeline.files.writing import atomic_bytes, output_error
from pipeline.formats.moses import dropped_codes
from pipeline.formats.numbering import with_prefixes
from pipeline.text.characters import replace_surrogates

_GROUP = 10_000  # rows of a row group: what memory holds


class Row(NamedTuple):
    """A unit as a row; the fields are the columns. score: as `Unit.score`, null where none was measured."""

    id: str
    document: str
    fr: str
    en: str
    score: float | None
    origin: str


@dataclass(frozen=True, slots=True)
class ParquetWriter:
    """`<stem>.parquet`, or shards `<stem>-00000.parquet` and so on of `shard_rows` rows each.

    Columns: the fields of `Row`; zstd. Equal bitexts give equal bytes under one version of pyarrow.
    Memory holds a row group. Counts: `surrogate`.
    """

    shard_rows: int = 100_000
    name: str = "parquet"
    suffixes: tuple[str, ...] = (".parquet",)

    def require(self) -> None:
        """Raises OptionError where pyarrow is not installed."""
        load_pyarrow("--formats parquet")

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError, or OptionError without pyarrow."""
        counts: Counter[str] = Counter()
        (path,) = paths
        _write(path, _rows(bitexts, counts))
        return +counts

    def write_shards(self, bitexts: Iterable[Bitext], folder: Path, stem: str) -> tuple[tuple[Path, ...], Counter[str]]:
        """Writes one shard or more into `folder`; returns them in order, and the counts.

        They take their names together, when the last is complete; shards of an earlier corpus of that
        stem go. Raises OutputError, or OptionError without pyarrow.
        """
        counts: Counter[str] = Counter()
        rows = _rows(bitexts, counts)
        spool = folder / f".{stem}.parquet.part"
        shutil.rmtree(spool, ignore_errors=True)
        names: list[str] = []
        try:
            first = next(rows, None)
            while first is not None or not names:
                names.append(f"{stem}-{len(names):05d}.parquet")
                head = () if first is None else (first,)
                _write(spool / names[-1], chain(head, islice(rows, self.shard_rows - 1)))
                first = next(rows, None)
            try:
                for name in names:
                    (spool / name).replace(folder / name)
                for old in shards_of(folder, stem):
                    if old.name not in names:
                        old.unlink()
            except OSError as error:
                raise output_error(folder, error) from error
        finally:
            shutil.rmtree(spool, ignore_errors=True)
        return tuple(folder / name for name in names), +counts


def shards_of(folder: Path, stem: str) -> list[Path]:
    """The shards of that stem in a folder, in order; none where there is no folder."""
    if not folder.is_dir():
        return []
    name = re.compile(re.escape(stem) + r"-\d{5,}\.parquet")
    return sorted(path for path in folder.iterdir() if name.fullmatch(path.name))


def load_pyarrow(what: object) -> tuple[ModuleType, ModuleType]:
    """`pyarrow` and `pyarrow.parquet`. Raises OptionError, beginning with `what`, where they are not installed."""
    with extra("parquet", f"{what}: Parquet"):
        import pyarrow
        import pyarrow.parquet
    return pyarrow, pyarrow.parquet


def _rows(bitexts: Iterable[Bitext], counts: Counter[str]) -> Iterator[Row]:
    for prefix, bitext in with_prefixes(bitexts):
        for unit in bitext.units:
            counts["codes"] += dropped_codes(unit)
            texts = (prefix + unit.id, bitext.name, unit.source, unit.target)
            identifier, document, source, target = (_clean(text, counts) for text in texts)
            yield Row(identifier, document, source, target, unit.score, unit.origin.value)


def _clean(text: str, counts: Counter[str]) -> str:
    text, changed = replace_surrogates(text)
    counts["surrogate"] += changed
    return text


def _write(path: Path, rows: Iterator[Row]) -> None:
    arrow, parquet = load_pyarrow(path)
    text = arrow.string()
    schema = arrow.schema(
        [(name, arrow.float64() if name == "score" else text) for name in Row._fields],
    )
    with (
        atomic_bytes(path) as stream,
        parquet.ParquetWriter(
            stream, schema, compression="zstd", use_dictionary=["document", "origin"], write_statistics=False
        ) as writer,
    ):
        while group := list(islice(rows, _GROUP)):
            columns = [
                arrow.array(column, field.type) for column, field in zip(zip(*group, strict=True), schema, strict=True)
            ]
            writer.write_table(arrow.table(columns, schema=schema))
