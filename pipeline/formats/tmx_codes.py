"""Formatting inside a TMX segment (TMX 1.4b): bpt and ept for a pair, it for half of one, ph for what stands alone.

`x` is the code's id, the same on both sides; `i` joins bpt and ept of one segment; the element's text is how the
original writes the code. What a code shows to a person has no place there and goes into a prop.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pipeline.bitext import Code, CodeKind, numbered
from pipeline.text.characters import for_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

SHOWN = "x-code-shown"
"""Type of the prop with what codes show: `side:number:text`, codes of a side counted from 0."""


def write_segment(segment: _Element, text: str, codes: Sequence[Code], counts: Counter[str]) -> None:
    """Fill a `seg` with text and codes. counts: grows by the characters that XML has no place for."""
    from lxml import etree

    pairs = _pairs(codes)
    last: _Element | None = None
    position = 0
    for number, code in enumerate(codes):
        _append(segment, last, text[position : code.at])
        position = code.at
        tag, attributes = _element(code, pairs.get(number))
        last = etree.SubElement(segment, tag, attributes)
        last.text = for_xml(code.native, counts)
    _append(segment, last, text[position:])


def read_segment(segment: _Element) -> tuple[str, tuple[Code, ...]]:
    """The text and codes that `write_segment` wrote; of another program's elements the text inside counts as text."""
    text = segment.text or ""
    codes: list[Code] = []
    opened: dict[str, Code] = {}
    for child in segment:
        tag = str(child.tag).rpartition("}")[2]
        native, kind = child.text or "", child.get("type", "")
        if tag == "bpt":
            opened[child.get("i", "")] = code = Code(
                _number(child.get("x", "")), CodeKind.OPEN, len(text), 0, kind, native
            )
            codes.append(code)
        elif tag == "ept":
            begun = opened.get(child.get("i", ""), Code(_number(child.get("i", "")), CodeKind.OPEN, 0))
            codes.append(Code(begun.id, CodeKind.CLOSE, len(text), 0, begun.type, native))
        elif tag == "it":
            half = CodeKind.OPEN if child.get("pos") == "begin" else CodeKind.CLOSE
            codes.append(Code(_number(child.get("x", "")), half, len(text), 0, kind, native))
        elif tag == "ph":
            codes.append(Code(_number(child.get("x", "")), CodeKind.ALONE, len(text), 0, kind, native))
        else:
            text += native
        text += child.tail or ""
    return text, numbered(codes)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0


def shown_props(sides: Sequence[Sequence[Code]]) -> Iterator[str]:
    """The texts of the props with what codes show."""
    for side, codes in enumerate(sides):
        for number, code in enumerate(codes):
            if code.shown:
                yield f"{side}:{number}:{code.shown}"


def _pairs(codes: Sequence[Code]) -> dict[int, int]:
    """For the number of each half of a whole pair, the number that joins them."""
    ids = Counter(code.key for code in codes)
    pairs: dict[int, int] = {}
    opened: dict[int, int] = {}
    for number, code in enumerate(codes):
        if code.kind is CodeKind.OPEN and ids[code.key] == 1:
            opened[code.id] = number
        elif code.kind is CodeKind.CLOSE and ids[code.key] == 1 and code.id in opened:
            first = opened.pop(code.id)
            if codes[first].type == code.type:
                pairs[first] = pairs[number] = code.id
    return pairs


def _element(code: Code, pair: int | None) -> tuple[str, dict[str, str]]:
    named = {"x": str(code.id)} | ({"type": code.type} if code.type else {})
    if code.kind is CodeKind.ALONE:
        return "ph", named
    if pair is None:
        return "it", {"pos": "begin" if code.kind is CodeKind.OPEN else "end"} | named
    return ("bpt", {"i": str(pair)} | named) if code.kind is CodeKind.OPEN else ("ept", {"i": str(pair)})


def _append(segment: _Element, last: _Element | None, text: str) -> None:
    if last is None:
        segment.text = text
    else:
        last.tail = text
