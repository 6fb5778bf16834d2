"""Two columns for Excel or Word, out to a reviewer and back in as a patch.

Both files hold one table: id, French, English, comment, reviewed, check. `check` is the hashes of
source and target, by which the readers tell what was changed; only English, comment and reviewed
are meant to be changed. Needs openpyxl or python-docx (the extra `office`).
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.bitext import Bitext, Origin, Unit
from pipeline.errors import BitexteError, FormatError, InputError, OutputError
from pipeline.formats.numbering import with_prefixes
from pipeline.formats.tmx import COMMENT
from pipeline.formats.writing import atomic_bytes
from pipeline.review.fingerprint import segment_hash
from pipeline.review.patch import DocumentPatch, Edit, Patch
from pipeline.text.characters import drop_xml_forbidden

COLUMNS = ("id", "French", "English", "comment", "reviewed", "check")
_WIDTHS = (9, 60, 60, 30, 10, 12)  # in characters, as Excel counts them
_YES = frozenset({"yes", "y", "x", "1", "true", "ok", "oui", "✓"})
_EXCEL_ROWS = 1_048_576


class ExcelWriter:
    """`<stem>.review.xlsx`: one sheet with a fixed header row; no text is ever a formula. Counts: `xml-forbidden`."""

    name = "xlsx"
    suffixes: tuple[str, ...] = (".review.xlsx",)

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError, also for more segments than a sheet has rows, and BitexteError
        where openpyxl is missing.
        """
        openpyxl = _need("openpyxl")
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Font

        counts: Counter[str] = Counter()
        (path,) = paths
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("review")
        for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.column_dimensions["F"].hidden = True
        sheet.freeze_panes = "A2"

        def cell(text: str, *, bold: bool = False) -> Any:
            made = WriteOnlyCell(sheet, text)
            made.data_type = "s"  # never a formula, whatever the text begins with
            made.alignment = Alignment(wrap_text=True, vertical="top")
            if bold:
                made.font = Font(bold=True)
            return made

        sheet.append([cell(name, bold=True) for name in COLUMNS])
        for number, line in enumerate(_lines(bitexts, counts), start=2):
            if number > _EXCEL_ROWS:
                raise OutputError(f"{path}: Excel holds {_EXCEL_ROWS - 1:,} segments at most")
            sheet.append([cell(text) for text in line])
        with atomic_bytes(path) as stream:
            book.save(stream)
        return +counts


class WordWriter:
    """`<stem>.review.docx`: one table. Counts: `xml-forbidden`."""

    name = "docx"
    suffixes: tuple[str, ...] = (".review.docx",)

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError, or BitexteError where python-docx is missing."""
        docx = _need("docx")
        from docx.enum.section import WD_ORIENT

        counts: Counter[str] = Counter()
        (path,) = paths
        document = docx.Document()
        section = document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
        table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
        for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
            cell.text = name
        for line in _lines(bitexts, counts):
            for cell, text in zip(table.add_row().cells, line, strict=True):
                cell.text = text
        with atomic_bytes(path) as stream:
            document.save(stream)
        return +counts


def read_excel(path: Path) -> Patch:
    """What was done in a file that `ExcelWriter` wrote. Raises InputError, FormatError naming the row."""
    openpyxl = _need("openpyxl")

    def rows() -> Iterator[Sequence[str]]:
        with path.open("rb") as stream:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            for row in book.worksheets[0].iter_rows(max_col=len(COLUMNS), values_only=True):
                yield ["" if value is None else str(value) for value in row]

    return _patch(path, rows)


def read_word(path: Path) -> Patch:
    """What was done in a file that `WordWriter` wrote. Raises InputError, FormatError naming the row."""
    docx = _need("docx")

    def rows() -> Iterator[Sequence[str]]:
        with path.open("rb") as stream:
            tables = docx.Document(stream).tables
        if not tables:
            raise FormatError(f"{path}: holds no table")
        for row in tables[0].rows:
            yield [cell.text for cell in row.cells]

    return _patch(path, rows)


def _need(module: str) -> Any:
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = {"docx": "python-docx"}.get(module, module)
        raise BitexteError(f"this format needs the package {package}: pip install 'bitexte[office]'") from error


def _lines(bitexts: Iterable[Bitext], counts: Counter[str]) -> Iterator[tuple[str, ...]]:
    for _, bitext in with_prefixes(bitexts):
        for unit in bitext.units:
            yield tuple(_clean(text, counts) for text in _cells(unit, bitext.name))


def _cells(unit: Unit, document: str) -> tuple[str, ...]:
    comment = "\n".join(flag.message for flag in unit.flags if flag.code == COMMENT)
    target = _clean(unit.target, Counter())
    check = f"{segment_hash(unit.source)} {segment_hash(_same(target))} {segment_hash(_same(comment))} {document}"
    reviewed = "yes" if unit.origin is Origin.HUMAN else ""
    return unit.id, unit.source, target, comment, reviewed, check


def _patch(path: Path, rows: Callable[[], Iterator[Sequence[str]]]) -> Patch:
    documents: dict[str, list[Edit]] = {}
    try:
        for number, row in enumerate(rows(), start=1):
            if number == 1:
                if tuple(row) != COLUMNS:
                    raise FormatError(f"{path}: row 1: the columns are not {', '.join(COLUMNS)}")
                continue
            if not any(row):
                continue
            name, edit = _edit(path, number, row)
            edits = documents.setdefault(name, [])
            if edit is not None:
                edits.append(edit)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise FormatError(f"{path}: broken file: {error}") from error
    return Patch(tuple(DocumentPatch(name, tuple(edits)) for name, edits in documents.items()))


def _edit(path: Path, number: int, row: Sequence[str]) -> tuple[str, Edit | None]:
    key, _, target, comment, reviewed, check = row
    try:
        source_hash, target_hash, comment_hash, document = check.split(" ", 3)
    except ValueError as error:
        raise FormatError(f"{path}: row {number}: the check column was changed") from error
    edited = segment_hash(_same(target)) != target_hash
    remarked = segment_hash(_same(comment)) != comment_hash
    approved = reviewed.strip().lower() in _YES
    if not (edited or remarked or approved):
        return document, None
    return document, Edit(key, source_hash, target, edited, approved, comment if remarked else None)


def _same(text: str) -> str:
    # Office programs change line ends and the white space at the edges of a cell.
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _clean(text: str, counts: Counter[str]) -> str:
    text, dropped = drop_xml_forbidden(text)
    counts["xml-forbidden"] += dropped
    return text
