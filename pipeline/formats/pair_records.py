"""JSON Lines of sentence pairs, as Hugging Face data sets have them: `{"translation": {"fr": …, "en": …}}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.bitext import Origin, Unit, unit_identifier
from pipeline.errors import FormatError
from pipeline.files.limits import limits
from pipeline.files.opening import open_file
from pipeline.files.structure import parse_json
from pipeline.formats.columns import COMMON_NAMES, language_columns
from pipeline.formats.pair_tables import parse_score
from pipeline.formats.reading import LineReader

_NESTED = "translation"
_ORIGINS = {origin.value: origin for origin in Origin}


def holds_pairs(path: Path) -> bool:
    """Whether a JSON Lines file holds pairs, and no records of bitexte. Raises InputError."""
    with open_file(path) as stream:
        for line in LineReader(stream, str(path), limit="whole"):
            if line.strip():
                try:
                    record = parse_json(line)
                except ValueError:
                    return False
                return isinstance(record, Mapping) and "type" not in record
    return False


def iterate_records(path: Path) -> Iterator[tuple[str | None, Unit]]:
    """The units of a file in order, each with its document's name where a field `document` gives one.

    The sides are fields called as columns of tables are, in the record or in its field `translation`; `score` and
    `origin` are read where they are there. Memory holds one record. Raises InputError, or FormatError with the line.
    """
    index = 0
    with open_file(path) as stream:
        for number, line in enumerate(LineReader(stream, str(path)), start=1):
            if not line.strip():
                continue
            try:
                record = parse_json(line)
            except ValueError as error:
                raise FormatError(f"{path}: line {number}: not JSON: {error}") from error
            yield _unit(path, number, index, record)
            index += 1


def _unit(path: Path, number: int, index: int, record: Any) -> tuple[str | None, Unit]:
    texts = record.get(_NESTED, record) if isinstance(record, Mapping) else None
    names = [str(name) for name in texts] if isinstance(texts, Mapping) else []
    sides = language_columns(names)
    if sides is None or not isinstance(texts, Mapping):
        fields = ", ".join(names) or type(record).__name__
        raise FormatError(f"{path}: line {number}: no French and English among {fields}; names that do: {COMMON_NAMES}")
    source, target = ("" if (text := texts[names[side]]) is None else text for side in sides)
    for text in (source, target):
        if not isinstance(text, str):
            raise FormatError(f"{path}: line {number}: {text!r} is no text")
        limits().require("cell", len(text), f"{path}: line {number}", "characters in a cell")
    document = record.get("document")
    unit = Unit(
        str(record.get("id") or unit_identifier(index)),
        source,
        target,
        index,
        origin=_ORIGINS.get(str(record.get("origin", "")), Origin.UNKNOWN),
        score=parse_score(str(record.get("score", ""))),
    )
    return (None if document is None else str(document)), unit
