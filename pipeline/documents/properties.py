"""Java's files of strings: `key = value`, a line each, which may go on behind a backslash."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.documents.json_strings import is_text
from pipeline.documents.strings import Entry, StringsFormat, plain

_LINE = re.compile(
    r"^[ \t\f]*(?![#!])(?P<key>(?:[^\s=:\\]|\\.)+)(?:[ \t\f]*[=:][ \t\f]*|[ \t\f]+)"
    r"(?P<value>(?:[^\\\r\n]|\\(?:\r\n|.|\n))*)",
    re.MULTILINE,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|\r?\n[ \t\f]*|(.))")
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


class PropertiesFormat(StringsFormat):
    """Left alone: keys, comments, and values that are names for a program.

    Characters beyond ASCII are escaped if the file escapes them.
    """

    name = "properties"
    suffixes: tuple[str, ...] = (".properties",)
    description = "Java files of strings"

    def _entries(self, text: str, encoding: str, name: str) -> Iterator[Entry]:
        escaped = text.isascii() or encoding != "utf-8"

        def write(target: str) -> str:
            made = target.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
            made = "\\" + made if made.startswith(" ") else made
            return re.sub(r"[^\x00-\x7f]", lambda match: _unicode(match.group()), made) if escaped else made

        for match in _LINE.finditer(text):
            said = _ESCAPE.sub(_said, match["value"])
            said = re.sub("[\ud800-\udfff]", "\ufffd", said)
            if is_text(said):
                yield Entry(said, *match.span("value"), plain(write))


def _said(match: re.Match[str]) -> str:
    if match[1]:
        return chr(int(match[1], 16))
    return _MEANT.get(match[2], match[2]) if match[2] else ""


def _unicode(character: str) -> str:
    encoded = character.encode("utf-16-be")
    return "".join(f"\\u{encoded[n : n + 2].hex()}" for n in range(0, len(encoded), 2))
