"""The marks inside a paragraph of Markdown (CommonMark 0.31, section 6): emphasis, code, links, tags, escapes."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+)>")
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][\w-]*)(?:\s+[^<>]*)?(?P<closed>/?)>|<!--.*?-->", re.DOTALL)
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")
_FIRST = re.compile(rf"{_ESCAPE.pattern}|{_AUTOLINK.pattern}|`|<")
_NOTE = re.compile(r"\[\^[^\]\s]+\](?!:)")
_TARGET = re.compile(
    r"\]\(\s*(?:<[^<>\n]*>|(?:[^\s()\\]|\\.|\((?:[^\s()]|\([^\s()]*\))*\))*)"
    r"(?:\s+(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)"
)
_LABEL = re.compile(r"\]\[([^\[\]]*)\]")
_DELIMITERS = re.compile(r"\*+|_+|~~")
_VOID = frozenset(("br", "hr", "img", "input", "wbr"))
_KINDS = {"*": "italic", "_": "italic", "**": "bold", "__": "bold", "~~": "strike"}


class Mark(NamedTuple):
    """Characters of the text that are no words.

    role: `open`, `close`, `alone`, `escape`, `break`, `space`. name: what pairs it; kind: the code's type. alt: of a
    picture, the characters that are read.
    """

    start: int
    end: int
    role: str
    name: str = ""
    kind: str = ""
    alt: tuple[int, int] | None = None


def marks(text: str, spans: Sequence[tuple[int, int]], references: set[str]) -> list[Mark]:
    """The marks in `text` between the start of the first span and the end of the last, ordered and disjoint.

    references: the labels of reference links, in markdown-it's normal form.
    """
    start, end = spans[0][0], spans[-1][1]
    found = list(_tight(text, start, end))
    found += _links(text, start, end, found, references)
    found.sort()
    found += _emphasis(text, start, end, found)
    return sorted(found)


def _tight(text: str, start: int, end: int) -> Iterator[Mark]:
    """What binds more than links: code, tags, escapes."""
    position = start
    while (match := _FIRST.search(text, position, end)) is not None:
        place = match.start()
        position = match.end()
        if text[place] == "`":
            code = _CODE.match(text, place, end)
            ticks = len(text[place:end]) - len(text[place:end].lstrip("`"))
            if code is None:
                position = place + ticks
                continue
            yield Mark(place, code.start(2), "open", f"code {place}", "code")
            yield Mark(code.end(2), code.end(), "close", f"code {place}", "code")
            position = code.end()
        elif text[place] == "\\":
            yield Mark(place, position, "escape")
        elif match.group() == "<":
            tag = _TAG.match(text, place, end)
            if tag is not None:
                name = (tag["name"] or "").lower()
                alone = not name or name in _VOID or tag["closed"]
                role = "alone" if alone else "close" if tag["slash"] else "open"
                yield Mark(place, tag.end(), role, f"<{name}", name or "comment")
                position = tag.end()
        else:
            yield Mark(place, position, "alone", "", "link")


def _links(text: str, start: int, end: int, taken: Sequence[Mark], references: set[str]) -> Iterator[Mark]:
    """Links, pictures and marks of notes, from the inside out."""
    opened: list[int] = []
    position = start
    inside = _Taken(taken)
    while position < end:
        skip = inside.end_of(position)
        if skip:
            position = skip
            continue
        character = text[position]
        if character == "[":
            note = _NOTE.match(text, position, end)
            if note is not None:
                yield Mark(position, note.end(), "alone", "", "note")
                position = note.end()
                continue
            opened.append(position)
        elif character == "]" and opened:
            begun = opened.pop()
            closing = _closing(text, begun, position, end, references)
            if closing is not None:
                yield from _link(text, begun, position, closing)
                position = closing
                continue
        position += 1


def _closing(text: str, begun: int, place: int, end: int, references: set[str]) -> int | None:
    """Where a link ends whose text ends at `place`; None where it is none."""
    target = _TARGET.match(text, place, end)
    if target is not None:
        return target.end()
    label = _LABEL.match(text, place, end)
    if label is not None and _normal(label[1] or text[begun + 1 : place]) in references:
        return label.end()
    return place + 1 if _normal(text[begun + 1 : place]) in references else None


def _link(text: str, begun: int, place: int, closing: int) -> Iterator[Mark]:
    name = f"link {begun}"
    if text[begun - 1 : begun] == "!":
        yield Mark(begun - 1, closing, "alone", "", "image", (begun + 1, place))
        return
    # The text of a link that is its own label must stay.
    kind = "link" if text.startswith("](", place) or closing > place + 3 else "fixed"
    yield Mark(begun, begun + 1, "open", name, kind)
    yield Mark(place, closing, "close", name, kind)


def _normal(label: str) -> str:
    return " ".join(label.split()).lower().upper()


def _emphasis(text: str, start: int, end: int, taken: Sequence[Mark]) -> Iterator[Mark]:
    """Pairs of asterisks, bars and waves: runs that open and runs as long that close."""
    inside = _Taken(taken)
    opened: list[tuple[str, int, int]] = []
    places: defaultdict[str, list[int]] = defaultdict(list)  # in `opened`, of each run
    position = start
    while (match := _DELIMITERS.search(text, position, end)) is not None:
        position = match.end()
        skip = inside.end_of(match.start())
        if skip:
            position = max(skip, match.start() + 1)
            continue
        run, place = match.group(), match.start()
        opens, closes = _flanks(text, place, match.end(), start, end)
        if closes:
            partner = places[run][-1] if places[run] else None
            if partner is not None and inside.depth(opened[partner][1]) == inside.depth(place):
                _, first, last = opened[partner]
                while len(opened) > partner:
                    places[opened.pop()[0]].pop()
                kind = _KINDS.get(run, "bold italic")
                yield Mark(first, last, "open", f"{run} {first}", kind)
                yield Mark(place, match.end(), "close", f"{run} {first}", kind)
                continue
        if opens:
            places[run].append(len(opened))
            opened.append((run, place, match.end()))


def _flanks(text: str, first: int, last: int, start: int, end: int) -> tuple[bool, bool]:
    """Whether a run may open and whether it may close, by what stands beside it."""
    before = text[first - 1] if first > start else " "
    after = text[last] if last < end else " "
    left = not after.isspace() and (not _is_sign(after) or before.isspace() or _is_sign(before))
    right = not before.isspace() and (not _is_sign(before) or after.isspace() or _is_sign(after))
    if text[first] == "_":
        return left and (not right or _is_sign(before)), right and (not left or _is_sign(after))
    return left, right


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


class _Taken:
    """Which characters are marks or code already, and in how many pairs a place stands."""

    def __init__(self, taken: Sequence[Mark]) -> None:
        ordered = sorted(taken)
        self._ends: dict[int, int] = {}
        self._opened: list[tuple[int, int]] = []
        begun: dict[str, Mark] = {}
        for mark in ordered:
            for place in range(mark.start, mark.end):
                self._ends[place] = mark.end
            if mark.role == "open":
                begun[mark.name] = mark
            elif mark.role == "close" and mark.name in begun:
                first = begun.pop(mark.name)
                self._opened.append((first.end, mark.start))
                if mark.kind == "code":
                    for place in range(first.end, mark.start):
                        self._ends[place] = mark.end

    def end_of(self, place: int) -> int:
        """Where the mark at `place` ends; 0 where there is none."""
        return self._ends.get(place, 0)

    def depth(self, place: int) -> tuple[tuple[int, int], ...]:
        """The pairs round a place."""
        return tuple(pair for pair in self._opened if pair[0] <= place < pair[1])
