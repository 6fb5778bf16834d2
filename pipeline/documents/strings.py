"""What formats of strings share: texts in one place of a file whose translations go into another, or into the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.bitext import Block, Code, Document, Unit, numbered
from pipeline.documents.assembly import is_changed, reassembled
from pipeline.documents.layout import BETWEEN_BLOCKS

Encode = Callable[[Sequence[str | Code]], str]
"""Texts and codes as the format writes them in that place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A string. start, end: characters of the file that its translation replaces. codes: places count in its text."""

    text: str
    start: int
    end: int
    encode: Encode
    codes: tuple[Code, ...] = ()


def plain(encode: Callable[[str], str]) -> Encode:
    """For strings without codes."""
    return lambda pieces: encode("".join(piece for piece in pieces if isinstance(piece, str)))


def read_entries(entries: Sequence[Entry], name: str, encoding: str, mark: bool) -> Document:
    """The document whose blocks are these strings, those with a letter."""
    texts: list[str] = []
    blocks: list[Block] = []
    codes: list[Code] = []
    start = 0
    for entry in _read(entries):
        texts.append(entry.text)
        blocks.append(Block(start, start + len(entry.text), f"{entry.start}-{entry.end}"))
        codes += (replace(code, at=code.at + start) for code in entry.codes)
        start += len(entry.text) + len(BETWEEN_BLOCKS)
    return Document(
        name,
        BETWEEN_BLOCKS.join(texts),
        encoding=encoding,
        byte_order_mark=mark,
        blocks=tuple(blocks),
        codes=numbered(codes),
    )


def write_entries(original: str, entries: Sequence[Entry], units: Sequence[Unit]) -> str:
    """The file with the translations of units whose spans count in the text of `read_entries`."""
    known = [unit for unit in units if unit.source_span is not None]
    places = [unit.source_span.start for unit in known if unit.source_span is not None]
    made: list[tuple[int, int, str]] = []
    start = 0
    for entry in _read(entries):
        block = Block(start, start + len(entry.text), "")
        here = known[bisect_left(places, block.start) : bisect_left(places, block.end)]
        if is_changed(here):
            codes = [replace(code, at=code.at + start) for code in entry.codes]
            made.append((entry.start, entry.end, entry.encode(reassembled(entry.text, block, codes, here))))
        start += len(entry.text) + len(BETWEEN_BLOCKS)
    pieces: list[str] = []
    position = 0
    for first, last, text in sorted(made):
        pieces += (original[position:first], text)
        position = last
    return "".join((*pieces, original[position:]))


def _read(entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if any(map(str.isalpha, entry.text))]
