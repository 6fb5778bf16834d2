"""Tables of sentence pairs as others write them: TSV and CSV, with or without a header, crawls with scores and URLs.

What a table's columns are is read from its header or seen from its first rows; what is not understood is refused.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from pipeline.bitext import Origin, Unit
from pipeline.errors import FormatError
from pipeline.files.opening import open_binary
from pipeline.formats.columns import COMMON_NAMES, TEXT, language_columns, of_other_languages, side_of, words_of
from pipeline.formats.delimited import Row, separated_rows, tab_rows
from pipeline.formats.reading import LineReader
from pipeline.text.language import detect
from pipeline.text.language_codes import language_of

EXTRA_CELLS = "cells beyond the document's name, not read"
_SAMPLE = 200  # rows from which columns are told
_URL = re.compile(r"(?:https?|ftp|file)://\S+|www\.\S+", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?(?:inf|nan)", re.IGNORECASE)
_NUMBERED = re.compile(r"[A-Za-z]+_?\d")  # `sentence1`
_SURE = 0.5  # confidence from which a column is taken to be in a language
_DOCUMENT = frozenset(("document", "doc", "doc id", "document id", "docid"))
_ADDRESS = frozenset(("url", "src url", "source url", "url source", "fr url", "url fr", "src doc", "document url"))
_ORIGINS = {origin.value: origin for origin in Origin}
_OWN = frozenset({"id", "score", "origin", "flags"})


@dataclass(frozen=True)
class Layout:
    """Which cells hold what. width: cells of a row, None where there may be more. headed: whether a header says so."""

    source: int
    target: int
    fields: dict[str, int] = field(default_factory=dict)
    width: int | None = None
    headed: bool = False


def iterate_table(path: Path, counts: Counter[str]) -> Iterator[tuple[str | None, Unit]]:
    """The units of a `.tsv` or `.csv` file, also compressed, each with its document's name where one is given.

    With a header: its names, in common words. Without: French, English and, if there, the document; or columns of
    numbers, addresses and codes with exactly two of text among them. Units have origin `unknown` unless a column
    `origin` says otherwise, and no id but that of a column `id`. counts gains what was not read, by kind. Memory holds
    some hundred rows. Raises InputError, or FormatError with the line for a row that does not fit, or columns that are
    not understood.
    """
    with open_binary(path) as stream:
        lines = LineReader(stream, str(path))
        rows = (separated_rows if ".csv" in path.suffixes or path.suffix.lower() == ".csv" else tab_rows)(
            lines, str(path)
        )
        filled = ((number, cells) for number, cells in rows if any(cell.strip() for cell in cells))
        sample = list(islice(filled, _SAMPLE))
        if not sample:
            return
        layout = _headed(path, *sample[0])
        if layout is None:
            layout = _seen(path, sample)
        else:
            del sample[0]
        for index, (number, cells) in enumerate(chain(sample, filled)):
            yield _unit(path, layout, index, number, cells, counts)


def _headed(path: Path, number: int, cells: Sequence[str]) -> Layout | None:
    """What a first row heads; None where it is a pair itself. Raises FormatError for a header without both sides."""
    sides = language_columns(cells)
    words = [" ".join(words_of(cell)) for cell in cells]
    if sides is None or (min(sides) > 1 and not any(_is_field(word) or side_of(word) for word in words[:2])):
        others = of_other_languages(cells)
        numbered = [cell for cell in cells if _NUMBERED.fullmatch(cell.strip()) and side_of(cell) == TEXT]
        if sides is None and (others or len(_OWN.intersection(words)) > 1 or len(numbered) > 1):
            raise FormatError(
                f"{path}: line {number}: the columns {', '.join(cells)} do not name French and English; "
                f"names that do: {COMMON_NAMES}"
            )
        return None
    fields: dict[str, int] = {}
    for place, word in enumerate(words):
        if place not in sides and (name := _is_field(word)):
            fields.setdefault(name, place)
    return Layout(*sides, fields, len(cells), headed=True)


def _is_field(word: str) -> str:
    """What a column holds beside the sides, by its name."""
    if word in _DOCUMENT:
        return "document"
    if word in _ADDRESS:
        return "address"
    if word == "score" or word.endswith(" score"):
        return "score"
    return word if word in ("id", "origin") else ""


def _seen(path: Path, sample: Sequence[Row]) -> Layout:
    """The layout of a table without a header. Raises FormatError where it cannot be told."""
    first, cells = sample[0]
    width = len(cells)
    if width < 2:
        raise FormatError(f"{path}: line {first}: expected French TAB English, found 1 column")
    kinds = [_kind([row[place] for _, row in sample if place < len(row)]) for place in range(width)]
    if width == 2 or (width == 3 and kinds[:2] == ["text", "text"] and kinds[2] != "score"):
        return Layout(0, 1, {"document": 2})
    texts = [place for place, kind in enumerate(kinds) if kind == "text"]
    if len(texts) != 2 or any(len(row) != width for _, row in sample):
        raise FormatError(
            f"{path}: line {first}: {width} columns without a header, {len(texts)} of them of text; name them in a "
            f"first line: {COMMON_NAMES}"
        )
    left, right = texts
    guesses = [detect(" ".join(row[place] for _, row in sample)) for place in texts]
    codes = [language_of(cells[place]) for place in range(width) if kinds[place] == "code"]
    turned = [guess.code for guess in guesses] == ["en", "fr"] and min(guess.confidence for guess in guesses) > _SURE
    if turned or (codes[:2] == ["en", "fr"]):
        left, right = right, left
    fields = {}
    for name, kind in (("score", "score"), ("document", "address")):
        if kind in kinds:
            fields[name] = kinds.index(kind)
    return Layout(left, right, fields, width)


def _kind(cells: Sequence[str]) -> str:
    """What a column without a name holds: `score`, `number`, `address`, `code` (of a language) or `text`."""
    said = [cell.strip() for cell in cells if cell.strip()]
    if not said:
        return "number"  # whatever it is, it is no side
    if all(map(_NUMBER.fullmatch, said)):
        return "score" if any("." in cell or "e" in cell.lower() for cell in said) else "number"
    if all(map(_URL.fullmatch, said)):
        return "address"
    return "code" if len(set(said)) == 1 and len(said[0]) <= 8 and language_of(said[0]) else "text"


def _unit(
    path: Path, layout: Layout, index: int, number: int, cells: Sequence[str], counts: Counter[str]
) -> tuple[str | None, Unit]:
    needed = max(layout.source, layout.target) + 1
    if len(cells) < needed:
        raise FormatError(f"{path}: line {number}: expected French TAB English, found {len(cells)} column(s)")
    if layout.width is not None and len(cells) > layout.width and any(cells[layout.width :]):
        what = "the header names" if layout.headed else "the first row has"
        raise FormatError(f"{path}: line {number}: {len(cells)} cells, where {what} {layout.width}")
    if layout.width is None and len(cells) > 3:
        counts[EXTRA_CELLS] += 1
    row = {name: cells[place].strip() for name, place in layout.fields.items() if place < len(cells)}
    unit = Unit(
        row.get("id", ""),
        cells[layout.source],
        cells[layout.target],
        index,
        origin=_ORIGINS.get(row.get("origin", ""), Origin.UNKNOWN),
        score=parse_score(row.get("score", "")),
    )
    return row.get("document") or row.get("address") or None, unit


def parse_score(text: str) -> float | None:
    """A finite number, or None."""
    try:
        score = float(text) if text else None
    except ValueError:
        return None
    return score if score is not None and math.isfinite(score) else None
