"""Paragraphs of a raw text, and the line ends inside them that always end a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
# Lines that do not go on with the line before, however short it is: bullets, numbers, letters.
_ITEM = re.compile(r"[^\S\n]*(?:[•·●▪■◆►▶→➢❖*][^\S\n]|(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)°][^\S\n]|[-–—][^\S\n])")
_DASHED = re.compile(r"[^\S\n]*[-–—]")
_FINISHED = re.compile(r"[.!?…:;][\s»”\"’')\]]*\Z")
_LOOK_BACK = 16
_HEADING_REACH = 120


def lines(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and paragraph of each line that holds more than white space."""
    paragraph = -1
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        if end < 0:
            end = len(text)
        first, last = trimmed(text, start, end)
        if first < last:
            paragraph += 1
            yield first, last, paragraph
        start = end + 1


def wrapped(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield start, end and paragraph of the pieces of hard-wrapped text; a blank line ends a paragraph.

    A paragraph is one piece, but that items of a list, turns of a dialogue and headings in capitals
    stand on lines of their own.
    """
    paragraph = -1
    start = 0
    while start <= len(text):
        blank = _BLANK_LINES.search(text, start)
        end = blank.start() if blank else len(text)
        first, last = trimmed(text, start, end)
        if first < last:
            paragraph += 1
            for piece in _pieces(text, first, last):
                yield (*piece, paragraph)
        start = blank.end() if blank else len(text) + 1


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its ends; empty where nothing else is in it."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    heading = True
    newline = text.find("\n", start, end)
    opened = start
    while newline >= 0:
        line_start, line_end = newline + 1, text.find("\n", newline + 1, end)
        above = text[max(opened, newline - _LOOK_BACK) : newline].rstrip()
        heading = heading and _capitals(text[opened:newline]) if newline - opened < _HEADING_REACH else False
        below = text[line_start : line_start + 40 if line_end < 0 else min(line_end, line_start + 40)]
        if _ITEM.match(text, line_start, end):
            # A dash may also go on with an aside; it opens an item after a stop or another dash.
            aside = _DASHED.match(text, line_start) and not _DASHED.match(text, opened)
            cut = not aside or _FINISHED.search(above) is not None
        else:
            cut = heading and not _capitals(below) and not below.lstrip()[:1].islower()
        if cut:
            yield trimmed(text, opened, newline)
            opened = trimmed(text, line_start, end)[0]
            heading = False
        newline = line_end
    yield trimmed(text, opened, end)


def _capitals(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) > 3
