"""JSON files of strings, as programs keep their texts in: every string value that reads like one, and no key."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from pipeline.documents.strings import Entry, StringsFormat, plain
from pipeline.errors import FormatError

_STRING = re.compile(r"\"(?:[^\"\\]|\\.)*\"")
_NAME = re.compile(
    r"[a-z0-9]*(?:[_./:#@$%-][A-Za-z0-9]*)+|[a-z]+[A-Z]\w*|[A-Z0-9_]+|#[0-9A-Fa-f]+|\S+://\S*|[\w./-]+\.\w{2,4}"
)


class JsonFormat(StringsFormat):
    """Left alone: keys, numbers, and values that are names for a program: addresses, paths, colours, `snake_case`."""

    name = "json"
    suffixes: tuple[str, ...] = (".json", ".arb")
    description = "JSON files of strings"

    def _entries(self, text: str, encoding: str, name: str) -> Iterator[Entry]:
        try:
            json.loads(text)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"{name}: not JSON: {' '.join(str(error).split())}") from error
        escaped = text.isascii() and "\\u" in text

        def write(target: str) -> str:
            made = json.dumps(target, ensure_ascii=escaped)
            return made if escaped or _fits(made, encoding) else json.dumps(target)

        for match in _STRING.finditer(text):
            if not re.match(r"\s*:", text[match.end() : match.end() + 200]):
                said = re.sub("[\ud800-\udfff]", "\ufffd", json.loads(match.group(), strict=False))
                if is_text(said):
                    yield Entry(said, match.start(), match.end(), plain(write))


def is_text(value: str) -> bool:
    """Whether a value reads like words for people and not like a name for a program."""
    return any(map(str.isalpha, value)) and not _NAME.fullmatch(value)


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
