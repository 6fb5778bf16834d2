"""Presentations (Office Open XML, ECMA-376 part 1, PresentationML and DrawingML)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.documents.office import Dialects, OfficeFormat
from pipeline.documents.packages import Package
from pipeline.documents.runs import Dialect

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACES = ("http://schemas.openxmlformats.org/drawingml/2006/main", "http://purl.oclc.org/ooxml/drawingml/main")
_PART = re.compile(r"(?:slides/slide|notesSlides/notesSlide|diagrams/data|charts/chart)(\d+)\.xml")
_ORDER = ("slides/", "notesSlides/", "diagrams/", "charts/")


class PptxFormat(OfficeFormat):
    """`.pptx`, `.pptm`, `.ppsx`, `.potx`: slides, their notes, diagrams and the titles of charts."""

    name = "pptx"
    suffixes: tuple[str, ...] = (".pptx", ".pptm", ".ppsx", ".potx")
    description = "presentations"

    def _parts(self, package: Package) -> list[str]:
        folder = package.main_folder()
        found = []
        for name in package.names:
            match = _PART.fullmatch(name.removeprefix(folder))
            if match is not None:
                kind = next(n for n, each in enumerate(_ORDER) if name.startswith(folder + each))
                found.append((kind, int(match[1]), name))
        return [name for *_, name in sorted(found)]

    def _dialects(self, package: Package) -> Dialects:
        return drawing_dialect


def drawing_dialect(element: _Element) -> Dialect | None:
    """The dialect of a paragraph of DrawingML, None for another element."""
    return _DIALECTS.get(str(element.tag))


def _dialect(a: str) -> Dialect:
    return Dialect(
        paragraph=f"{a}p",
        run=f"{a}r",
        properties=f"{a}rPr",
        text=f"{a}t",
        front=frozenset((f"{a}pPr",)),
        back=frozenset((f"{a}endParaRPr",)),
        breaks=frozenset((f"{a}br",)),
        types={
            "b": "bold",
            "i": "italic",
            "u": "underline",
            "strike": "strike",
            "baseline": "raised",
            f"{a}hlinkClick": "link",
        },
        ignored=frozenset(("lang", "altLang", "dirty", "err", "noProof", "smtClean", "kern")),
        english=_english,
    )


def _english(properties: _Element) -> None:
    if properties.get("lang", "").lower().startswith("fr"):
        properties.set("lang", "en-US")
    if "err" in properties.attrib:
        del properties.attrib["err"]


_DIALECTS = {f"{{{space}}}p": _dialect(f"{{{space}}}") for space in _SPACES}
