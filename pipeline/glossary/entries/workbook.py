"""Glossaries as Excel workbooks."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.errors import GlossaryError, InputError
from pipeline.files.extras import extra
from pipeline.files.sheets import opened_workbook, sheet_rows
from pipeline.glossary.entries.entry import Entry
from pipeline.glossary.entries.reading import Problem
from pipeline.glossary.entries.separated import COLUMNS, written_targets
from pipeline.glossary.entries.table import read_table
from pipeline.text.characters import drop_xml_forbidden

_WIDTHS = (34, 34, 14, 10, 60)  # in characters


def read_xlsx(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of the first sheet that holds anything, and what is wrong with its rows; see `read_table`.

    Raises GlossaryError where the file cannot be read or no sheet holds a glossary.
    """
    try:
        with opened_workbook(path) as book:
            for sheet in book.worksheets:
                rows = list(enumerate(sheet_rows(path, sheet), start=1))
                if sheet.sheet_state == "visible" and any(any(cells) for _, cells in rows):
                    return read_table(str(path), rows)
    except InputError as error:
        raise GlossaryError(str(error)) from error
    raise GlossaryError(f"{path}: no row; a glossary has a row for each term: source, target")


def xlsx_bytes(entries: Iterable[Entry]) -> bytes:
    """A workbook with bitexte's five columns; no cell is ever a formula. The same entries give the same table."""
    with extra("office", "an Excel glossary"):
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
