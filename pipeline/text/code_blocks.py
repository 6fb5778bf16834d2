"""Blocks of code between fences, as Markdown has them: nothing in them is prose."""

from __future__ import annotations

import re

from pipeline.text.span import Span

_FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})(?P<rest>[^\n]*)$", re.MULTILINE)


def code_blocks(text: str) -> tuple[Span, ...]:
    """The fenced blocks of `text` with their fences, in order (CommonMark 0.31, 4.5).

    A fence that nothing closes opens no block: in plain text it may be a rule.
    """
    found: list[Span] = []
    opened: re.Match[str] | None = None
    for match in _FENCE.finditer(text):
        if opened is None:
            if match["fence"][0] == "~" or "`" not in match["rest"]:
                opened = match
        elif match["fence"].startswith(opened["fence"]) and not match["rest"].strip():
            found.append(Span(opened.start(), match.end()))
            opened = None
    return tuple(found)
