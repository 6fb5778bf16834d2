"""The text of a segment with inline elements, as TMX 1.4b (section 5, content markup) and XLIFF 1.2 (2.6) have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import FormatError

if TYPE_CHECKING:
    from lxml.etree import _Element

_NATIVE_CODE = frozenset({"bpt", "ept", "ph", "it", "ut", "x", "bx", "ex", "sub"})


def inline_text(element: _Element, *, entities: bool = False) -> str:
    """What an element says: its text and that of `hi`, `g`, `mrk` and their like, without the original's own codes.

    entities: whether an entity reference that was not resolved stands as it is written; otherwise it raises
    FormatError, for then text is missing.
    """
    pieces = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str):
            pieces.append(_special(child, entities=entities))
        elif child.tag.rpartition("}")[2] not in _NATIVE_CODE:
            pieces.append(inline_text(child, entities=entities))
        pieces.append(child.tail or "")
    return "".join(pieces)


def _special(child: _Element, *, entities: bool) -> str:
    """The text of an entity reference; a comment or an instruction to a program has none."""
    from lxml import etree

    if child.tag is not etree.Entity:
        return ""
    if not entities:
        raise FormatError(f"line {child.sourceline}: the entity {child.text} cannot be resolved")
    return child.text or ""
