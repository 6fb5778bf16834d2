"""Glossaries as comma-separated values: OmegaT's three columns (source, target, comment), or bitexte's five."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from pipeline.errors import GlossaryError
from pipeline.formats.cells import cell
from pipeline.glossary.entries.annotation import annotate, read_annotation
from pipeline.glossary.entries.entry import Entry, Policy
from pipeline.glossary.entries.reading import COLUMNS, REQUIRED, Problem, make_entry, read_text


def read_csv(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of a UTF-8 CSV file and what is wrong with its rows.

    A first row that names `source`, `target`, `kind` and `policy` gives bitexte's columns; else every
    row is OmegaT's source, target and, if there, comment, in which `kind=…` and `policy=…` are read.
    Raises GlossaryError where the file cannot be read.
    """
    name = str(path)
    entries: list[Entry] = []
    problems: list[Problem] = []
    columns: dict[str, int] | None = None
    reader = csv.reader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        for row in reader:
            cells = [unicodedata.normalize("NFC", cell.strip()) for cell in row]
            if not any(cells) or cells[0].startswith("#"):
                continue
            if columns is None and not entries and not problems and {*REQUIRED} <= {cell.lower() for cell in cells}:
                columns = {cell.lower(): index for index, cell in enumerate(cells)}
                continue
            found, faults = _entry(name, reader.line_num, cells, columns)
            problems += [Problem(name, reader.line_num, "error", code, message) for code, message in faults]
            if found is not None:
                entries.append(found)
    except (csv.Error, ValueError) as error:
        raise GlossaryError(f"{name}:{reader.line_num}: not comma-separated values: {error}") from error
    return entries, problems


def csv_text(entries: Iterable[Entry]) -> str:
    """OmegaT's three columns without a header, quoted where needed; kind and policy stand in the comment."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    for entry in entries:
        writer.writerow(map(cell, (entry.source, _targets(entry), annotate(entry))))
    return buffer.getvalue()


def tsv_text(entries: Iterable[Entry]) -> str:
    """bitexte's own five columns with their header."""
    lines = ["\t".join(COLUMNS)]
    for entry in entries:
        notes = " ".join(entry.notes.split())
        row = (cell(entry.source), cell(_targets(entry)), entry.kind.value, entry.policy.value, cell(notes))
        lines.append("\t".join(row))
    return "\n".join(lines) + "\n"


def _targets(entry: Entry) -> str:
    return "" if entry.policy is Policy.KEEP else "|".join(entry.targets)


def _entry(
    name: str, line: int, cells: list[str], columns: dict[str, int] | None
) -> tuple[Entry | None, list[tuple[str, str]]]:
    if columns is None:
        if len(cells) < 2:
            return None, [("missing-cells", "1 cell where at least 2 are needed: source, target")]
        kind, policy, notes = read_annotation(cells[2] if len(cells) > 2 else "")
        return make_entry(cells[0], cells[1], kind, policy, notes, file=name, line=line)
    needed = max(columns[column] for column in REQUIRED)
    if len(cells) <= needed:
        return None, [("missing-cells", f"{len(cells)} cells where at least {needed + 1} are needed")]
    row = {column: cells[index] if index < len(cells) else "" for column, index in columns.items()}
    kind, policy = row["kind"].lower(), row["policy"].lower()
    return make_entry(row["source"], row["target"], kind, policy, row.get("notes", ""), file=name, line=line)
