"""Cuts a segment at the edges of its marks, so that a template can wrap the pieces."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.bitext import Severity, Span, Unit
from pipeline.text.characters import bidi_control_positions, picture_controls

_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class Piece(NamedTuple):
    """Characters that carry the same marks.

    mention: index into `Unit.mentions`, or None; last: whether the mention ends here; severity: the
    worst flag on these characters, empty for none, `bidi` for a character that reorders the display.
    """

    text: str
    mention: int | None
    last: bool
    severity: str


def source_pieces(unit: Unit) -> list[Piece]:
    """`Unit.source` in pieces; joined, they give it back, with control characters as their pictures."""
    mentions = [(index, mention.source) for index, mention in enumerate(unit.mentions)]
    flags = [(flag.severity, flag.source) for flag in unit.flags if flag.source is not None]
    return _pieces(unit.source, mentions, flags)


def target_pieces(unit: Unit) -> list[Piece]:
    """`Unit.target` in pieces, likewise."""
    mentions = [(index, mention.target) for index, mention in enumerate(unit.mentions) if mention.target is not None]
    flags = [(flag.severity, flag.target) for flag in unit.flags if flag.target is not None]
    return _pieces(unit.target, mentions, flags)


def _pieces(text: str, mentions: Sequence[tuple[int, Span]], flags: Sequence[tuple[Severity, Span]]) -> list[Piece]:
    shown = picture_controls(text)
    controls = bidi_control_positions(text)
    if not mentions and not flags and not controls:
        return [Piece(shown, None, False, "")] if shown else []
    edges = {0, len(text), *controls, *(place + 1 for place in controls)}
    for _, span in (*mentions, *flags):
        edges.update(edge for edge in span if 0 < edge < len(text))
    cuts = sorted(edges)
    pieces = []
    for start, end in pairwise(cuts):
        here = Span(start, end)
        if start in controls:
            pieces.append(Piece(shown[start:end], None, False, "bidi"))
            continue
        mention = next((index for index, span in mentions if span.overlaps(here)), None)
        last = any(index == mention and span.end == end for index, span in mentions)
        found = {severity for severity, span in flags if span.overlaps(here)}
        severity = next((severity.value for severity in _WORST_FIRST if severity in found), "")
        pieces.append(Piece(shown[start:end], mention, last, severity))
    return pieces
