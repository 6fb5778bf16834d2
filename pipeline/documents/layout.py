"""What formats written as text share: an original taken apart into blocks of text and codes, and put together again.

A reader tells a `Layout` what it meets, in order: text, codes, ends of blocks. From that come the blocks and codes of a
`Document`. Read again when it is to be written, it says which characters of the original each sentence covers. What
no sentence covers is never touched, and a sentence whose translation is its source keeps its characters.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.bitext import FIXED, Block, Code, CodeKind, Unit, numbered
from pipeline.documents.assembly import is_changed
from pipeline.segmentation.codes import BREAK

BETWEEN_BLOCKS = "\n\n"
_SPACE = re.compile(r"[ \t\n\r\f]+")


class Piece(NamedTuple):
    """Characters `start` to `end` of the original and the text they are.

    As many characters of text correspond one by one; otherwise the piece is one thing: an entity, white space that
    counts as one space or none, a code (whose text is empty, but for a line break).
    """

    start: int
    end: int
    text: str
    code: Code | None = None

    @property
    def exact(self) -> bool:
        """Whether text and original go character by character."""
        return self.code is None and len(self.text) == self.end - self.start


class Replacement(NamedTuple):
    """Characters of the original and what is to stand there instead."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """A block as it stands in the original.

    start: in the document's text. place: in the format's terms, such as the quotation mark of an attribute. inner:
    whether it may lie inside a code of another block, as an attribute does.
    """

    start: int
    text: str
    pieces: tuple[Piece, ...]
    place: str = ""
    inner: bool = False


class Layout:
    """Collects the blocks of an original, in order.

    collapse: whether runs of white space count as one space, and as none at the ends of a block, as in HTML.
    """

    def __init__(self, *, collapse: bool = False) -> None:
        self.blocks: list[LaidBlock] = []
        self.collapse = collapse
        self._pieces: list[Piece] = []
        self._outer: list[list[Piece]] = []
        self._later: list[tuple[list[Piece], str]] = []
        self._opened: list[tuple[str, int]] = []
        self._ids = 0
        self._length = 0

    def text(self, start: int, end: int, text: str) -> None:
        """Characters that say `text`; where they do not correspond one by one, one thing (an entity) a call."""
        if start < end:
            self._pieces.append(Piece(start, end, text))

    def open(self, start: int, end: int, name: str, kind: str, native: str, shown: str = "") -> None:
        """The beginning of a pair. name: what its end will be called; kind: the code's type."""
        self._ids += 1
        self._opened.append((name, self._ids))
        self._pieces.append(Piece(start, end, "", Code(self._ids, CodeKind.OPEN, 0, 0, kind, native, shown)))

    def close(self, start: int, end: int, name: str, kind: str, native: str) -> None:
        """The end of the last pair of this name that is still open, or of one that never began."""
        place = next((n for n in range(len(self._opened) - 1, -1, -1) if self._opened[n][0] == name), None)
        if place is None:
            self._ids += 1
        number = self._ids if place is None else self._opened.pop(place)[1]
        self._pieces.append(Piece(start, end, "", Code(number, CodeKind.CLOSE, 0, 0, kind, native)))

    def alone(self, start: int, end: int, kind: str, native: str, shown: str = "", *, text: str = "") -> None:
        """A code that stands for itself; text: the white space that it is to a reader, such as a line break."""
        self._ids += 1
        self._pieces.append(Piece(start, end, text, Code(self._ids, CodeKind.ALONE, 0, 0, kind, native, shown)))

    def aside(self, pieces: list[Piece], place: str) -> None:
        """A block inside a code or between blocks, such as an attribute; it comes behind the block at hand."""
        self._later.append((pieces, place))

    def begin_aside(self) -> None:
        """What comes until `end_aside` is a block that lies in a code of the one at hand."""
        self._outer.append(self._pieces)
        self._pieces = []

    def end_aside(self, place: str = "") -> None:
        """The end of such a block; the one that it lies in goes on."""
        self._later.append((self._pieces, place))
        self._pieces = self._outer.pop()

    def end_block(self, place: str = "") -> None:
        """What came since the last call is a block, if it has a letter in it; otherwise it is left as it is."""
        self._add(self._pieces, place)
        for pieces, inside in self._later:
            self._add(pieces, inside, inner=True)
        self._pieces, self._later = [], []

    def follows(self, kind: str, separators: str) -> bool:
        """Whether the block so far ends with the end of such a pair, but for these characters and white space."""
        for piece in reversed(self._pieces):
            if piece.code is not None:
                return piece.code.kind is CodeKind.CLOSE and piece.code.type == kind
            if piece.text.strip(separators + " \t\n\r\f\xa0"):
                return False
        return False

    def _add(self, pieces: Sequence[Piece], place: str, *, inner: bool = False) -> None:
        if not any(any(map(str.isalpha, piece.text)) for piece in pieces):
            return
        made = tuple(_collapsed(pieces) if self.collapse else pieces)
        text = "".join(piece.text for piece in made)
        self.blocks.append(LaidBlock(self._length, text, made, place, inner))
        self._length += len(text) + len(BETWEEN_BLOCKS)

    def content(self) -> tuple[str, tuple[Block, ...], tuple[Code, ...]]:
        """Text, blocks and codes for a `Document`; a block's key is its range in the original."""
        blocks, codes = [], []
        for block in self.blocks:
            key = f"{block.pieces[0].start}-{block.pieces[-1].end}"
            blocks.append(Block(block.start, block.start + len(block.text), key))
            at = block.start
            for piece in block.pieces:
                if piece.code is not None:
                    codes.append(replace(piece.code, at=at))
                at += len(piece.text)
        return BETWEEN_BLOCKS.join(block.text for block in self.blocks), tuple(blocks), numbered(codes)


