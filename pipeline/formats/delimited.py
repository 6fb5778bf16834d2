"""Rows of tables in text files: separators, and quotes as pandas and Excel write them.

Tab-separated files come with two conventions that contradict each other: in one a quote is a sign like any other, in
the other a cell may stand in quotes, with its own quotes doubled. Which one a file follows is seen from its beginning.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TypeAlias

from pipeline.errors import FormatError
from pipeline.files.limits import limits

Row: TypeAlias = "tuple[int, list[str]]"
"""The number of its first line, 1-based, and its cells."""

_SAMPLE = 1_000  # lines from which the convention is seen
_SAMPLE_CHARACTERS = 1 << 20
_MOST_LINES = 200  # of one quoted cell
_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')
_SEPARATORS = (",", ";", "\t")
_DECLARED = re.compile(r'"?sep=(.)"?', re.IGNORECASE)  # what Excel understands in a first line


def tab_rows(lines: Iterable[str], label: str) -> Iterator[Row]:
    """The rows of a tab-separated table; blank lines are rows of one empty cell.

    Quotes are signs like any other unless the first lines show that cells are quoted: every quote in them fits that
    reading, and one has doubled quotes, a tab or a line break inside, or all cells of two rows or more are quoted, or
    quotes stand exactly around the cells with a comma, which is Excel's habit. Raises FormatError for a quote that is
    never closed, or closed in the middle of a cell, in a table that quotes.
    """
    iterator = iter(lines)
    sample: list[str] = []
    size = 0
    for line in islice(iterator, _SAMPLE):
        sample.append(line)
        size += len(line)
        if size > _SAMPLE_CHARACTERS:
            break
    rest = chain(sample, iterator)
    if _quotes(sample, whole=len(sample) < _SAMPLE and size <= _SAMPLE_CHARACTERS):
        yield from _quoted_rows(rest, label)
    else:
        for number, line in enumerate(rest, start=1):
            yield number, line.split("\t")


def _quotes(sample: Sequence[str], *, whole: bool) -> bool:
    """Whether the table that begins with these lines quotes its cells."""
    if not any('"' in line for line in sample):
        return False
    rows: list[list[tuple[str, bool]]] = []
    place, text = 0, "\n".join(sample)
    row: list[tuple[str, bool]] = []
    while place <= len(text):
        found = _QUOTED.match(text, place) if text.startswith('"', place) else None
        if found is not None:
            cell, quoted, place = found[1], True, found.end()
        else:
            end = min((at for at in (text.find("\t", place), text.find("\n", place)) if at >= 0), default=len(text))
            cell, quoted, place = text[place:end], False, end
            if '"' in cell and (whole or end < len(text)):  # only the last cell of a sample may be cut off
                return False
        row.append((cell, quoted))
        if place >= len(text) or text[place] == "\n":
            rows.append(row)
            row = []
        place += 1
    rows = [row for row in rows if row != [("", False)]]
    return _shown(rows, sample)


def _shown(rows: Sequence[Sequence[tuple[str, bool]]], sample: Sequence[str]) -> bool:
    """Whether cells, each with whether quotes stand around it, show that the quotes are no part of them."""
    quoted = [cell for row in rows for cell, is_quoted in row if is_quoted]
    bare = [cell for row in rows for cell, is_quoted in row if not is_quoted]
    if any("\t" in cell or "\n" in cell for cell in quoted):
        # Such a cell is one only if the rows come out even by it.
        widths = {len(row) for row in rows}
        return len(widths) == 1 or {line.count("\t") + 1 for line in sample if line} > widths
    if any('""' in cell for cell in quoted):
        return True
    if len(rows) > 1 and quoted and not any(bare):
        return True
    return len(quoted) > 1 and all("," in cell for cell in quoted) and not any("," in cell for cell in bare)


def _quoted_rows(lines: Iterable[str], label: str) -> Iterator[Row]:
    iterator = iter(lines)
    number = 0
    for line in iterator:
        number += 1
        first = number
        if '"' not in line:
            yield first, line.split("\t")
            continue
        cells: list[str] = []
        place = 0
        while True:
            if line.startswith('"', place):
                while (found := _QUOTED.match(line, place)) is None:
                    more = next(iterator, None) if _is_open(line, place) and number - first < _MOST_LINES else None
                    if more is None:
                        raise FormatError(f"{label}: line {first}: a quoted cell does not end where it should")
                    number += 1
                    line = f"{line}\n{more}"  # noqa: PLW2901 - the cell goes on in the next line
                    limits().require("record", len(line), f"{label}: line {first}", "characters in a row")
                cells.append(found[1].replace('""', '"'))
                place = found.end()
            else:
                end = line.find("\t", place)
                end = len(line) if end < 0 else end
                cells.append(line[place:end])
                place = end
            if place >= len(line):
                break
            place += 1
        yield first, cells


def _is_open(line: str, place: int) -> bool:
    """Whether the quoted cell that begins at `place` is still open at the end."""
    return line.count('"', place) % 2 == 1


def separated_rows(lines: Iterable[str], label: str) -> Iterator[Row]:
    """The rows of a table with commas, semicolons (as French Excel writes them) or tabs, whichever part it evenly.

    A first line `sep=;` decides. Raises FormatError for quotes that do not fit.
    """
    iterator = iter(lines)
    sample = list(islice(iterator, _SAMPLE))
    declared = _DECLARED.fullmatch(sample[0].strip()) if sample else None
    separator = declared[1] if declared else _separator(sample, whole=len(sample) < _SAMPLE)
    ended = (f"{line}\n" for line in chain(sample, iterator))
    reader = csv.reader(ended, delimiter=separator, strict=True)
    first = 1
    try:
        for row in reader:
            if not (declared and first == 1):
                yield first, row
            first = reader.line_num + 1
    except (csv.Error, ValueError) as error:
        raise FormatError(f"{label}: line {first}: not comma-separated values: {error}") from error


def _separator(sample: Sequence[str], *, whole: bool) -> str:
    """The separator under which most of the first rows have two cells or more; of equals, the most even one."""
    best, found = (0.0, 0.0), ","
    for separator in _SEPARATORS:
        reader = csv.reader([f"{line}\n" for line in sample], delimiter=separator, strict=True)
        rows: list[list[str]] = []
        try:
            rows.extend(row for row in reader if any(row))
        except (csv.Error, ValueError):
            if whole:
                continue
        parted = sum(len(row) > 1 for row in rows)
        if parted:
            widths = [len(row) for row in rows]
            even = max(widths.count(width) for width in set(widths) if width > 1)
            score = (parted / len(rows), even / len(rows))
            if score > best:
                best, found = score, separator
    return found
