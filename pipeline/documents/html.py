"""HTML pages: running text, attributes that are read, and nothing else; what is not text stays byte for byte."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from pipeline.bitext import Document, Unit
from pipeline.documents.html_tokens import RAW_TEXT, Attribute, Token, attributes, references, tokens
from pipeline.documents.layout import LaidBlock, Layout, Piece, Replacement, rewritten
from pipeline.documents.text_file import TextFile
from pipeline.segmentation.codes import BREAK


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


_BLOCKS = _names(
    "address article aside blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li link "
    "main map menu meta nav noscript object ol optgroup option p param picture search section select source summary "
    "table tbody td template textarea tfoot th thead title tr track ul video audio canvas"
)
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_CODE = _names("code kbd samp var tt")
_NO_TEXT = _names("svg math script style")
_LEFT_ALONE = _names("pre code kbd samp var tt svg math script style")
_TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "dfn"), "italic"),
    **dict.fromkeys(("s", "del", "strike"), "strike"),
    **dict.fromkeys(("u", "ins"), "underline"),
    "a": "link",
    "br": BREAK,
    "img": "image",
}
_READ_ATTRIBUTES = frozenset(("alt", "title", "placeholder", "aria-label", "aria-description", "summary"))
_BUTTONS = frozenset(("submit", "button", "reset"))
_META = _names(
    "description keywords og:title og:description og:site_name og:image:alt twitter:title twitter:description "
    "twitter:image:alt dc.title dc.description"
)
_TAGS = re.compile(r"<[^>]*>")
_RAISED = re.compile(r"(?:[^<]{0,8}|<(?!/sup)[^>]{0,200}>){1,9}</sup\s*>", re.IGNORECASE)
_BETWEEN_LINKS = "|·•/›»‹«–—-"
_CHARSET = re.compile(
    rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)|<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)"
)


class HtmlFormat(TextFile):
    """`.html`, `.htm`, `.xhtml`.

    Inline elements are codes; elements that make a block end one. Left alone: comments, scripts, styles, `pre`, `code`
    and the like, and whatever is marked `translate="no"` or of the class `notranslate`. Also read: `title`, `alt`,
    `placeholder`, labels of buttons, the descriptions in the head.
    """

    name = "html"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml", ".xht")
    description = "HTML pages"

    def _document(self, text: str, encoding: str, name: str) -> Document:
        """The page's text, blocks and codes."""
        said, blocks, codes = laid_out(text).content()
        return Document(name, said, blocks=blocks, codes=codes)

    def _written(self, text: str, units: Sequence[Unit], encoding: str, name: str) -> str:
        """The page with the targets; its `lang` becomes the target's where anything was translated."""
        return written(text, units, encoding)

    def _declared(self, data: bytes, name: str) -> str | None:
        return _declared(data)


def laid_out(page: str, *, xml: bool = False) -> Layout:
    """The layout of a page. xml: as in `tokens`."""
    reader = HtmlReader(page, Layout(collapse=True), xml=xml)
    for token in tokens(page, xml=xml):
        reader.take(token)
    reader.layout.end_block()
    return reader.layout


def written(page: str, units: Sequence[Unit], encoding: str, *, xml: bool = False, language: str = "en") -> str:
    """A page with the targets of units whose spans count in its layout's text."""
    space = ("&#160;" if xml else "&nbsp;") if "&nbsp;" in page or "&#160;" in page else "\u00a0"

    def escape(text: str, block: LaidBlock) -> str:
        return escaped(text, block.place, space, encoding)

    changed = any(unit.target.strip() and unit.target != unit.source for unit in units)
    changes = language_changes(page, language, xml=xml) if changed else []
    return rewritten(page, laid_out(page, xml=xml).blocks, units, escape, changes)


