"""A half-open range of characters."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) of a string, counted in Unicode code points from 0."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def shift(self, offset: int) -> Span:
        """The same range, `offset` characters further on."""
        return Span(self.start + offset, self.end + offset)

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share a character."""
        return self.start < other.end and other.start < self.end
