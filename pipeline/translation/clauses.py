"""Cutting a sentence that is longer than the model can take, at the least harmful places."""

from __future__ import annotations

from collections.abc import Callable

import regex

# Where a cut does least harm, best first: after a stop or semicolon, a comma or dash, before a
# conjunction or relative pronoun, at any space.
_CUTS = (
    regex.compile(r"(?<=[.!?…;:][»”\"')\]]*)\s+"),
    regex.compile(r"(?<=[,»)\]])\s+|\s+(?=[–—«(\[])"),
    regex.compile(r"\s+(?=(?:et|ou|mais|donc|car|puis|qui|que|dont|où|lorsque|quand|parce|tandis|alors|afin)\b)"),
    regex.compile(r"\s+"),
)


def cut(sentence: str, limit: int, measure: Callable[[str], int]) -> list[str]:
    """Split `sentence` into parts that `measure` at most `limit`, losing only white space at the cuts.

    `measure` gives a part's length (in pieces of the model); it should not fall when text is added.
    A part without any space is cut between characters. The work is O(n log n) for n characters.
    """
    if measure(sentence) <= limit:
        return [sentence]
    middle = _best_cut(sentence)
    left, right = sentence[:middle].rstrip(), sentence[middle:].lstrip()
    if not left or not right:
        return [sentence]
    return cut(left, limit, measure) + cut(right, limit, measure)


def _best_cut(text: str) -> int:
    """The index nearest the middle where the best kind of cut in the middle half stands."""
    low, high, half = len(text) // 4, len(text) * 3 // 4, len(text) // 2
    for pattern in _CUTS:
        places = [match.end() for match in pattern.finditer(text, low, high)]
        if places:
            return min(places, key=lambda place: abs(place - half))
    return half
