"""Word documents (Office Open XML, ECMA-376 part 1, WordprocessingML)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.bitext import Code, CodeKind
from pipeline.documents.office import Dialects, OfficeFormat
from pipeline.documents.packages import Package
from pipeline.documents.runs import Dialect, Item

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_NOTES = ("footnotes.xml", "endnotes.xml", "comments.xml")


class DocxFormat(OfficeFormat):
    """`.docx`, `.docm`, `.dotx`.

    Read: all text outside deletions, in the body, tables, text boxes, content controls, links, notes, comments, headers
    and footers. Fields that Word computes (page numbers, references) are codes. Macros are kept and never run.
    """

    name = "docx"
    suffixes: tuple[str, ...] = (".docx", ".docm", ".dotx", ".dotm")
    description = "Word documents"

    def _parts(self, package: Package) -> list[str]:
        """The parts that hold text: the body first, then headers and footers, notes, comments."""
        folder = package.main_folder()
        rest = sorted(name for name in package.names if name.startswith((f"{folder}header", f"{folder}footer")))
        notes = [f"{folder}{name}" for name in _NOTES if f"{folder}{name}" in package.names]
        return [package.main_part(), *(name for name in rest if name.endswith(".xml")), *notes]

    def _dialects(self, package: Package) -> Dialects:
        return _dialects


def _dialect(w: str) -> Dialect:
    return Dialect(
        paragraph=f"{w}p",
        run=f"{w}r",
        properties=f"{w}rPr",
        text=f"{w}t",
        front=_names(w, "pPr smartTagPr sdtPr sdtEndPr customXmlPr rubyPr"),
        containers={
            **{f"{w}{name}": name for name in ("smartTag", "customXml", "ins", "moveTo", "sdt", "dir", "bdo")},
            f"{w}hyperlink": "link",
        },
        inner={f"{w}sdt": f"{w}sdtContent"},
        dropped=_names(w, "proofErr lastRenderedPageBreak"),
        characters={f"{w}noBreakHyphen": "\u2011"},
        breaks=_names(w, "br cr tab"),
        is_break=lambda element: element.get(f"{w}type", "textWrapping") == "textWrapping",
        types={
            f"{w}b": "bold",
            f"{w}i": "italic",
            f"{w}u": "underline",
            f"{w}strike": "strike",
            f"{w}vertAlign": "raised",
            f"{w}rStyle": "style",
        },
        ignored=_names(w, "lang noProof bCs iCs szCs webHidden kern"),
        group=lambda items: _fields(items, w),
        english=lambda properties: _english(properties, w),
        keep_space=True,
    )


def _names(w: str, names: str) -> frozenset[str]:
    return frozenset(f"{w}{name}" for name in names.split())


_DIALECTS = {f"{w}p": _dialect(w) for w in (_W, _STRICT)}


def _dialects(element: _Element) -> Dialect | None:
    """The dialect of a paragraph, None for another element."""
    return _DIALECTS.get(str(element.tag))


def _english(properties: _Element, w: str) -> None:
    for language in properties.iterchildren(f"{w}lang"):
        if language.get(f"{w}val", "").lower().startswith("fr"):
            language.set(f"{w}val", "en-US")


# -- fields -----------------------------------------------------------------------------------------------


def _fields(items: list[Item], w: str) -> list[Item]:
    """The items with each field as one code, or, where its text is to be read, as a pair round it."""
    made: list[Item] = []
    position = 0
    while position < len(items):
        end = _field_end(items, position, w) if _char(items[position], w) == "begin" else None
        if end is None:
            made.append(items[position])
            position += 1
            continue
        made += _field(items[position : end + 1], w)
        position = end + 1
    return made


def _field_end(items: Sequence[Item], start: int, w: str) -> int | None:
    """Where the field that begins at `start` ends, if it does so inside the same elements."""
    depth = level = 0
    for number in range(start, len(items)):
        code = items[number].code
        if code is not None and code.kind is not CodeKind.ALONE:
            level += 1 if code.kind is CodeKind.OPEN else -1
        if level < 0:
            return None
        depth += {"begin": 1, "end": -1}.get(_char(items[number], w), 0)
        if depth == 0:
            return number if level == 0 else None
    return None


def _field(items: list[Item], w: str) -> Iterator[Item]:
    """A whole field: its text between two codes where it is to be read, else one code."""
    if any(item.code is not None and item.code.kind is not CodeKind.ALONE for item in items):
        yield from items  # a link inside: its text is read, the field's own marks stand alone
        return
    held = [held for item in items for held in item.held]
    instruction = "".join(each.element.text or "" for each in held if each.element.tag == f"{w}instrText").strip()
    separator = next((number for number, item in enumerate(items) if _char(item, w) == "separate"), None)
    if separator is not None and instruction.split()[:1] == ["HYPERLINK"]:
        first = tuple(held for item in items[: separator + 1] for held in item.held)
        yield Item(code=Code(0, CodeKind.OPEN, 0, 0, "link", instruction), held=first)
        yield from _fields(items[separator + 1 : -1], w)
        yield Item(code=Code(0, CodeKind.CLOSE, 0, 0, "link"), held=items[-1].held)
        return
    shown = "".join(item.text for item in items).strip()
    yield Item(code=Code(0, CodeKind.ALONE, 0, 0, "field", instruction, shown), held=tuple(held))


def _char(item: Item, w: str) -> str:
    """What a field character does; empty for anything else."""
    if len(item.held) != 1 or item.held[0].element.tag != f"{w}fldChar":
        return ""
    return str(item.held[0].element.get(f"{w}fldCharType", ""))
