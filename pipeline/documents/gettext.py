"""Catalogues of gettext (`.po`, `.pot`): French `msgid`s whose `msgstr` is empty get English ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.documents.encoding import writable
from pipeline.documents.strings import Entry, StringsFormat, plain

_STRINGS = r"(?:[ \t]*\"(?:[^\"\\\n]|\\.)*\"[ \t]*\r?\n?)+"
_FIELD = re.compile(
    rf"^(?P<name>msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)[ \t]+(?P<value>{_STRINGS})", re.MULTILINE
)
_STRING = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"")
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"'}
_WRITTEN = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r", "\n": "\\n"}
_CHARSET = re.compile(rb"charset=([A-Za-z0-9_.:-]+)")


class GettextFormat(StringsFormat):
    """Translations that are there already are kept, and so are obsolete entries. Of a plural each form gets its own."""

    name = "po"
    suffixes: tuple[str, ...] = (".po", ".pot")
    description = "gettext catalogues"

    def _entries(self, text: str, encoding: str, name: str) -> Iterator[Entry]:
        single = plural = ""
        for match in _FIELD.finditer(text):
            name, said = match["name"], _said(match["value"])
            if name == "msgctxt":
                single = plural = ""
            elif name == "msgid":
                single, plural = said, ""
            elif name == "msgid_plural":
                plural = said
            elif not said and single:
                source = plural if plural and name != "msgstr[0]" else single
                value = match["value"]
                start = match.start("value")
                yield Entry(source, start, start + len(value.rstrip()), plain(lambda text: _written(text, encoding)))

    def _declared(self, data: bytes, name: str) -> str | None:
        match = _CHARSET.search(data[:4096])
        return None if match is None or match[1] == b"CHARSET" else match[1].decode("ascii")


def _said(value: str) -> str:
    joined = "".join(_STRING.findall(value))
    return _ESCAPE.sub(lambda match: _MEANT.get(match[1], match.group()), joined)


def _written(text: str, encoding: str) -> str:
    return '"' + re.sub(r'[\\"\t\r\n]', lambda match: _WRITTEN[match.group()], writable(text, encoding)) + '"'
