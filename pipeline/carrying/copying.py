"""A copy of a raw text with some of its spans rewritten, and where each of its characters comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from pipeline.bitext import Span


class Edit(NamedTuple):
    """`text` stands in the copy where `span` stands in the raw text; either may be empty."""

    span: Span
    text: str


class _Stretch(NamedTuple):
    """A piece of the copy and its origin; `kept` where the two go character by character."""

    copy: Span
    raw: Span
    kept: bool


@dataclass(frozen=True)
class Copy:
    """`extent` of `raw` with `edits` applied, which are in order, disjoint and inside it."""

    raw: str
    extent: Span
    edits: tuple[Edit, ...] = ()

    @cached_property
    def text(self) -> str:
        """The copy itself."""
        pieces: list[str] = []
        position = self.extent.start
        for span, text in self.edits:
            pieces += (self.raw[position : span.start], text)
            position = span.end
        return "".join((*pieces, self.raw[position : self.extent.end]))

    def to_raw(self, span: Span) -> Span:
        """The raw characters that a span of the copy stands for; a rewritten piece counts whole."""
        return _carried(span, [(stretch.copy, stretch.raw, stretch.kept) for stretch in self._stretches], self.extent)

    def to_copy(self, span: Span) -> Span:
        """The characters of the copy that stand for a span of the raw text."""
        whole = Span(0, len(self.text))
        return _carried(span, [(stretch.raw, stretch.copy, stretch.kept) for stretch in self._stretches], whole)

    def place(self, position: int) -> int:
        """Where what stood at a raw `position` would stand in the copy."""
        for stretch in self._stretches:
            if position < stretch.raw.end or (position == stretch.raw.start):
                offset = max(0, position - stretch.raw.start) if stretch.kept else 0
                return stretch.copy.start + offset
        return len(self.text)

    @cached_property
    def _stretches(self) -> tuple[_Stretch, ...]:
        return tuple(self._walk())

    def _walk(self) -> Iterator[_Stretch]:
        position, written = self.extent.start, 0
        for span, text in self.edits:
            if span.start > position:
                length = span.start - position
                yield _Stretch(Span(written, written + length), Span(position, span.start), kept=True)
                written += length
            yield _Stretch(Span(written, written + len(text)), span, kept=len(text) == span.end - span.start)
            written += len(text)
            position = span.end
        if position < self.extent.end:
            length = self.extent.end - position
            yield _Stretch(Span(written, written + length), Span(position, self.extent.end), kept=True)


def _carried(span: Span, stretches: Iterable[tuple[Span, Span, bool]], whole: Span) -> Span:
    """`span` from the first to the second side of the stretches; empty at the end of `whole` where nothing fits."""
    start: int | None = None
    end = whole.start
    for here, there, kept in stretches:
        if not here.overlaps(span):
            continue
        first = there.start + max(0, span.start - here.start) if kept else there.start
        last = there.end - max(0, here.end - span.end) if kept else there.end
        start = first if start is None else start
        end = last
    return Span(whole.end, whole.end) if start is None else Span(start, max(start, end))
