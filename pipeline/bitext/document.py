"""A text as it was read: the raw characters and where its sentences stand in them."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from pipeline.bitext.code import Block, Code
from pipeline.text.span import Span

_BYTE_ORDER_MARKS = {"utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}


class Sentence(NamedTuple):
    """One sentence of a document.

    `span` counts characters of `Document.text`; `paragraph` is 0-based and never falls from one
    sentence to the next.
    """

    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class Document:
    """Raw text with sentence offsets; sentences and the gaps between them give back the bytes of a text file.

    What comes from a format with markup has blocks: `text` is what it says, block by block, and `pipeline.documents`
    puts translations back into the original.

    name: what artefacts are called after (the file's stem).
    text: the decoded characters, unchanged: line ends, no-break spaces and combining marks as read.
    sentences: ordered, disjoint; every character outside them is white space or metadata.
    metadata: facts read from the file and not translated, such as `date` (`YYYY-MM`).
    encoding: the codec that `text` was decoded with; byte_order_mark: whether the file began with one.
    blocks: ordered, disjoint, none in a text file; codes: of all blocks, ordered by place. format: the name of the
    original's format, empty for a text file; original: the SHA-256 of its bytes, in hexadecimal digits.
    """

    name: str
    text: str
    sentences: tuple[Sentence, ...] = ()
    language: str = "fr"
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str = "utf-8"
    byte_order_mark: bool = False
    blocks: tuple[Block, ...] = ()
    codes: tuple[Code, ...] = ()
    format: str = ""
    original: str = ""

    def segments(self) -> list[str]:
        """The raw text of each sentence, in order."""
        return [sentence.span.of(self.text) for sentence in self.sentences]

    def gaps(self) -> list[str]:
        """The text before, between and after the sentences: always one more than there are sentences."""
        gaps, position = [], 0
        for span, _ in self.sentences:
            gaps.append(self.text[position : span.start])
            position = span.end
        gaps.append(self.text[position:])
        return gaps

    def to_bytes(self) -> bytes:
        """The bytes of a text file, rebuilt from segments and gaps."""
        gaps = self.gaps()
        pieces = [gaps[0]]
        for segment, gap in zip(self.segments(), gaps[1:], strict=True):
            pieces += (segment, gap)
        mark = _BYTE_ORDER_MARKS.get(self.encoding, b"") if self.byte_order_mark else b""
        return mark + "".join(pieces).encode(self.encoding)
