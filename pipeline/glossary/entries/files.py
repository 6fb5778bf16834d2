"""Glossary formats by the ending of the file's name; a new one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pipeline.errors import GlossaryError, OptionError
from pipeline.files.writing import atomic_bytes
from pipeline.glossary.entries.catalogue import read_po
from pipeline.glossary.entries.entry import Entry
from pipeline.glossary.entries.reading import Problem
from pipeline.glossary.entries.separated import csv_text, omegat_text, read_csv, read_tsv, tsv_text
from pipeline.glossary.entries.termbase import read_tbx, tbx_text
from pipeline.glossary.entries.workbook import read_xlsx, xlsx_bytes

READERS: dict[str, Callable[[Path], tuple[list[Entry], list[Problem]]]] = {
    ".tsv": read_tsv,
    ".csv": read_csv,
    ".tbx": read_tbx,
    ".xlsx": read_xlsx,
    ".po": read_po,
    **dict.fromkeys((".txt", ".tab", ".utf8"), read_tsv),
}

OVERRIDES = (".tsv", ".csv", ".tbx", ".xlsx")
"""Endings of glossaries that count where they lie beside a document; a `.txt` there may be a document itself."""

WRITERS: dict[str, Callable[[Iterable[Entry]], str | bytes]] = {
    "tsv": tsv_text,
    "csv": csv_text,
    "tbx": tbx_text,
    "tbx-2008": partial(tbx_text, dialect="2008"),
    "xlsx": xlsx_bytes,
    "omegat": omegat_text,
}
_NAMES = dict.fromkeys(("txt", "tab", "utf8"), "omegat")  # endings that are no format's name


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
    ending = path.suffix.lower().removeprefix(".")
    name = format_name or _NAMES.get(ending, ending)
    writer = WRITERS.get(name)
    if writer is None:
        raise OptionError(f"unknown glossary format {name!r}; valid are {', '.join(WRITERS)}")
    made = writer(entries)
    with atomic_bytes(path) as stream:
        stream.write(made if isinstance(made, bytes) else made.encode("utf-8"))
