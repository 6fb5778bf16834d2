"""OpenDocument texts, sheets and presentations (ISO/IEC 26300)."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.documents.html import escaped, said
from pipeline.documents.html_tokens import Token, attributes, tokens
from pipeline.documents.layout import LaidBlock, Layout
from pipeline.documents.packages import Package
from pipeline.documents.parts import Parts, PartsFormat
from pipeline.errors import InputError
from pipeline.segmentation.codes import BREAK

_PARTS = ("content.xml", "styles.xml")
_PARAGRAPHS = frozenset(("text:p", "text:h", "svg:title", "svg:desc"))
_INLINE = {"text:span": "style", "text:a": "link", "text:meta": "meta", "text:meta-field": "meta"}
_LEFT_ALONE = frozenset(("text:tracked-changes", "office:forms", "table:content-validations", "office:scripts"))


class OdfFormat(PartsFormat):
    """`.odt`, `.ods`, `.odp` and their templates.

    Read: paragraphs and headings, also in notes, text boxes, comments, headers and footers, titles and descriptions of
    pictures. Left alone: deletions, fields, what formulas give.
    """

    name = "odf"
    suffixes: tuple[str, ...] = (".odt", ".ott", ".ods", ".ots", ".odp", ".otp", ".odg")
    description = "OpenDocument texts, sheets and presentations"

    def _parts(self, data: bytes, name: str) -> Parts:
        package = Package.open(data, name)
        names = package.names
        if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
            raise InputError(f"{name}: is protected by a password")
        return Parts.read(package, [each for each in _PARTS if each in names or each == _PARTS[0]])

    def _laid_out(self, parts: Parts) -> Layout:
        layout = Layout(collapse=True)
        for start, end in parts.spans:
            reader = _Reader(parts.text, layout)
            for token in tokens(parts.text, xml=True, start=start, end=end):
                reader.take(token)
        return layout

    def _escaped(self, text: str, block: LaidBlock) -> str:
        return escaped(text, "", "\u00a0", "utf-8").replace("  ", " <text:s/>")


@dataclass
class _Open:
    """An element that is open and matters: a paragraph, something in one that is a code, or something left alone."""

    token: Token
    kind: str
    depth: int = 1


class _Reader:
    def __init__(self, page: str, layout: Layout) -> None:
        self._page, self._layout = page, layout
        self._stack: list[_Open] = []

    def take(self, token: Token) -> None:
        """The next token."""
        top = self._stack[-1] if self._stack else None
        if top is not None and top.kind == "left alone":
            self._count(top, token)
        elif token.kind == "text":
            if top is not None and top.kind == "paragraph":
                for piece in said(self._page, token.start, token.end):
                    self._layout.text(piece.start, piece.end, piece.text)
        elif token.kind == "start":
            self._start(token, top)
        elif token.kind == "end" and top is not None:
            self._end(token, top)

    def _start(self, token: Token, top: _Open | None) -> None:
        name = token.name
        if name in _LEFT_ALONE or (name == "table:table-cell" and self._is_formula(token)):
            if not token.closed:
                self._stack.append(_Open(token, "left alone"))
        elif name in _PARAGRAPHS:
            if not token.closed:
                if self._within():
                    self._layout.begin_aside()
                self._stack.append(_Open(token, "paragraph"))
        elif top is not None and top.kind == "paragraph":
            self._in_paragraph(token)
        elif top is not None and name == top.token.name and not token.closed:
            top.depth += 1

    def _in_paragraph(self, token: Token) -> None:
        native = self._page[token.start : token.end]
        if token.name == "text:s":
            self._layout.text(token.start, token.end, " ")
        elif token.name in ("text:tab", "text:line-break"):
            self._layout.alone(token.start, token.end, BREAK, native, text="\n")
        elif token.closed:
            self._layout.alone(token.start, token.end, token.name.rpartition(":")[2], native)
        elif token.name in _INLINE:
            self._layout.open(token.start, token.end, token.name, _INLINE[token.name], native)
        else:
            self._stack.append(_Open(token, "code"))

    def _end(self, token: Token, top: _Open) -> None:
        if top.kind == "paragraph" and token.name in _INLINE:
            native = self._page[token.start : token.end]
            self._layout.close(token.start, token.end, token.name, _INLINE[token.name], native)
        elif token.name == top.token.name:
            top.depth -= 1
            if top.depth == 0:
                self._stack.pop()
                self._close(token, top)

    def _close(self, token: Token, top: _Open) -> None:
        if top.kind == "paragraph":
            if self._within():
                self._layout.end_aside()
            else:
                self._layout.end_block()
        elif top.kind == "code":
            native = self._page[top.token.start : top.token.end]
            self._layout.alone(top.token.start, token.end, top.token.name.rpartition(":")[2], native)

    def _count(self, top: _Open, token: Token) -> None:
        if token.name == top.token.name and not token.closed and token.kind in ("start", "end"):
            top.depth += 1 if token.kind == "start" else -1
            if top.depth == 0:
                self._stack.pop()

    def _within(self) -> bool:
        """Whether a paragraph is open round this place."""
        return any(each.kind == "paragraph" for each in self._stack)

    def _is_formula(self, token: Token) -> bool:
        return any(each.name == "table:formula" for each in attributes(self._page, token, xml=True))
