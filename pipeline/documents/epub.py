"""Electronic books (EPUB 2 and 3): every page, the tables of contents, the title."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from pipeline.bitext import Unit
from pipeline.documents.html import HtmlReader, escaped, language_changes, said
from pipeline.documents.html_tokens import Token, tokens
from pipeline.documents.layout import LaidBlock, Layout, Replacement
from pipeline.documents.packages import Package
from pipeline.documents.parts import Parts, PartsFormat
from pipeline.errors import FormatError, InputError

_CONTAINER = "META-INF/container.xml"
_READ = frozenset(("dc:title", "dc:description", "dc:subject", "text", "ncx:text"))


class EpubFormat(PartsFormat):
    """`.epub`. The book's language becomes English where anything was translated."""

    name = "epub"
    suffixes: tuple[str, ...] = (".epub",)
    description = "electronic books"

    def _parts(self, data: bytes, name: str) -> Parts:
        package = Package.open(data, name)
        if "META-INF/encryption.xml" in package.names and b"EncryptedData" in package.read("META-INF/encryption.xml"):
            raise InputError(f"{name}: is protected against copying")
        root = next((each.get("full-path") for each in package.xml(_CONTAINER).iter("{*}rootfile")), None)
        if not root:
            raise FormatError(f"{name}: broken file: no package document is named in {_CONTAINER}")
        book = package.xml(root)
        folder = posixpath.dirname(root)
        items = {
            each.get("id", ""): (posixpath.normpath(posixpath.join(folder, unquote(each.get("href", "")))), each)
            for each in book.iter("{*}item")
        }
        order = [each.get("idref", "") for each in book.iter("{*}itemref")]
        pages = [items[key][0] for key in order if key in items and _is_page(items[key][1].get("media-type"))]
        rest = [path for path, each in items.values() if _is_page(each.get("media-type")) and path not in pages]
        contents = [path for path, each in items.values() if each.get("media-type") == "application/x-dtbncx+xml"]
        wanted = dict.fromkeys((root, *pages, *rest, *contents))
        return Parts.read(package, [each for each in wanted if each in package.names])

    def _laid_out(self, parts: Parts) -> Layout:
        layout = Layout(collapse=True)
        for name, (start, end) in zip(parts.names, parts.spans, strict=True):
            found = tokens(parts.text, xml=True, start=start, end=end)
            if name.lower().endswith((".opf", ".ncx")):
                _descriptions(parts.text, found, layout)
                continue
            reader = HtmlReader(parts.text, layout, xml=True)
            for token in found:
                reader.take(token)
            layout.end_block()
        return layout

    def _escaped(self, text: str, block: LaidBlock) -> str:
        return escaped(text, block.place, "\u00a0", "utf-8")

    def _changes(self, parts: Parts, units: Sequence[Unit]) -> Iterator[Replacement]:
        if any(unit.target.strip() and unit.target != unit.source for unit in units):
            yield from _language(parts)


def _is_page(media_type: str | None) -> bool:
    return media_type == "application/xhtml+xml"


def _descriptions(text: str, found: Iterable[Token], layout: Layout) -> None:
    """The texts of the book's description and of its old table of contents."""
    opened = ""
    for token in found:
        if token.kind == "start" and token.name in _READ and not token.closed:
            opened = token.name
        elif token.kind == "end":
            if token.name == opened:
                layout.end_block()
            opened = ""
        elif token.kind == "text" and opened:
            for piece in said(text, token.start, token.end):
                layout.text(piece.start, piece.end, piece.text)


def _language(parts: Parts) -> Iterator[Replacement]:
    """The changes of the languages that pages and description declare."""
    for name, (start, end) in zip(parts.names, parts.spans, strict=True):
        if not name.lower().endswith(".opf"):
            yield from language_changes(parts.text, "en", xml=True, start=start, end=end)
            continue
        opened = False
        for token in tokens(parts.text, xml=True, start=start, end=end):
            if token.kind == "text" and opened and parts.text[token.start : token.end].strip().lower()[:2] == "fr":
                yield Replacement(token.start, token.end, "en")
            opened = token.kind == "start" and token.name == "dc:language"
