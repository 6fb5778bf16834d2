"""Workbooks (Office Open XML, ECMA-376 part 1, SpreadsheetML)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.documents.office import Dialects, OfficeFormat
from pipeline.documents.packages import Package
from pipeline.documents.pptx import drawing_dialect
from pipeline.documents.runs import Dialect

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACES = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")


class XlsxFormat(OfficeFormat):
    """`.xlsx`, `.xlsm`, `.xltx`: cells that hold text, comments, text boxes.

    Left alone: formulas and what they give, names of sheets, and the titles of tables' columns, which formulas call
    them by.
    """

    name = "xlsx"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm", ".xltx")
    description = "workbooks"

    def _parts(self, package: Package) -> list[str]:
        folder = package.main_folder()
        wanted = ("worksheets/sheet", "comments", "drawings/drawing", "charts/chart")
        shared = [name for name in package.names if name == f"{folder}sharedStrings.xml"]
        rest = [name for name in package.names if name.startswith(tuple(folder + each for each in wanted))]
        return [*shared, *sorted(name for name in rest if name.endswith(".xml"))]

    def _dialects(self, package: Package) -> Dialects:
        """Dialects of all paragraphs but those that are the title of a table's column."""
        titles: set[str] = set()
        for name in package.names:
            if "/tables/" in name and name.endswith(".xml"):
                titles |= {each.get("name", "") for each in package.xml(name).iter("{*}tableColumn")}

        def dialect(element: _Element) -> Dialect | None:
            found = _DIALECTS.get(str(element.tag))
            if found is None:
                return drawing_dialect(element)
            if titles and "".join(each.text or "" for each in element.iter(found.text)) in titles:
                return None
            return found

        return dialect


def _dialect(s: str, paragraph: str) -> Dialect:
    return Dialect(
        paragraph=s + paragraph,
        run=f"{s}r",
        properties=f"{s}rPr",
        text=f"{s}t",
        back=frozenset((f"{s}rPh", f"{s}phoneticPr")),
        types={f"{s}b": "bold", f"{s}i": "italic", f"{s}u": "underline", f"{s}strike": "strike"},
        bare=True,
        keep_space=True,
    )


_DIALECTS = {f"{{{space}}}{name}": _dialect(f"{{{space}}}", name) for space in _SPACES for name in ("si", "is", "text")}
