"""Glossaries in text files: bitexte's own five columns, OmegaT's three, and whatever spreadsheets export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import FormatError, GlossaryError
from pipeline.formats.cells import cell
from pipeline.formats.delimited import separated_rows, tab_rows
from pipeline.glossary.entries.annotation import annotate
from pipeline.glossary.entries.entry import Entry, Kind, Policy
from pipeline.glossary.entries.reading import Problem, read_text
from pipeline.glossary.entries.table import read_table

COLUMNS = ("source", "target", "kind", "policy", "notes")


def read_tsv(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of a tab-separated file and what is wrong with its lines; see `read_table`.

    Raises GlossaryError where the file cannot be read, or heads columns that are not those of a glossary.
    """
    text, said = read_text(path)
    try:
        entries, problems = read_table(str(path), tab_rows(_lines(text), str(path)))
    except FormatError as error:
        raise GlossaryError(str(error)) from error
    return entries, said + problems


def read_csv(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of a file with commas or semicolons; as `read_tsv`."""
    text, said = read_text(path)
    try:
        entries, problems = read_table(str(path), separated_rows(_lines(text), str(path)))
    except FormatError as error:
        raise GlossaryError(str(error)) from error
    return entries, said + problems


def _lines(text: str) -> Iterator[str]:
    return (line.removesuffix("\r") for line in text.removesuffix("\n").split("\n"))


def csv_text(entries: Iterable[Entry]) -> str:
    """OmegaT's three columns without a header, quoted where needed; kind and policy stand in the comment."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    for entry in entries:
        writer.writerow(map(cell, (entry.source, written_targets(entry), annotate(entry))))
    return buffer.getvalue()


def tsv_text(entries: Iterable[Entry]) -> str:
    """bitexte's own five columns with their header."""
    lines = ["\t".join(COLUMNS)]
    for entry in entries:
        notes = " ".join(entry.notes.split())
        row = (cell(entry.source), cell(written_targets(entry)), entry.kind.value, entry.policy.value, cell(notes))
        lines.append("\t".join(row))
    return "\n".join(lines) + "\n"


def omegat_text(entries: Iterable[Entry]) -> str:
    """OmegaT's tab-separated columns (source, target, comment) without a header: a row for each accepted form.

    Forbidden forms are left out: OmegaT would offer them. Kind and policy stand in the comment where they are not
    `term` and `must`.
    """
    lines = []
    for entry in entries:
        if entry.policy is Policy.FORBID:
            continue
        plain = entry.kind is Kind.TERM and entry.policy is Policy.MUST
        notes = " ".join((entry.notes if plain else annotate(entry)).split())
        lines += ["\t".join((cell(entry.source), cell(target), cell(notes))).rstrip() for target in entry.targets]
    return "".join(f"{line}\n" for line in lines)


def written_targets(entry: Entry) -> str:
    """The cell of an entry's targets."""
    return "" if entry.policy is Policy.KEEP else "|".join(entry.targets)
