"""Marks that hang on words: taken out for the model, put back in its English where the words went.

Emphasis, tags, links, footnote marks, emoji, quotation marks inside a quotation. Where the words went is known from
the word links of the sentence and its translation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from pipeline.bitext import Span

Links = Sequence[tuple[Span, Span]]

_OPENING_TAG = re.compile(r"<([A-Za-z][\w:.-]*)")
_CLOSING_TAG = re.compile(r"</([A-Za-z][\w:.-]*)")
_REACH = 3  # words looked at beside a mark before its place counts as lost
_FINAL = ".!?…:;,"


class Side(Enum):
    """Where the word is that a mark hangs on."""

    LEFT = -1
    RIGHT = 1


@dataclass(frozen=True, slots=True)
class Hanging:
    """A mark to put back.

    span: in the raw segment. text: what to write. side: of the word it hangs on. before, after: the white space
    that stood around it. partner: the number of the mark that it pairs with, None for one alone.
    """

    span: Span
    text: str
    side: Side
    before: str = ""
    after: str = ""
    partner: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a mark goes: before character `position` of the English. sure: whether word links say so."""

    mark: Hanging
    position: int
    sure: bool


def hang(raw: str, spans: Sequence[Span]) -> list[Hanging]:
    """The marks at `spans` of `raw`, in order, paired where they open and close something."""
    marks: list[Hanging] = []
    opened: list[int] = []
    for span in spans:
        text = span.of(raw)
        before = raw[: span.start][len(raw[: span.start].rstrip()) :]
        after = raw[span.end :][: len(raw[span.end :]) - len(raw[span.end :].lstrip())]
        partner = next((number for number in reversed(opened) if closes(marks[number].text, text)), None)
        number = len(marks)
        if partner is not None:
            del opened[opened.index(partner) :]
            marks[partner] = replace(marks[partner], partner=number, side=Side.RIGHT)
            marks.append(Hanging(span, text, Side.LEFT, before, after, partner))
            continue
        # A mark that touches the word after it alone hangs on that one; any other on the word before it.
        side = Side.RIGHT if (before or not span.start) and not after else Side.LEFT
        marks.append(Hanging(span, text, side, before, after))
        if opens(text):
            opened.append(number)
    return marks


def opens(text: str) -> bool:
    """Whether a mark may open something that another closes."""
    return text[0] in "*_~[!“‘«" or text.endswith("{") or text == "&lt;" or bool(_OPENING_TAG.match(text))


def closes(opening: str, text: str) -> bool:
    """Whether `text` closes what `opening` opened."""
    if opening.endswith("["):
        return text.startswith("]")
    if opening.endswith("{"):
        return text == "}"
    if opening == "&lt;":
        return text == "&gt;"
    if opening in "“‘«":
        return text == "”’»"["“‘«".index(opening)]
    tag, end = _OPENING_TAG.match(opening), _CLOSING_TAG.match(text)
    if tag is not None:
        return end is not None and end.group(1).lower() == tag.group(1).lower()
    return opening == text


def place(marks: Sequence[Hanging], spots: Sequence[int], source: str, target: str, links: Links) -> list[Placed]:
    """Where each mark goes in `target`, in the order in which they are to be written.

    spots: where each stood in `source`, the copy without marks, whose words `links` join with those of `target`.
    """
    placed: list[tuple[int, int, int, Placed]] = []
    for number, (mark, spot) in enumerate(zip(marks, spots, strict=True)):
        position, sure = _edge(source, target, spot)
        if mark.partner is not None:
            inside = Span(*sorted((spot, spots[mark.partner])))
            if position is None or any(map(str.isalnum, source[: inside.start] + source[inside.end :])):
                around, found = _around(links, inside, mark.partner > number)
                position, sure = (around, found) if found else (position, sure)
        if position is None:
            position, sure = _beside(source, target, links, spot, mark.side)
        order = 0 if mark.side is Side.LEFT else 1
        placed.append((position, order, number, Placed(mark, position, sure)))
    _uncross(placed, marks)
    return [item for *_, item in sorted(placed, key=lambda entry: entry[:3])]


def _uncross(placed: list[tuple[int, int, int, Placed]], marks: Sequence[Hanging]) -> None:
    """A pair of which the end came before the start is put in order."""
    for number, mark in enumerate(marks):
        other = mark.partner
        if other is None or other < number:
            continue
        start, end = placed[number][3], placed[other][3]
        if start.position > end.position:
            first, last = sorted((start.position, end.position))
            placed[number] = (first, 1, number, replace(start, position=first, sure=False))
            placed[other] = (last, 0, other, replace(end, position=last, sure=False))


def _edge(source: str, target: str, spot: int) -> tuple[int | None, bool]:
    """The place of a mark that stood before the first or behind the last word of the source."""
    if not any(map(str.isalnum, source[:spot])):
        return _same_signs(source[:spot], target), True
    if not any(map(str.isalnum, source[spot:])):
        tail = source[spot:].strip()
        end = len(target.rstrip())
        if tail and any(sign in tail for sign in _FINAL + "»”\"')"):
            while end and not target[end - 1].isalnum() and target[end - 1] not in ")]}%€$":
                end -= 1
        return end, True
    return None, False


def _same_signs(head: str, target: str) -> int:
    """Behind the signs that `target` opens with, where `head` holds signs too."""
    if not head.strip():
        return 0
    return next((index for index, character in enumerate(target) if character.isalnum()), 0)


def _around(links: Links, inside: Span, opening: bool) -> tuple[int | None, bool]:
    """The start or the end of the English that renders what a pair of marks encloses."""
    said = [target for source, target in links if source.overlaps(inside)]
    if not said:
        return None, False
    return (min(span.start for span in said) if opening else max(span.end for span in said)), True


def _beside(source: str, target: str, links: Links, spot: int, side: Side) -> tuple[int, bool]:
    """Behind the English of the word before `spot`, or before that of the word after it."""
    left = _steps(source, links, spot, backwards=True)
    right = _steps(source, links, spot, backwards=False)
    first, second = (left, right) if side is Side.LEFT else (right, left)
    for distance, position in (*first, *second):
        if position is not None and distance < _REACH:
            return position, True
    for _, position in (*first, *second):
        if position is not None:
            return position, False
    share = round(len(target) * spot / max(1, len(source)))
    space = target.find(" ", share)
    return (len(target.rstrip()) if space < 0 else space), False


def _steps(source: str, links: Links, spot: int, *, backwards: bool) -> Iterator[tuple[int, int | None]]:
    """The words from `spot` on, with their distance in words and where their English ends (or starts)."""
    words = [Span(*match.span()) for match in re.finditer(r"\w+(?:[-.,]\w+)*|[^\w\s]", source)]
    beside = (
        [word for word in reversed(words) if word.end <= spot] if backwards else [w for w in words if w.start >= spot]
    )
    for distance, word in enumerate(beside):
        said = [target for origin, target in links if origin.overlaps(word)]
        if not said:
            yield distance, None
        else:
            yield distance, max(span.end for span in said) if backwards else min(span.start for span in said)
