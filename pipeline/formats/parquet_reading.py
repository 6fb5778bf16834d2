"""Reads Parquet: bitexte's own files, and data sets with a column for either language."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.bitext import Origin, Unit, unit_identifier
from pipeline.errors import FormatError
from pipeline.files.limits import limits
from pipeline.files.opening import open_file
from pipeline.files.structure import library_faults
from pipeline.formats.columns import COMMON_NAMES, language_columns
from pipeline.formats.parquet import load_pyarrow

_BATCH = 5_000  # rows in memory
_NESTED = "translation"  # the name that Hugging Face data sets give to a struct of languages


def iterate_parquet(path: Path) -> Iterator[tuple[str | None, Unit]]:
    """The units of a file in order, each with the name of its document where a column `document` gives it.

    The sides are columns whose names say so (`language_columns`), or fields of a struct `translation`; `id`,
    `score` and `origin` are read where they are there, null sides are empty. Memory holds some
    thousand rows. Raises InputError, FormatError, or OptionError without pyarrow.
    """
    arrow, parquet = load_pyarrow(path)
    with open_file(path) as stream, library_faults(path, "Parquet"), parquet.ParquetFile(stream) as file:
        schema = file.schema_arrow
        sides = _sides(path, schema, arrow)
        known = [name for name in ("id", "document", "score", "origin") if name in schema.names]
        number = 0
        for batch in file.iter_batches(_BATCH, columns=[*dict.fromkeys(side[0] for side in sides), *known]):
            texts = [_texts(batch, side, path) for side in sides]
            extras = {name: batch.column(name).to_pylist() for name in known}
            for row in range(batch.num_rows):
                cells = {name: values[row] for name, values in extras.items()}
                document = cells.get("document")
                yield (None if document is None else str(document)), _unit(number, texts, row, cells)
                number += 1


def _sides(path: Path, schema: Any, arrow: Any) -> tuple[list[str], list[str]]:
    """The way to either side: a column, or the struct and a field of it."""
    found = language_columns(schema.names)
    if found is not None:
        return [schema.names[found[0]]], [schema.names[found[1]]]
    if _NESTED in schema.names and arrow.types.is_struct(kind := schema.field(_NESTED).type):
        names = [kind.field(place).name for place in range(kind.num_fields)]
        found = language_columns(names)
        if found is not None:
            return [_NESTED, names[found[0]]], [_NESTED, names[found[1]]]
    raise FormatError(
        f"{path}: no columns with French and English among {', '.join(schema.names) or 'none'}; "
        f"valid: {COMMON_NAMES}, or a struct {_NESTED} of such fields"
    )


def _texts(batch: Any, side: Sequence[str], path: Path) -> list[str]:
    column = batch.column(side[0])
    for name in side[1:]:
        column = column.field(name)
    texts = ["" if value is None else value for value in column.to_pylist()]
    if not all(isinstance(text, str) for text in texts):
        raise FormatError(f"{path}: column {'.'.join(side)} is {column.type}; valid: strings")
    for text in texts:
        limits().require("cell", len(text), path, "characters in a cell")
    return texts


def _unit(number: int, texts: Sequence[Sequence[str]], row: int, cells: Mapping[str, Any]) -> Unit:
    origin, score = cells.get("origin"), cells.get("score")
    return Unit(
        str(cells.get("id") or unit_identifier(number)),
        texts[0][row],
        texts[1][row],
        number,
        origin=Origin(origin) if origin in _ORIGINS else Origin.UNKNOWN,
        score=score if isinstance(score, float) and math.isfinite(score) else None,
    )


_ORIGINS = frozenset(origin.value for origin in Origin)
