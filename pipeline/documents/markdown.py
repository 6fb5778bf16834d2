"""Markdown: CommonMark with tables, strike-through, footnotes and front matter.

markdown-it says which lines are paragraphs, headings and cells; what stands in them is found here, because it does not
say where in a line that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.documents.encoding import writable
from pipeline.documents.html import HtmlReader, escaped, said
from pipeline.documents.html_tokens import tokens
from pipeline.documents.layout import LaidBlock, Layout, Piece
from pipeline.documents.markdown_marks import Mark, marks
from pipeline.documents.text_file import LaidText
from pipeline.segmentation.codes import BREAK

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_READ_KEYS = r"title|subtitle|description|summary|excerpt|titre|résumé"
_KEY = re.compile(
    rf"^(?:{_READ_KEYS}):[ \t]+(?P<value>\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'\n>|\[{{&*!#][^\n]*?)[ \t]*$", re.MULTILINE
)
_HARD = re.compile(r"(?: {2,}|\\)$")
_CELL, _HTML = "|", "<"
_SPECIAL = re.compile(
    r"[\\`]|(?<![\s*])\*|\*(?!\s|$)|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|<(?=[A-Za-z/!?])|\[(?=[^\]]*\][(\[:])|&(?=#?\w+;)|~~"
)


class MarkdownFormat(LaidText):
    """`.md`, `.markdown`.

    Left alone: code, addresses, reference definitions, front matter but for titles and descriptions, HTML as HTML. A
    paragraph whose lines are wrapped comes out as one line where it is translated.
    """

    name = "markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mkd")
    description = "Markdown"

    def _laid_out(self, text: str) -> Layout:
        layout = Layout()
        starts = _line_starts(text)
        environment: dict[str, object] = {}
        cursors: dict[int, int] = {}
        cells = 0
        for token in _parser().parse(text.replace("\0", "\ufffd"), environment):
            cells += {"tr_open": 1, "tr_close": -1}.get(token.type, 0)
            if token.map is None:
                continue
            if token.type == "front_matter":
                _front_matter(text, starts[token.map[0]], starts[token.map[1]], layout)
            elif token.type == "html_block":
                _html(text, starts[token.map[0]], starts[token.map[1]], layout)
            elif token.type == "inline":
                lines = _located(text, token, starts, cursors)
                if lines:
                    known = environment.get("references", {})
                    _Inline(text, lines, layout, set(known) if isinstance(known, dict) else set()).lay_out()
                    layout.end_block(_CELL if cells else "")
        return layout

    def _escaped(self, target: str, block: LaidBlock, encoding: str) -> str:
        if block.place in ('"', "'"):
            return writable(target.replace(block.place, "’" if block.place == "'" else '\\"'), encoding)
        if block.place == "=":
            return writable(target, encoding)
        if block.place.startswith(_HTML):
            return escaped(target, block.place[1:], "\u00a0", encoding)
        target = _SPECIAL.sub(lambda match: "\\" + match.group(), target)
        return writable(target.replace("|", "\\|") if block.place == _CELL else target, encoding)


@dataclass(frozen=True, slots=True)
class _Line:
    """Characters of a line of the original that belong to a block."""

    start: int
    end: int


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin

    made = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    made.use(footnote_plugin).use(front_matter_plugin)
    return made.disable(["footnote_tail", "inline"], ignoreInvalid=True)


def _line_starts(text: str) -> list[int]:
    """Where each line begins as markdown-it counts them, and where the text ends."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    return [*starts, len(text), len(text)]


def _located(text: str, token: Token, starts: Sequence[int], cursors: dict[int, int]) -> list[_Line]:
    """Where the lines of a token stand; empty where they are not found as they are."""
    assert token.map is not None
    lines: list[_Line] = []
    number = token.map[0]
    contents = token.content.split("\n")
    for content in contents:
        wanted = content.strip(" \t")
        while number < token.map[1]:
            start, end = max(starts[number], cursors.get(number, 0)), starts[number + 1]
            # A cell's bars are escaped in the text, and no longer in what markdown-it says of it.
            written = next(
                (each for each in (wanted, wanted.replace("|", "\\|")) if text.find(each, start, end) >= 0), ""
            )
            place = text.find(written, start, end) if written else -1
            if place >= 0:
                break
            number += 1
        else:
            return []
        last = place + len(written)
        # Spaces at the end of a line that goes on make a hard break.
        lines.append(_Line(place, last))
        cursors[number] = last
        number += 0 if len(contents) == 1 else 1
    return lines


def _front_matter(text: str, start: int, end: int, layout: Layout) -> None:
    for match in _KEY.finditer(text, start, end):
        first, last = match.span("value")
        quote = text[first] if text[first] in "\"'" else ""
        piece = Piece(first + len(quote), last - len(quote), text[first + len(quote) : last - len(quote)])
        layout.aside([piece], quote or "=")
        layout.end_block()


def _html(text: str, start: int, end: int, layout: Layout) -> None:
    reader = HtmlReader(text, layout, place=_HTML)
    layout.collapse = True
    for token in tokens(text, start=start, end=end):
        reader.take(token)
    layout.end_block(_HTML)
    layout.collapse = False


class _Inline:
    """The text and codes of one block."""

    def __init__(self, text: str, lines: Sequence[_Line], layout: Layout, references: set[str]) -> None:
        self._text, self._lines, self._layout, self._references = text, lines, layout, references

    def lay_out(self) -> None:
        """Tell the layout what stands there."""
        end = self._lines[-1].end
        found = sorted([*marks(self._text, self._spans(), self._references), *self._breaks()])
        position = self._lines[0].start
        for mark in found:
            if mark.start < position:
                continue
            self._plain(position, mark.start)
            self._mark(mark)
            position = mark.end
        self._plain(position, end)

    def _spans(self) -> list[tuple[int, int]]:
        return [(line.start, line.end) for line in self._lines]

    def _breaks(self) -> Iterator[Mark]:
        for line, following in zip(self._lines, self._lines[1:], strict=False):
            between = self._text[line.end : following.start]
            if self._text[line.end - 1] == "\\":
                yield Mark(line.end - 1, following.start, "break")
            elif re.match(r" {2,}\r?\n", between):
                yield Mark(line.end, following.start, "break")
            else:
                yield Mark(line.end, following.start, "space")

    def _mark(self, mark: Mark) -> None:
        native = self._text[mark.start : mark.end]
        if mark.role == "break":
            self._layout.alone(mark.start, mark.end, BREAK, native, text="\n")
        elif mark.role == "space":
            self._layout.text(mark.start, mark.end, " ")
        elif mark.role == "escape":
            self._layout.text(mark.start, mark.end, native[1:])
        elif mark.role == "open":
            self._layout.open(mark.start, mark.end, mark.name, mark.kind, native)
        elif mark.role == "close":
            self._layout.close(mark.start, mark.end, mark.name, mark.kind, native)
        else:
            self._layout.alone(mark.start, mark.end, mark.kind, native)
            if mark.alt is not None:
                self._layout.aside(list(said(self._text, *mark.alt)), "!")

    def _plain(self, start: int, end: int) -> None:
        for piece in said(self._text, start, end):
            self._layout.text(piece.start, piece.end, piece.text)
