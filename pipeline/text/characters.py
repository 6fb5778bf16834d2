"""Characters that break a format or a display: what XML forbids, line breaks in disguise, controls, bidi controls.

Every function is pure and works on code points; the patterns run in C, so a clean text costs one scan.
Sources: XML 1.0 (fifth edition) production 2 `Char`; Unicode 15 `Bidi_Control`; Python's `str.splitlines`
for the characters that other programs may take for a line end.
"""

from __future__ import annotations

import re
from collections import Counter

HYPHENS = "-‐‑‒–"
APOSTROPHES = "'’ʼ‘`´"
"""Signs that are read as one another in names and terms."""
# Everything outside #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].
XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# CRLF first: a Windows line end is one break, not two.
_BREAK_OR_TAB = re.compile("\r\n|[\n\r\t\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_BIDI_CONTROL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

LINE_BREAKS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
"""What `str.splitlines` splits on; only `\\n` ends a line in this project."""

_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"} | {0x7F: 0x2421}


def is_xml_character(character: str) -> bool:
    """Whether XML 1.0 allows this one character."""
    return XML_FORBIDDEN.match(character) is None


def drop_xml_forbidden(text: str) -> tuple[str, int]:
    """`text` without the characters XML 1.0 forbids, and how many there were."""
    return XML_FORBIDDEN.subn("", text)


def for_xml(text: str, counts: Counter[str]) -> str:
    """`text` without the characters XML 1.0 forbids; `counts["xml-forbidden"]` grows by how many there were."""
    text, dropped = drop_xml_forbidden(text)
    counts["xml-forbidden"] += dropped
    return text


def xml_forbidden_positions(text: str) -> list[int]:
    """Where the characters that XML 1.0 forbids stand, ascending."""
    return [match.start() for match in XML_FORBIDDEN.finditer(text)]


def replace_surrogates(text: str) -> tuple[str, int]:
    """`text` with U+FFFD for each lone surrogate, which no encoding can write, and how many there were."""
    return _SURROGATE.subn("\ufffd", text)


def valid_text(text: str) -> str:
    """`text` as every file can hold it: halves of a pair joined, U+FFFD for a lone surrogate."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def flatten(text: str) -> tuple[str, int]:
    """`text` on one line: a space for each tab and each character some program takes for a line end.

    CR LF counts as one. Returns the line and the number of replacements; equal length unless CR LF occurs.
    """
    return _BREAK_OR_TAB.subn(" ", text)


def control_characters(text: str) -> list[str]:
    """The control characters (C0, DEL, C1) of `text` in order; white space and line breaks are not among them."""
    return _CONTROL.findall(text)


def has_bidi_controls(text: str) -> bool:
    """Whether `text` holds marks, embeddings, overrides or isolates that reorder what is displayed."""
    return _BIDI_CONTROL.search(text) is not None


def bidi_control_positions(text: str) -> list[int]:
    """Where the bidi controls of `text` stand, ascending."""
    return [match.start() for match in _BIDI_CONTROL.finditer(text)]


def drop_bidi_controls(text: str) -> tuple[str, int]:
    """`text` without its bidi controls, and how many there were."""
    return _BIDI_CONTROL.subn("", text)


def picture_controls(text: str) -> str:
    """`text` with C0 controls and DEL as their Unicode pictures (␀, ␛), for display; the length is kept."""
    return text.translate(_PICTURES)
