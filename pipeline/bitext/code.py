"""Formatting that stands in a text without being text: a pair round words, or a mark between two of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from pipeline.text.span import Span

FIXED = frozenset(("code", "fixed"))
"""Types of pairs round words that are never translated: program code, names marked so."""


class CodeKind(str, Enum):
    """What a code does: begin something, end it, or stand alone (a picture, a note, a line break)."""

    OPEN = "open"
    CLOSE = "close"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the original, kept beside the text: it occupies no character.

    id: counts from 1 in a document; both halves of a pair have one, also where they stand in different units.
    at: it stands before this character (code points) of the text it belongs to; order: its place among the codes
    there, from 0. type: what it is, such as `bold`, `link`, `image`, `break`. native: how the original writes it.
    shown: a few letters for a person, empty where the type says enough.
    """

    id: int
    kind: CodeKind
    at: int
    order: int = 0
    type: str = ""
    native: str = ""
    shown: str = ""

    @property
    def key(self) -> tuple[int, CodeKind]:
        """What makes it the same code in a text and in its translation."""
        return self.id, self.kind


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document that is read by itself: a paragraph, a cell, a cue, an `alt` text.

    start, end: characters of `Document.text`. key: where the original has it, in the format's own terms.
    """

    start: int
    end: int
    key: str


def numbered(codes: Iterable[Code]) -> tuple[Code, ...]:
    """The codes as they come, which is by place, with `order` counted anew for each place."""
    made: list[Code] = []
    for code in codes:
        order = made[-1].order + 1 if made and made[-1].at == code.at else 0
        made.append(code if code.order == order else replace(code, order=order))
    return tuple(made)


def shifted(codes: Iterable[Code], offset: int) -> tuple[Code, ...]:
    """The codes, `offset` characters further on."""
    return tuple(replace(code, at=code.at + offset) for code in codes)


def fixed_spans(codes: Iterable[Code]) -> tuple[Span, ...]:
    """The words that whole pairs of a type in `FIXED` stand round, ordered and disjoint; places as the codes'."""
    found: list[Span] = []
    opened: dict[int, int] = {}
    for code in codes:
        if code.type in FIXED and code.kind is CodeKind.OPEN:
            opened[code.id] = code.at
        elif code.kind is CodeKind.CLOSE and code.id in opened:
            start = opened.pop(code.id)
            if start < code.at:
                found = [span for span in found if span.start < start] + [Span(start, code.at)]
    return tuple(found)
