"""The rows of workbooks, within the limits."""

from __future__ import annotations

import builtins
from pathlib import Path

import openpyxl
import pytest

from pipeline.errors import FormatError, OptionError
from pipeline.files.limits import Limits, limits, set_limits
from pipeline.files.sheets import opened_workbook, sheet_rows


def written(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["un", 2, None])
    book.active.append([None, "deux"])
    book.save(path)
    return path


def test_cells_are_texts(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx")
    with opened_workbook(path) as book:
        assert [row[:2] for row in sheet_rows(path, book.worksheets[0])] == [["un", "2"], ["", "deux"]]


def test_more_rows_than_the_limit(tmp_path: Path) -> None:
    path, before = written(tmp_path / "a.xlsx"), limits()
    set_limits(Limits(rows=1))
    try:
        with opened_workbook(path) as book, pytest.raises(FormatError, match="--limit rows="):
            list(sheet_rows(path, book.worksheets[0]))
    finally:
        set_limits(before)


def test_what_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"nothing of the kind")
    with pytest.raises(FormatError, match=r"a\.xlsx"), opened_workbook(tmp_path / "a.xlsx"):
        pass


def test_without_openpyxl_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: object, **more: object) -> object:
        if name == "openpyxl":
            raise ModuleNotFoundError("No module named 'openpyxl'", name="openpyxl")
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(OptionError, match=r"pip install 'bitexte\[office\]'"), opened_workbook(tmp_path / "a.xlsx"):
        pass
