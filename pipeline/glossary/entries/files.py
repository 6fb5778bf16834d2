"""Glossary formats by the ending of the file's name; a new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pipeline.errors import GlossaryError, OptionError
from pipeline.files.writing import atomic_text
from pipeline.glossary.entries.entry import Entry
from pipeline.glossary.entries.reading import Problem, read_tsv
from pipeline.glossary.entries.separated import csv_text, read_csv, tsv_text
from pipeline.glossary.entries.termbase import read_tbx, tbx_text

READERS: dict[str, Callable[[Path], tuple[list[Entry], list[Problem]]]] = {
    ".tsv": read_tsv,
    ".csv": read_csv,
    ".tbx": read_tbx,
}

WRITERS: dict[str, Callable[[Iterable[Entry]], str]] = {
    "tsv": tsv_text,
    "csv": csv_text,
    "tbx": tbx_text,
    "tbx-2008": partial(tbx_text, dialect="2008"),
}


def read_glossary(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of a glossary file and the faults of its lines. Raises GlossaryError for an unknown ending."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise GlossaryError(f"{path}: unknown glossary format; the name must end in {', '.join(READERS)}")
    return reader(path)


def write_glossary(entries: Iterable[Entry], path: Path, format_name: str | None = None) -> None:
    """Write `entries` as `format_name`, by default the one that the name's ending says.

    Raises OptionError for an unknown format, OutputError where the file cannot be written.
    """
    name = format_name or path.suffix.lower().removeprefix(".")
    writer = WRITERS.get(name)
    if writer is None:
        raise OptionError(f"unknown glossary format {name!r}; valid are {', '.join(WRITERS)}")
    with atomic_text(path) as stream:
        stream.write(writer(entries))
