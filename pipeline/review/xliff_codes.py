"""Formatting inside XLIFF 1.2: g for a pair, bx and ex for halves and for pairs that cross, x for what stands alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.bitext import Code, CodeKind
from pipeline.quality.codes import crossed
from pipeline.text.characters import drop_xml_forbidden, for_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

_TYPES = {"bold": "bold", "italic": "italic", "underline": "underlined", "link": "link"}
_ALONE = {"image": "image", "break": "lb"}


def fill(element: _Element, namespace: str, text: str, codes: Sequence[Code], counts: Counter[str]) -> None:
    """Write text and codes into a `source` or `target`; counts grows by the characters that XML has no place for."""
    from lxml import etree

    pairs = Counter(code.id for code in codes if code.kind is not CodeKind.ALONE)
    whole = set() if crossed(codes) else {number for number, count in pairs.items() if count == 2}
    parent, position = element, 0
    for number, code in enumerate(codes):
        _append(parent, text[position : code.at], counts)
        position = code.at
        if code.kind is CodeKind.OPEN and code.id in whole:
            parent = etree.SubElement(parent, f"{{{namespace}}}g", {"id": str(code.id)} | _type(code))
        elif code.kind is CodeKind.CLOSE and code.id in whole:
            outer = parent.getparent()
            assert outer is not None
            parent = outer
        elif code.kind is CodeKind.ALONE:
            shown = {"equiv-text": drop_xml_forbidden(code.shown)[0]} if code.shown else {}
            etree.SubElement(parent, f"{{{namespace}}}x", {"id": str(code.id)} | _type(code) | shown)
        else:
            tag = "bx" if code.kind is CodeKind.OPEN else "ex"
            kind = _type(code) if tag == "bx" else {}
            etree.SubElement(parent, f"{{{namespace}}}{tag}", {"id": f"{code.id}.{number}", "rid": str(code.id)} | kind)
    _append(parent, text[position:], counts)


def _type(code: Code) -> dict[str, str]:
    known = _ALONE if code.kind is CodeKind.ALONE else _TYPES
    if not code.type:
        return {}
    plain = "".join(letter for letter in code.type if letter.isascii() and (letter.isalnum() or letter in "-_"))
    return {"ctype": known.get(code.type, f"x-{plain}")}


def _append(parent: _Element, text: str, counts: Counter[str]) -> None:
    said = for_xml(text, counts)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + said
    else:
        parent.text = (parent.text or "") + said
