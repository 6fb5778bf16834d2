"""HTML cut into tokens with their places, as the HTML standard's tokeniser cuts it (section 13.2.5), without repairs.

Every character belongs to exactly one token, so that what is not translated can be written back as it was, in pages
with any mistake. Parsers that build a tree do not say where a node stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Between these tags nothing is markup but their own end.
RAW_TEXT = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title", "plaintext"))
_TAG = re.compile(
    r"<(?P<slash>/?)(?P<name>[A-Za-z][^\s/>]*)"
    r"(?P<rest>(?:[^\"'=>]|=\s*\"[^\"]*\"|=\s*'[^']*'|=(?!\s*[\"'])|[\"'])*)>"
)
_BOGUS = re.compile(r"<(?:!(?!--|\[CDATA\[)|\?|/(?![A-Za-z>]))[^>]*>?")
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_BEGUN = re.compile(r"</?[A-Za-z]")
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s/>=\"'][^\s/>=]*)"
    r"(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>][^\s>]*)))?"
)
_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});?|[A-Za-z][A-Za-z0-9]{1,31};?)")


class Attribute(NamedTuple):
    """An attribute: name in small letters, the value's characters in the page, its quotation mark or empty."""

    name: str
    start: int
    end: int
    quote: str


class Token(NamedTuple):
    """Characters `start` to `end` of a page. kind: `text`, `start`, `end`, `raw` (inside script, title and the like),
    `other` (comments, doctypes). name: of a tag, in small letters; of raw text, its element's. closed: whether a start
    tag ends with a slash.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    closed: bool = False


def tokens(page: str, *, xml: bool = False, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of a page from `start` to `end`, in order and without gaps.

    xml: names keep their case and no element holds raw text.
    """
    position = text = start
    end = len(page) if end is None else end
    while True:
        mark = page.find("<", position, end)
        found = None if mark < 0 else _markup(page, mark, end, xml)
        if mark >= 0 and found is None:
            position = mark + 1
            continue
        if text < (end if mark < 0 else mark):
            yield Token("text", text, end if mark < 0 else mark)
        if found is None:
            return
        yield found
        position = text = found.end
        if found.kind == "start" and found.name in RAW_TEXT and not xml:
            last = _raw_end(page, found, end)
            if position < last:
                yield Token("raw", position, last, found.name)
            position = text = last


def attributes(page: str, tag: Token, *, xml: bool = False) -> list[Attribute]:
    """The attributes of a start tag, in order; of a repeated one the first counts."""
    found: dict[str, Attribute] = {}
    start = tag.start + 1 + len(tag.name)
    for match in _ATTRIBUTE.finditer(page, start, tag.end - 1):
        group = next((name for name in ("double", "single", "bare") if match[name] is not None), None)
        name = match["name"] if xml else match["name"].lower()
        if group is not None:
            quote = {"double": '"', "single": "'", "bare": ""}[group]
            found.setdefault(name, Attribute(name, *match.span(group), quote))
        else:
            found.setdefault(name, Attribute(name, match.end(), match.end(), ""))
    return list(found.values())


def references(text: str) -> Iterator[tuple[int, int]]:
    """Where the character references of a text stand."""
    if "&" in text:
        for match in _REFERENCE.finditer(text):
            yield match.span()


def _markup(page: str, mark: int, end: int, xml: bool) -> Token | None:
    if page.startswith("<!--", mark):
        match = _COMMENT.match(page, mark, end)
    elif page.startswith("<![CDATA[", mark):
        match = _CDATA.match(page, mark, end)
    else:
        tag = _TAG.match(page, mark, end)
        if tag is not None:
            name = tag["name"] if xml else tag["name"].lower()
            return Token("end" if tag["slash"] else "start", mark, tag.end(), name, tag["rest"].endswith("/"))
        if _BEGUN.match(page, mark, end):  # a tag that never ends: browsers show nothing of what follows
            return Token("other", mark, end)
        match = _BOGUS.match(page, mark, end)
    return None if match is None else Token("other", mark, match.end())


def _raw_end(page: str, tag: Token, end: int) -> int:
    if tag.name == "plaintext":
        return end
    match = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(page, tag.end, end)
    return end if match is None else match.start()
