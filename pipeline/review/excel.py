"""The table of a review as an Excel file; the traces of its rows stand in a sheet that Excel does not show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pipeline.bitext import Bitext
from pipeline.errors import OutputError
from pipeline.files.sheets import opened_workbook, sheet_rows
from pipeline.files.writing import atomic_bytes
from pipeline.review.patch import Patch
from pipeline.review.tables import COLUMNS, WIDTHS, is_header, lines, need, read_table

_ROWS, _CELL = 1_048_576, 32_767
_TRACES = "bitexte"
_SEARCHED = 20  # rows of a sheet in which its header may stand


class ExcelWriter:
    """`<stem>.review.xlsx`: a sheet with a fixed header row; no text is ever a formula. Counts: `xml-forbidden`."""

    name = "xlsx"
    suffixes: tuple[str, ...] = (".review.xlsx",)

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError, also for more segments than a sheet has rows, and BitexteError
        where openpyxl is missing.
        """
        openpyxl = need("openpyxl")
        from openpyxl.worksheet.datavalidation import DataValidation

        counts: Counter[str] = Counter()
        (path,) = paths
        with _closed(openpyxl.Workbook(write_only=True)) as book:
            sheet, hidden = book.create_sheet("review"), book.create_sheet(_TRACES)
            hidden.sheet_state = "veryHidden"
            for letter, width in zip("ABCDEF", WIDTHS, strict=True):
                sheet.column_dimensions[letter].width = width
            sheet.freeze_panes = "A2"
            states = DataValidation(type="list", formula1='"draft,edited,approved"', allow_blank=True)
            sheet.data_validations.append(states)
            states.add(f"D2:D{_ROWS}")
            sheet.append([_cell(sheet, name, bold=True) for name in COLUMNS])
            for number, line in enumerate(lines(bitexts, counts), start=2):
                if number > _ROWS:
                    raise OutputError(f"{path}: Excel holds {_ROWS - 1:,} segments at most")
                if max(map(len, line.cells)) > _CELL:  # what is longer openpyxl would cut, and it would come back cut
                    raise OutputError(f"{path}: Excel holds {_CELL:,} characters in a cell; {line.cells[0]} has more")
                sheet.append([_cell(sheet, text) for text in line.cells])
                hidden.append([_cell(hidden, line.cells[0]), _cell(hidden, line.trace)])
            with atomic_bytes(path) as stream:
                book.save(stream)
        return +counts


@contextmanager
def _closed(book: Any) -> Iterator[Any]:
    """The book; a fault leaves no sheet half written, which openpyxl would complain of when it is forgotten."""
    try:
        yield book
    finally:
        for sheet in book.worksheets:
            if not sheet.closed:
                with suppress(OSError):
                    sheet.close()


def read_excel(path: Path) -> Patch:
    """What was done in a file that `ExcelWriter` wrote. Raises InputError, FormatError."""
    need("openpyxl")

    def rows() -> Iterator[tuple[Sequence[str], str]]:
        with opened_workbook(path) as book:
            sheets = {sheet.title: _rows(path, sheet) for sheet in book.worksheets}
            traces: dict[str, str] = {}
            for row in sheets.pop(_TRACES, ()):
                traces.setdefault(row[0] if row else "", row[1] if len(row) > 1 else "")
            for sheet in sheets.values():
                yield from _table(sheet, traces)

    return read_table(path, rows, "sheet")


def _table(rows: Iterable[list[str]], traces: dict[str, str]) -> Iterator[tuple[Sequence[str], str]]:
    """The rows of a sheet from its header on, with their traces; none of a sheet without one."""
    place: int | None = None
    for number, row in enumerate(rows, start=1):
        if is_header(row):
            place = [cell.strip().lower() for cell in row].index("id")
        elif place is None and number > _SEARCHED:
            return
        if place is not None:
            yield row, traces.get(row[place].strip(), "") if place < len(row) else ""


def _rows(path: Path, sheet: Any) -> Iterator[list[str]]:
    for cells in sheet_rows(path, sheet):
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    made = WriteOnlyCell(sheet, text)
    made.data_type = "s"  # never a formula, whatever the text begins with
    made.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        made.font = Font(bold=True)
    return made
