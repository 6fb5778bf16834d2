"""A block with the translations of its sentences, as text and codes in the order in which they are to be written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.bitext import Block, Code, CodeKind, Unit
from pipeline.segmentation.codes import BREAK


def is_changed(units: Sequence[Unit]) -> bool:
    """Whether a unit has a target that is to be written: another text than its source, or codes elsewhere."""
    return any(
        unit.target.strip() and (unit.target != unit.source or unit.target_codes != unit.source_codes) for unit in units
    )


class UnitsInPlace:
    """Units by the place in the document's text where they begin."""

    def __init__(self, units: Sequence[Unit]) -> None:
        """units: in order; those without a span are left out."""
        placed = [(unit.source_span.start, unit) for unit in units if unit.source_span is not None]
        self._starts = [start for start, _ in placed]
        self._units = [unit for _, unit in placed]

    def of(self, block: Block) -> list[Unit]:
        """Those that begin in a block, in order."""
        return self._units[bisect_left(self._starts, block.start) : bisect_left(self._starts, block.end)]


class _Piece(NamedTuple):
    """Text or a code of a block, and the place in the document's text where it begins."""

    at: int
    said: str | Code


@dataclass
class _Own:
    """A code of a unit.

    before, after: white space between the unit's words and it, where it stands behind or before them. spaced: whether a
    space stands before it among them; floating: before and behind it, so that it is like a word.
    """

    code: Code
    before: str = ""
    after: str = ""
    spaced: bool = False
    floating: bool = False


def reassembled(text: str, block: Block, codes: Sequence[Code], units: Sequence[Unit]) -> list[str | Code]:
    """Texts and codes of a block in the order of the translation; each code of `codes` comes exactly once.

    text: of the block; spans and places count from the document's start. codes: those of the block, in order. units:
    those in it, in order. A unit without a target keeps its source. Codes that a target has lost come at its end.
    White space between a sentence and a code of its own that stands apart stays between them. The line end that a
    line break stands over comes with the code.
    """
    pieces = list(_pieces(text, block, codes, units))
    made: list[str | Code] = []
    cursor = 0
    for unit in units:
        assert unit.source_span is not None
        start, end = unit.source_span
        keys = {code.key for code in unit.source_codes}
        mine = [number for number in range(cursor, len(pieces)) if _is_of(pieces[number], start, end, keys)]
        if not mine or not unit.target.strip():
            continue
        made += [piece.said for piece in pieces[cursor : mine[0]]]
        made += _written(unit, pieces[mine[0] : mine[-1] + 1])
        cursor = mine[-1] + 1
    made += [piece.said for piece in pieces[cursor:]]
    return [said for said in made if said != ""]


def _is_of(piece: _Piece, start: int, end: int, keys: set[tuple[int, CodeKind]]) -> bool:
    return piece.said.key in keys if isinstance(piece.said, Code) else start <= piece.at < end


def _pieces(text: str, block: Block, codes: Sequence[Code], units: Sequence[Unit]) -> Iterator[_Piece]:
    """The block in order, its text cut wherever a unit begins or ends."""
    spans = [unit.source_span for unit in units if unit.source_span is not None]
    cuts = sorted({place - block.start for span in spans for place in span})
    position = 0
    for code in codes:
        at = max(code.at - block.start, position)
        yield from _cut(text, position, at, cuts, block.start)
        yield _Piece(block.start + at, code)
        position = at + 1 if code.type == BREAK and text[at : at + 1] == "\n" else at
    yield from _cut(text, position, len(text), cuts, block.start)


def _cut(text: str, start: int, end: int, cuts: Sequence[int], base: int) -> Iterator[_Piece]:
    for cut in (*cuts[bisect_right(cuts, start) : bisect_left(cuts, end)], end):
        if cut > start:
            yield _Piece(base + start, text[start:cut])
        start = cut


def _written(unit: Unit, pieces: Sequence[_Piece]) -> Iterator[str | Code]:
    """A target with its codes. pieces: of the source, from the first to the last that is the unit's."""
    assert unit.source_span is not None
    start, end = unit.source_span
    own: dict[tuple[int, CodeKind], _Own] = {}
    last: _Own | None = None
    before, spoken = "", ""
    for number, (at, said) in enumerate(pieces):
        if isinstance(said, Code):
            follows = pieces[number + 1].said if number + 1 < len(pieces) else None
            spaced = spoken.endswith(" ")
            floating = spaced and isinstance(follows, str) and follows.startswith(" ") and said.type != BREAK
            last = own[said.key] = _Own(said, before, "", spaced, floating)
            before = ""
        elif at >= end:
            before += said
        elif at < start and last is not None:
            last.after += said
        else:
            spoken = said
    yield from _woven(unit, own)


def _woven(unit: Unit, own: dict[tuple[int, CodeKind], _Own]) -> list[str | Code]:
    made: list[str | Code] = []
    head, tail, position = "", "", 0
    for code in unit.target_codes:
        known = own.pop(code.key, None)
        if known is None:
            continue
        said = unit.target[position : code.at]
        position = code.at
        broken = code.type == BREAK
        made.append(said.removesuffix(" ") if broken and not known.spaced else said)
        if known.floating and said[-1:].isalnum():
            made.append(" ")
        if code.at == len(unit.target):
            made.append(known.before)
        else:
            tail += known.before
        made.append(known.code)
        if code.at == 0:
            made.append(known.after)
        else:
            head += known.after
        if known.floating and unit.target[position : position + 1].isalnum():
            made.append(" ")
        if broken and unit.target[position : position + 1] in ("\n", " "):
            position += 1
    made.append(unit.target[position:])
    for known in own.values():
        made += [known.before, known.code, known.after]
    return [head, *made, tail]
