"""Quotes and brackets that open without closing, or the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.quality.check import Check, both_sides

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_QUOTES = {"“": "”", "«": "»", "‹": "›"}
_STRAIGHT = '"'
_ANY_QUOTE = re.compile('[“”«»‹›"]')


class Unbalanced(Check):
    """A quote or bracket of the target without its partner, where the source's are all paired.

    Apostrophes and single quotes are not looked at, nor an enumeration's `a)`.
    """

    code = "unbalanced"
    severity = Severity.WARNING
    description = "quotes or brackets are unbalanced"

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag for quotes and one for brackets, at the first sign without a partner."""
        if not both_sides(unit):
            return
        for name, finder in (("quote", unpaired_quote), ("bracket", unpaired_bracket)):
            position = finder(unit.target)
            if position is None or finder(unit.source) is not None:
                continue
            # French dialogue has dashes where a person translating it opens a quote here and closes it later.
            if name == "bracket" or unit.origin.is_machine or _ANY_QUOTE.search(unit.source):
                sign = unit.target[position]
                yield self.flag(f"the {name} {sign} has no partner", target=Span(position, position + 1))


def _unpaired(text: str, pairs: dict[str, str]) -> int | None:
    """Where the first opening or closing sign without its partner stands."""
    closing = {close: open_ for open_, close in pairs.items()}
    opened: list[int] = []
    for position, character in enumerate(text):
        if character in pairs:
            opened.append(position)
        elif character in closing:
            if not opened or text[opened[-1]] != closing[character]:
                return position
            opened.pop()
    return opened[0] if opened else None


def unpaired_quote(text: str) -> int | None:
    """The position of the first double quote or guillemet without its partner; None if all are paired."""
    position = _unpaired(text, _QUOTES)
    if position is None and text.count(_STRAIGHT) % 2:
        return text.index(_STRAIGHT)
    return position


def unpaired_bracket(text: str) -> int | None:
    """The position of the first bracket without its partner; None if all are paired."""
    position = _unpaired(text, _BRACKETS)
    if position is not None and text[position] == ")" and "(" not in text[:position]:
        # `a)` and `1)` of an enumeration; a smile
        label = text[:position].split()[-1:] or [""]
        if len(label[0]) <= 2:
            rest = _unpaired(text[position + 1 :], _BRACKETS)
            return None if rest is None else position + 1 + rest
    return position
