"""What formats of strings share: texts in one place of a file whose translations go into another, or into the same."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.bitext import Block, Code, Document, Unit, numbered
from pipeline.documents.assembly import UnitsInPlace, is_changed, reassembled
from pipeline.documents.layout import BETWEEN_BLOCKS
from pipeline.documents.text_file import TextFile

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


class StringsFormat(TextFile):
    """A text file of strings: what a format has to say is where they stand."""

    def _document(self, text: str, encoding: str, name: str) -> Document:
        return read_entries(list(self._entries(text, encoding, name)), name)

    def _written(self, text: str, units: Sequence[Unit], encoding: str, name: str) -> str:
        return write_entries(text, list(self._entries(text, encoding, name)), units)

    @abstractmethod
    def _entries(self, text: str, encoding: str, name: str) -> Iterable[Entry]:
        """The strings in the order of the file; messages call it `name`. Raises FormatError."""


def read_entries(entries: Sequence[Entry], name: str) -> Document:
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
        blocks=tuple(blocks),
        codes=numbered(codes),
    )


def write_entries(original: str, entries: Sequence[Entry], units: Sequence[Unit]) -> str:
    """The file with the translations of units whose spans count in the text of `read_entries`."""
    placed = UnitsInPlace(units)
    made: list[tuple[int, int, str]] = []
    start = 0
    for entry in _read(entries):
        block = Block(start, start + len(entry.text), "")
        here = placed.of(block)
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
