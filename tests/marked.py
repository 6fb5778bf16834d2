"""Texts with codes as one string, for tests: `{1>` opens, `<1}` closes, `[1]` stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.bitext import Code, CodeKind, numbered

_MARK = re.compile(r"\{(?P<open>\d+)>|<(?P<close>\d+)\}|\[(?P<alone>\d+)\]")


def parse(marked: str, offset: int = 0) -> tuple[str, tuple[Code, ...]]:
    """The text and its codes, whose places count from `-offset`."""
    text, codes, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        position = match.end()
        kind = match.lastgroup
        assert kind is not None
        codes.append(Code(int(match[kind]), CodeKind(kind), offset + len(text)))
    return text + marked[position:], numbered(codes)


def shown(text: str, codes: Sequence[Code]) -> str:
    """The string that `parse` reads."""
    pieces: list[str] = []
    position = 0
    for code in codes:
        mark = {"open": f"{{{code.id}>", "close": f"<{code.id}}}", "alone": f"[{code.id}]"}[code.kind.value]
        pieces += (text[position : code.at], mark)
        position = code.at
    return "".join((*pieces, text[position:]))
