"""The rows of Excel workbooks, read within the limits; openpyxl comes with the extra `office`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipeline.files.archives import require_harmless
from pipeline.files.extras import extra
from pipeline.files.limits import limits
from pipeline.files.opening import open_file
from pipeline.files.structure import library_faults

_COLUMNS = 64  # that are looked at


@contextmanager
def opened_workbook(path: Path) -> Iterator[Any]:
    """The workbook, for reading. Raises InputError, FormatError, or OptionError where openpyxl is missing."""
    with extra("office", f"{path}: an Excel workbook"):
        import openpyxl
    with open_file(path) as stream:
        require_harmless(path, stream)
        with library_faults(path, "Excel"):
            yield openpyxl.load_workbook(stream, read_only=True, data_only=True)


def sheet_rows(path: Path, sheet: Any) -> Iterator[list[str]]:
    """The cells of each row as texts, row 1 first. path: the file to name. Raises FormatError beyond the limit of rows.

    A row or column far away makes openpyxl give all those before it, and a sheet may claim any size.
    """
    sheet.reset_dimensions()
    last = limits().rows
    for number, row in enumerate(sheet.iter_rows(max_col=_COLUMNS, values_only=True), start=1):
        if number > last:
            limits().require("rows", number, path, "rows in a sheet")
        yield ["" if value is None else str(value) for value in row]
