"""The table of a review as a Word file; the traces of its rows are hidden text behind their ids.

Text is read as it stands with all tracked changes accepted, whatever it is wrapped in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.bitext import Bitext
from pipeline.errors import FormatError
from pipeline.files.archives import require_harmless
from pipeline.files.opening import open_file
from pipeline.files.structure import library_faults
from pipeline.files.writing import atomic_bytes
from pipeline.review.patch import Patch
from pipeline.review.tables import COLUMNS, is_header, lines, need, read_table

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Deleted, moved away, or said about the text elsewhere.
_GONE = frozenset(f"{_W}{tag}" for tag in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "tcPr", "sdtPr"))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}tab": "\t",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "\u00ad",
}
_MARK = "\u2063bitexte "
"""Before a trace; an invisible separator, so that no text of a reader's is taken for one."""


class WordWriter:
    """`<stem>.review.docx`: one table. Counts: `xml-forbidden`."""

    name = "docx"
    suffixes: tuple[str, ...] = (".review.docx",)

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError, or BitexteError where python-docx is missing."""
        docx = need("docx")
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
        for line in lines(bitexts, counts):
            cells = table.add_row().cells
            for cell, text in zip(cells, line.cells, strict=True):
                cell.text = text
            hidden = cells[0].paragraphs[0].add_run(_MARK + line.trace)
            hidden.font.hidden = True
        with atomic_bytes(path) as stream:
            document.save(stream)
        return +counts


def read_word(path: Path) -> Patch:
    """What was done in a file that `WordWriter` wrote. Raises InputError, FormatError."""
    docx = need("docx")
    from lxml.etree import Entity

    def rows() -> Iterator[tuple[Sequence[str], str]]:
        with open_file(path) as stream:
            require_harmless(path, stream)
            with library_faults(path, "Word"):
                body = docx.Document(stream).element.body
                for entity in body.iter(Entity):
                    raise FormatError(f"{path}: the entity {entity.text} cannot be resolved")
                for table in body.iter(f"{_W}tbl"):
                    yield from _table(table)

    return read_table(path, rows)


def _table(table: _Element) -> Iterator[tuple[Sequence[str], str]]:
    """The rows of a table whose first row is the header, with their traces; none of any other."""
    place: int | None = None
    for number, row in enumerate(_rows(table)):
        if number == 0 and not is_header(row):
            return
        if place is None:
            place = [cell.strip().lower() for cell in row].index("id")
            yield row, ""
            continue
        trace = ""
        if place < len(row):
            row[place], _, trace = row[place].partition(_MARK)
        yield row, trace.replace("\n", " ").strip()


def _rows(table: _Element) -> Iterator[list[str]]:
    for row in table.iterdescendants(f"{_W}tr"):
        if row.find(f"{_W}trPr/{_W}del") is None and next(row.iterancestors(f"{_W}tbl")) is table:
            yield [_text(cell) for cell in row.iterdescendants(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]


def _text(cell: _Element) -> str:
    """The text of a cell, a line a paragraph; one whose mark was deleted runs on into the next."""
    pieces: list[str] = []
    for paragraph in cell.iterdescendants(f"{_W}p"):
        pieces += _pieces(paragraph)
        marks = f"{_W}pPr/{_W}rPr"
        joined = paragraph.find(f"{marks}/{_W}del") is not None or paragraph.find(f"{marks}/{_W}moveFrom") is not None
        pieces.append("" if joined else "\n")
    return "".join(pieces).removesuffix("\n")


def _pieces(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _GONE and child.tag != _FALLBACK:
            yield from _pieces(child)
