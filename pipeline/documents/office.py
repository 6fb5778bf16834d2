"""Office packages whose parts hold paragraphs of runs: into blocks and codes, and back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.bitext import Block, Code, Document, Unit, numbered
from pipeline.documents.assembly import UnitsInPlace, is_changed, reassembled
from pipeline.documents.layout import BETWEEN_BLOCKS
from pipeline.documents.packages import Package
from pipeline.documents.runs import Dialect, Paragraph, read_paragraph, write_paragraph

if TYPE_CHECKING:
    from lxml.etree import _Element

Dialects = Callable[["_Element"], "Dialect | None"]
"""The dialect of a paragraph, None for an element that is none."""


class OfficeFormat(ABC):
    """A package of Office: what a format has to say is which parts hold text, and what its paragraphs look like."""

    def read(self, data: bytes, name: str) -> Document:
        """The paragraphs of all parts. Raises InputError, FormatError."""
        package = Package.open(data, name)
        return read_parts(package, self._parts(package), self._dialects(package), name)

    def write(self, original: bytes, document: Document, units: Sequence[Unit]) -> bytes:
        """The package with the targets; parts without a changed paragraph are copied."""
        package = Package.open(original, document.name)
        return write_parts(package, self._parts(package), self._dialects(package), units)

    @abstractmethod
    def _parts(self, package: Package) -> list[str]:
        """The names of the parts that hold text, in the order in which it is read."""

    @abstractmethod
    def _dialects(self, package: Package) -> Dialects:
        """The dialects of this package's paragraphs."""


def read_parts(package: Package, parts: Sequence[str], dialects: Dialects, name: str) -> Document:
    """The document whose blocks are the paragraphs of these parts, in order. Raises FormatError."""
    texts: list[str] = []
    blocks: list[Block] = []
    codes: list[Code] = []
    start, number = 0, 1
    for part in parts:
        for place, (paragraph, _) in enumerate(_paragraphs(package.xml(part), dialects, number)):
            found = list(paragraph.codes(start))
            number += len({code.id for code in found})
            text = paragraph.text
            if any(map(str.isalpha, text)):
                blocks.append(Block(start, start + len(text), f"{part}#{place}"))
                texts.append(text)
                codes += found
                start += len(text) + len(BETWEEN_BLOCKS)
    return Document(name, BETWEEN_BLOCKS.join(texts), blocks=tuple(blocks), codes=numbered(codes))


def _paragraphs(root: _Element, dialects: Dialects, number: int) -> Iterator[tuple[Paragraph, Dialect]]:
    """The paragraphs of a part, in order, with codes that count from `number`."""
    for element in list(root.iter()):
        dialect = dialects(element)
        if dialect is not None:
            paragraph = read_paragraph(element, dialect, number)
            number += len({item.code.id for item in paragraph.items if item.code is not None})
            yield paragraph, dialect


def write_parts(package: Package, parts: Sequence[str], dialects: Dialects, units: Sequence[Unit]) -> bytes:
    """The package with the targets of units whose spans count in the text that `read_parts` gave."""
    from lxml import etree

    placed = UnitsInPlace(units)
    made: dict[str, bytes] = {}
    start, number = 0, 1
    for part in parts:
        root = package.xml(part)
        changes: list[tuple[Paragraph, Dialect, list[str | Code]]] = []
        for paragraph, dialect in _paragraphs(root, dialects, number):
            codes = list(paragraph.codes(start))
            number += len({code.id for code in codes})
            text = paragraph.text
            if not any(map(str.isalpha, text)):
                continue
            block = Block(start, start + len(text), "")
            here = placed.of(block)
            if is_changed(here):
                changes.append((paragraph, dialect, reassembled(text, block, codes, here)))
            start += len(text) + len(BETWEEN_BLOCKS)
        for paragraph, dialect, pieces in changes:
            write_paragraph(paragraph, pieces, dialect)
        if changes:
            made[part] = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)
    return package.written(made)
