"""Glossaries as Excel workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import GlossaryError, InputError
from pipeline.files.archives import require_harmless
from pipeline.files.limits import limits
from pipeline.files.opening import open_file
from pipeline.files.structure import library_faults
from pipeline.glossary.entries.entry import Entry
from pipeline.glossary.entries.reading import Problem
from pipeline.glossary.entries.separated import COLUMNS, written_targets
from pipeline.glossary.entries.table import read_table
from pipeline.text.characters import drop_xml_forbidden

_COLUMNS = 64  # that are looked at
_WIDTHS = (34, 34, 14, 10, 60)  # in characters


def read_xlsx(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of the first sheet that holds anything, and what is wrong with its rows; see `read_table`.

    Raises GlossaryError where the file cannot be read or no sheet holds a glossary.
    """
    import openpyxl

    try:
        with open_file(path) as stream:
            require_harmless(path, stream)
            with library_faults(path, "Excel"):
                book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
                for sheet in book.worksheets:
                    rows = list(_rows(path, sheet))
                    if sheet.sheet_state == "visible" and any(any(cells) for _, cells in rows):
                        return read_table(str(path), rows)
    except InputError as error:
        raise GlossaryError(str(error)) from error
    raise GlossaryError(f"{path}: no row; a glossary has a row for each term: source, target")


def xlsx_bytes(entries: Iterable[Entry]) -> bytes:
    """A workbook with bitexte's five columns; no cell is ever a formula. The same entries give the same table."""
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("glossary")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width

    def made(text: str, *, bold: bool = False) -> Any:
        one = WriteOnlyCell(sheet, drop_xml_forbidden(text)[0])
        one.data_type = "s"
        if bold:
            one.font = Font(bold=True)
        return one

    sheet.append([made(name, bold=True) for name in COLUMNS])
    for entry in entries:
        texts = (entry.source, written_targets(entry), entry.kind.value, entry.policy.value, entry.notes)
        sheet.append([made(text) for text in texts])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(path: Path, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    # A row or column far away makes openpyxl give all those before it, and a sheet may claim any size.
    sheet.reset_dimensions()
    last = limits().rows
    for number, row in enumerate(sheet.iter_rows(max_col=_COLUMNS, values_only=True), start=1):
        if number > last:
            limits().require("rows", number, path, "rows in a sheet")
        yield number, ["" if value is None else str(value) for value in row]