def _collapsed(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with the white space that a reader sees: single spaces between words, none at line breaks and ends."""
    made: list[Piece] = []
    spaced = True  # so that no space opens the block
    for piece in pieces:
        if piece.code is not None:
            if piece.text:
                _strip_end(made)
                spaced = True
            made.append(piece)
        elif not piece.exact:
            made.append(piece)
            spaced = piece.text.endswith(" ")
        else:
            position = 0
            for space in _SPACE.finditer(piece.text):
                if space.start() > position:
                    made.append(_part(piece, position, space.start()))
                    spaced = False
                shown = "" if spaced else " "
                made.append(Piece(piece.start + space.start(), piece.start + space.end(), shown))
                spaced, position = True, space.end()
            if position < len(piece.text):
                made.append(_part(piece, position, len(piece.text)))
                spaced = False
    _strip_end(made)
    return made


def _part(piece: Piece, start: int, end: int) -> Piece:
    return Piece(piece.start + start, piece.start + end, piece.text[start:end])


def _strip_end(pieces: list[Piece]) -> None:
    for number in range(len(pieces) - 1, -1, -1):
        if pieces[number].text:
            if pieces[number].text == " " and pieces[number].code is None:
                pieces[number] = pieces[number]._replace(text="")
            return


Escape = Callable[[str, LaidBlock], str]
"""Writes a translation as the format wants it in that block."""


def rewritten(
    original: str,
    blocks: Sequence[LaidBlock],
    units: Sequence[Unit],
    escape: Escape,
    changes: Sequence[Replacement] = (),
) -> str:
    """The original with the targets of `units` in the place of their sources.

    units: with `source_span` in the document's text, ordered. changes: further replacements, outside of all text.
    A unit without a target keeps its source. Codes that a target has lost stand at its end, so that none is dropped.
    """
    inner = _Spliced(original, changes)
    placed = list(_by_block(blocks, units))
    edits = [edit for block, found in placed if block.inner for edit in _edits(block, found, inner, escape)]
    inner = _Spliced(original, [*edits, *changes])
    outer = [edit for block, found in placed if not block.inner for edit in _edits(block, found, inner, escape)]
    return _Spliced(original, [*outer, *_outside(inner.edits, outer)]).between(0, len(original))


def _outside(edits: Sequence[Replacement], outer: Sequence[Replacement]) -> Iterator[Replacement]:
    """Those that lie in none of `outer`, which are ordered."""
    ends = [edit.end for edit in outer]
    for edit in edits:
        place = bisect_left(ends, edit.end)
        if place == len(outer) or outer[place].start > edit.start:
            yield edit


class _Spliced:
    """An original with replacements, which are disjoint."""

    def __init__(self, original: str, edits: Sequence[Replacement]) -> None:
        self._original = original
        self.edits = sorted(edits)
        self._starts = [edit.start for edit in self.edits]

    def between(self, start: int, end: int) -> str:
        """The characters `start` to `end` of the original, with what was replaced there."""
        pieces: list[str] = []
        position = start
        for edit in self.edits[bisect_left(self._starts, start) :]:
            if edit.end > end:
                break
            pieces += (self._original[position : edit.start], edit.text)
            position = edit.end
        return "".join((*pieces, self._original[position:end]))


def _by_block(blocks: Sequence[LaidBlock], units: Sequence[Unit]) -> Iterator[tuple[LaidBlock, list[Unit]]]:
    position = 0
    known = [unit for unit in units if unit.source_span is not None]
    for block in blocks:
        found = []
        while position < len(known):
            span = known[position].source_span
            assert span is not None
            if span.start >= block.start + len(block.text):
                break
            found.append(known[position])
            position += 1
        yield block, found


def _edits(block: LaidBlock, units: Sequence[Unit], inner: _Spliced, escape: Escape) -> Iterator[Replacement]:
    places, at = [], block.start
    for piece in block.pieces:
        places.append(at)
        at += len(piece.text)
    for number, unit in enumerate(units):
        if not is_changed((unit,)):
            continue
        before = units[number - 1].source_span if number else None
        after = units[number + 1].source_span if number + 1 < len(units) else None
        low = bisect_left(places, before.end if before else block.start)
        high = bisect_right(places, after.start if after else at, lo=low)
        low = max(0, low - 1)  # a piece that begins in the unit before may go on in this one
        around = list(zip(places[low:high], block.pieces[low:high], strict=True))
        yield _edit(block, around, unit, inner, escape)


class _Native(NamedTuple):
    """What a code of a unit is to be written as.

    before: white space between the last word of the unit and the code; after: between the code and the first word.
    spaced: whether white space that counts for none follows it between two words. fixed: what it opens, as text and as
    the original has it, where that is never translated.
    """

    text: str
    before: str = ""
    after: str = ""
    spaced: bool = False
    fixed: tuple[str, str] = ("", "")


def _edit(
    block: LaidBlock, around: Sequence[tuple[int, Piece]], unit: Unit, inner: _Spliced, escape: Escape
) -> Replacement:
    """What stands for a unit. around: the pieces from the unit before to the one behind, with their places."""
    assert unit.source_span is not None
    first, last = unit.source_span
    keys = {code.key for code in unit.source_codes}
    mine = [
        number
        for number, (place, piece) in enumerate(around)
        if (place < last and place + len(piece.text) > first) or (piece.code is not None and piece.code.key in keys)
    ]
    codes: dict[tuple[int, CodeKind], _Native] = {}
    before, known = "", (0, CodeKind.ALONE)
    start, end = around[mine[0]][1].start, around[mine[-1]][1].end
    for number in range(mine[0], mine[-1] + 1):
        place, piece = around[number]
        if piece.code is not None:
            follows = around[number + 1][1] if number + 1 < len(around) else None
            spaced = follows is not None and follows.code is None and not follows.text and first < place < last
            known = piece.code.key
            fixed = _content(around, number, inner) if piece.code.type in FIXED else ("", "")
            codes[known] = _Native(inner.between(piece.start, piece.end), before, "", spaced, fixed)
            before = ""
            continue
        opened, closed = _opened(piece, place, first), _closed(piece, place, last)
        if number == mine[0]:
            start = opened
        elif opened > piece.start:
            codes[known] = codes[known]._replace(after=codes[known].after + inner.between(piece.start, opened))
        if number == mine[-1]:
            end = closed
        elif closed < piece.end:
            before += inner.between(closed, piece.end)
    return Replacement(start, end, _written(unit, codes, block, escape))


def _content(around: Sequence[tuple[int, Piece]], number: int, inner: _Spliced) -> tuple[str, str]:
    """What stands in a pair that begins with piece `number`, as text and as the original has it."""
    opening = around[number][1]
    assert opening.code is not None
    if opening.code.kind is not CodeKind.OPEN:
        return "", ""
    said = ""
    for _, piece in around[number + 1 :]:
        if piece.code is not None and piece.code.key == (opening.code.id, CodeKind.CLOSE):
            return said, inner.between(opening.end, piece.start)
        said += piece.text
    return "", ""


def _opened(piece: Piece, place: int, first: int) -> int:
    """Where text from `first` on begins in the original, for the piece whose text begins at `place`."""
    if place + len(piece.text) <= first:
        return piece.end
    return piece.start + max(0, first - place) if piece.exact else piece.start


def _closed(piece: Piece, place: int, last: int) -> int:
    """Where text up to `last` ends in the original."""
    if place >= last:
        return piece.start
    return piece.end - max(0, place + len(piece.text) - last) if piece.exact else piece.end


def _written(unit: Unit, codes: dict[tuple[int, CodeKind], _Native], block: LaidBlock, escape: Escape) -> str:
    """The target with its codes, each once; those it has lost stand at its end."""
    pieces: list[str] = []
    head, tail, position = "", "", 0
    fixed = ("", "")
    for code in unit.target_codes:
        if code.key not in codes:
            continue
        native = codes.pop(code.key)
        said = unit.target[position : code.at]
        position = code.at
        broken = code.type == BREAK
        if said and said == fixed[0]:
            pieces.append(fixed[1])
        else:
            pieces.append(escape(said.removesuffix(" ") if broken else said, block))
        fixed = native.fixed
        if code.at == len(unit.target):
            pieces.append(native.before)
        else:
            tail += native.before
        pieces.append(native.text)
        if code.at == 0:
            pieces.append(native.after)
        else:
            head += native.after
        if native.spaced and code.kind is CodeKind.ALONE and unit.target[position : position + 1].isalnum():
            pieces.append(" ")
        if broken and unit.target[position : position + 1] in ("\n", " "):
            position += 1  # what the break stands over, or a space that needs none beside it
    pieces.append(escape(unit.target[position:], block))
    pieces += [native.before + native.text + native.after for native in codes.values()]
    return head + "".join(pieces) + tail