class HtmlReader:
    """Tells a layout what the tokens of a page are. place: of its blocks; an attribute's mark comes behind."""

    def __init__(self, page: str, layout: Layout, *, xml: bool = False, place: str = "") -> None:
        self.page, self.layout, self.xml, self._place = page, layout, xml, place
        self._left_alone: Token | None = None
        self._taken = 0  # up to here the page has been read ahead
        self._depth = 0

    def take(self, token: Token) -> None:
        """The next token."""
        if token.start < self._taken:
            return
        if self._left_alone is not None:
            self._pass_over(token)
        elif token.kind == "text":
            for piece in said(self.page, token.start, token.end):
                self.layout.text(piece.start, piece.end, piece.text)
        elif token.kind == "raw":
            if token.name in ("title", "textarea"):
                for piece in said(self.page, token.start, token.end):
                    self.layout.text(piece.start, piece.end, piece.text)
                self.layout.end_block(self._place)
        elif token.kind == "other":
            self.layout.alone(token.start, token.end, "comment", self._native(token))
        else:
            self._tag(token)

    def _tag(self, token: Token) -> None:
        name = token.name.lower()
        if token.kind == "start":
            self._attributes(token, name)
        if name in _BLOCKS:
            self.layout.end_block(self._place)
        if token.kind == "start" and self._is_left_alone(token, name):
            if not (token.closed or name in _VOID):
                self._left_alone, self._depth = token, 1
            elif name not in _BLOCKS:
                self.layout.alone(token.start, token.end, _TYPES.get(name, name), self._native(token))
            return
        if name in _BLOCKS:
            return
        kind = _TYPES.get(name, name)
        if name in _VOID or (token.closed and self.xml):
            self.layout.alone(token.start, token.end, kind, self._native(token), text="\n" if name == "br" else "")
        elif token.kind == "end":
            self.layout.close(token.start, token.end, name, kind, self._native(token))
        elif name == "sup" and (end := self._note_end(token)):
            self._taken = end
            native = self.page[token.start : end]
            self.layout.alone(token.start, end, "note", native, _TAGS.sub("", native).strip())
        else:
            if name in ("a", "button") and self.layout.follows(kind, _BETWEEN_LINKS):
                self.layout.end_block(self._place)  # a menu, not a sentence
            self.layout.open(token.start, token.end, name, kind, self._native(token))

    def _note_end(self, token: Token) -> int:
        """Where a raised number or sign ends, such as the mark of a note; 0 for raised letters."""
        match = _RAISED.match(self.page, token.end)
        inside = "" if match is None else _TAGS.sub("", match.group())
        if match is None or any(map(str.isalpha, html.unescape(inside))) or not inside.strip():
            return 0
        return match.end()

    def _is_left_alone(self, token: Token, name: str) -> bool:
        if name in _LEFT_ALONE or (name in RAW_TEXT and name not in ("title", "textarea")):
            return True
        return any(
            (found.name == "translate" and self._value(found).lower() == "no")
            or (found.name == "class" and "notranslate" in self._value(found).split())
            for found in attributes(self.page, token, xml=self.xml)
        )

    def _pass_over(self, token: Token) -> None:
        """A token inside an element that is left alone, which becomes one code when it ends."""
        assert self._left_alone is not None
        if token.name != self._left_alone.name or token.kind not in ("start", "end"):
            return
        if token.kind == "start":
            self._depth += 0 if token.closed and self.xml else 1
            return
        self._depth -= 1
        if self._depth:
            return
        first, self._left_alone = self._left_alone, None
        name = first.name.lower()
        if name in _BLOCKS or name == "pre":
            self.layout.end_block(self._place)
            return
        if name not in _NO_TEXT and "<" not in (inside := self.page[first.end : token.start]) and inside.strip():
            kind = "code" if name in _CODE else "fixed"
            self.layout.open(first.start, first.end, name, kind, self._native(first))
            for piece in said(self.page, first.end, token.start):
                self.layout.text(piece.start, piece.end, piece.text)
            self.layout.close(token.start, token.end, name, kind, self._native(token))
            return
        native = self.page[first.start : token.end]
        shown = html.unescape(_TAGS.sub("", native)).strip()[:40]
        self.layout.alone(first.start, token.end, _TYPES.get(name, name), native, shown)

    def _attributes(self, token: Token, name: str) -> None:
        found = {each.name: each for each in attributes(self.page, token, xml=self.xml)}
        kinds = {each: self._value(found[each]).lower() for each in ("type", "name", "property") if each in found}
        for attribute in found.values():
            wanted = attribute.name in _READ_ATTRIBUTES
            if name == "input":
                wanted = wanted or (attribute.name == "value" and kinds.get("type") in _BUTTONS)
            elif name == "meta":
                wanted = attribute.name == "content" and not _META.isdisjoint(kinds.values())
            elif name in ("option", "optgroup", "track"):
                wanted = wanted or attribute.name == "label"
            if wanted and attribute.start < attribute.end:
                pieces = list(said(self.page, attribute.start, attribute.end))
                self.layout.aside(pieces, self._place + (attribute.quote or "="))

    def _value(self, attribute: Attribute) -> str:
        return html.unescape(self.page[attribute.start : attribute.end])

    def _native(self, token: Token) -> str:
        return self.page[token.start : token.end]


def said(page: str, start: int, end: int) -> list[Piece]:
    """The text between two places of a page, each character reference a piece."""
    pieces, position = [], start
    for first, last in references(page[start:end]):
        meant = html.unescape(page[start + first : start + last])
        if meant == page[start + first : start + last]:
            continue
        if start + first > position:
            pieces.append(_plain(page, position, start + first))
        pieces.append(Piece(start + first, start + last, meant))
        position = start + last
    if position < end:
        pieces.append(_plain(page, position, end))
    return pieces


def _plain(page: str, start: int, end: int) -> Piece:
    return Piece(start, end, re.sub("[\ud800-\udfff]", "\ufffd", page[start:end]))


def escaped(text: str, place: str, space: str, encoding: str) -> str:
    """Text as HTML. place: the quotation mark of the attribute it is in, `=` for none, empty outside of tags."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\u00a0", space)
    if place == '"':
        text = text.replace('"', "&quot;")
    elif place == "'":
        text = text.replace("'", "&#39;")
    elif place == "=":
        text = '"' + text.replace('"', "&quot;") + '"'
    return text.encode(encoding, "xmlcharrefreplace").decode(encoding)


def language_changes(
    page: str, language: str, *, xml: bool = False, start: int = 0, end: int | None = None
) -> list[Replacement]:
    """The changes that make a page's declared language, if it is French, another."""
    found = tokens(page, xml=xml, start=start, end=end)
    root = next((token for token in found if token.kind == "start" and token.name == "html"), None)
    if root is None:
        return []
    return [
        Replacement(each.start, each.end, language)
        for each in attributes(page, root, xml=xml)
        if each.name in ("lang", "xml:lang") and page[each.start : each.end].lower().split("-")[0] == "fr"
    ]


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it is in."""
    match = _CHARSET.search(data[:4096])
    return None if match is None else (match[1] or match[2]).decode("ascii", "replace")
