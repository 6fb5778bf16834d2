"""The date stamp at the head of a text."""

from __future__ import annotations

import re

_STAMP = re.compile(
    r"[^\S\r\n]*date[^\S\r\n]+(?P<date>\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)"
    r"(?:[^\S\r\n]*(?=\r?\n|\Z)|[^\S\r\n]+(?=[«“\"(\[—–-]*[^\S\r\n]*(?P<first>\S)))"
)


def date_stamp(text: str) -> re.Match[str] | None:
    """The stamp `date YYYY-MM` or `date YYYY-MM-DD` (group `date`) with the space behind it, at the start of `text`.

    It counts where nothing follows on its line, or a word with a capital: `date 2024-05 de la réunion` is a text.
    """
    match = _STAMP.match(text)
    return match if match and (match["first"] is None or match["first"].isupper()) else None
