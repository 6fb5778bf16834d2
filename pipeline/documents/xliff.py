"""XLIFF 1.2 and 2.x: segments without a translation get one, with the codes of their source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.bitext import Code, CodeKind
from pipeline.documents.encoding import declared_in_xml
from pipeline.documents.html import escaped, said
from pipeline.documents.html_tokens import Token, attributes, tokens
from pipeline.documents.packages import parsed
from pipeline.documents.strings import Entry, StringsFormat
from pipeline.errors import InputError

_UNITS = frozenset(("trans-unit", "segment"))
_PAIRS = frozenset(("g", "pc", "mrk"))
_OPENING = {
    "bpt": "open",
    "bx": "open",
    "sc": "open",
    "sm": "open",
    "ept": "close",
    "ex": "close",
    "ec": "close",
    "em": "close",
}


class XliffFormat(StringsFormat):
    """Kept: translations that are there, notes, everything else. Left alone: units that are not to be translated."""

    name = "xliff"
    suffixes: tuple[str, ...] = (".xlf", ".xliff", ".sdlxliff", ".mqxliff")
    description = "XLIFF 1.2 and 2.x"

    def _entries(self, text: str, encoding: str, name: str) -> list[Entry]:
        """The sources without a target. Raises InputError for another source language than French."""
        made: list[Entry] = []
        segment: _Segment | None = None
        prefix, skipping = "", False
        number = 0
        for token in tokens(text, xml=True):
            local = token.name.rpartition(":")[2]
            if token.kind == "start" and local in ("file", "xliff"):
                _require_french(text, token, name)
            if token.kind == "start" and local in ("trans-unit", "unit", "group"):
                skipping = _says(text, token, "translate") == "no" or (skipping and local == "segment")
            if token.kind == "start" and local in _UNITS and not token.closed:
                segment = _Segment(token, skipping)
                prefix = token.name.removesuffix(local)
            elif segment is None:
                continue
            elif token.kind == "end" and token.name == segment.token.name:
                entry = _entry(text, segment, prefix, encoding, number)
                if entry is not None:
                    made.append(entry)
                    number += len({code.id for code in entry.codes})
                segment = None
            else:
                _note(text, token, local, segment)
        return made

    def _declared(self, data: bytes, name: str) -> str | None:
        parsed(data, name)
        return declared_in_xml(data)


@dataclass
class _Segment:
    """What was met of a unit: its source's content, and where its target stands, or is to stand."""

    token: Token
    translated: bool = False
    source: tuple[int, int] | None = None
    source_end: int = 0
    target: tuple[int, int] | None = None
    opened: list[Token] = field(default_factory=list)


def _note(text: str, token: Token, local: str, segment: _Segment) -> None:
    """Take in a token of a unit."""
    if token.kind == "start" and local in ("source", "target", "alt-trans", "seg-source"):
        if token.closed:
            if local == "target" and not segment.opened:
                segment.target = (token.start, token.end)
        else:
            segment.opened.append(token)
    elif token.kind == "end" and segment.opened and token.name == segment.opened[-1].name:
        opened = segment.opened.pop()
        if segment.opened:
            return
        if local == "source":
            segment.source, segment.source_end = (opened.end, token.start), token.end
        elif local == "seg-source":
            segment.source_end = token.end
        elif local == "target":
            segment.target = (opened.start, token.end)
            segment.translated = segment.translated or bool(text[opened.end : token.start].strip())


def _entry(text: str, segment: _Segment, prefix: str, encoding: str, number: int) -> Entry | None:
    if segment.source is None or segment.translated:
        return None
    content, codes = _content(text, *segment.source, number)
    if segment.target is not None:
        start, end = segment.target
        before = ""
    else:
        start = end = segment.source_end
        opening = text[: segment.source[0]].rfind("<")
        before = text[:opening][len(text[:opening].rstrip()) :]
    name = f"{prefix}target"

    def write(pieces: Sequence[str | Code]) -> str:
        inside = "".join(
            piece.native if isinstance(piece, Code) else escaped(piece, "", "\u00a0", encoding) for piece in pieces
        )
        return f"{before}<{name}>{inside}</{name}>"

    return Entry(content, start, end, write, codes)


def _content(text: str, start: int, end: int, number: int) -> tuple[str, tuple[Code, ...]]:
    """The text and codes of a source."""
    words = ""
    codes: list[Code] = []
    stack: list[tuple[str, int]] = []
    names: dict[str, int] = {}
    inside: Token | None = None
    for token in tokens(text, xml=True, start=start, end=end):
        local = token.name.rpartition(":")[2]
        native = text[token.start : token.end]
        if inside is not None:  # the native code that bpt, ept, ph and it hold is no text
            if token.kind == "end" and token.name == inside.name:
                codes.append(
                    _code(text[inside.start : token.end], local, _key(text, inside), len(words), names, number)
                )
                inside = None
        elif token.kind == "text":
            words += "".join(piece.text for piece in said(text, token.start, token.end))
        elif local in _PAIRS and not token.closed:
            if token.kind == "start":
                names[f"<{token.start}"] = len(names) + number + 1
                stack.append((token.name, names[f"<{token.start}"]))
                codes.append(Code(stack[-1][1], CodeKind.OPEN, len(words), 0, local, native))
            elif stack:
                codes.append(Code(stack.pop()[1], CodeKind.CLOSE, len(words), 0, local, native))
        elif token.kind == "start" and not token.closed:
            inside = token
        else:
            codes.append(_code(native, local, _key(text, token), len(words), names, number))
    return words, tuple(codes)


def _code(native: str, local: str, key: str, at: int, names: dict[str, int], number: int) -> Code:
    kind = {"open": CodeKind.OPEN, "close": CodeKind.CLOSE}.get(_OPENING.get(local, ""), CodeKind.ALONE)
    name = f"{'pair' if kind is not CodeKind.ALONE else local} {key}" if key else f"{local} {len(names)}"
    return Code(names.setdefault(name, len(names) + number + 1), kind, at, 0, local, native)


def _key(text: str, token: Token) -> str:
    """What joins the halves of a pair that are elements of their own."""
    found = {each.name: text[each.start : each.end] for each in attributes(text, token, xml=True)}
    return found.get("rid") or found.get("startRef") or found.get("i") or found.get("id") or ""


def _require_french(text: str, token: Token, name: str) -> None:
    for wanted in ("source-language", "srcLang"):
        language = _says(text, token, wanted)
        if language and language.lower().split("-")[0] != "fr":
            raise InputError(f"{name}: its source language is {language!r}, not French")


def _says(text: str, token: Token, name: str) -> str:
    return next((text[each.start : each.end] for each in attributes(text, token, xml=True) if each.name == name), "")
