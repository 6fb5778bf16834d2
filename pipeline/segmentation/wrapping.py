"""Texts whose lines break inside sentences: typed at a fixed width, copied from mail, scanned."""

from __future__ import annotations

import re
from itertools import pairwise

_LINE_HYPHEN = re.compile(r"[^\W\d_](?:-|\u00ad)\Z")
_GOES_ON = re.compile(r"[^\W_][,’']?\Z|,\Z|[)»\]]\Z")
_MARK = re.compile(r"\s*(?:[-–—•*>|#+]|\d{1,3}[.)]\s|[a-z][.)]\s)")
_FEWEST, _SHARE, _SHORTEST = 2, 0.3, 35
_MOST_LINES = 2000


def is_hard_wrapped(text: str) -> bool:
    """Whether the lines of `text` break inside its sentences, judged from its first 2,000 lines.

    Counted are the ends of lines that another line follows at once: a break lies inside a sentence where the
    line ends in a letter, a comma or a hyphen and the next begins with a small letter. Two of them and three in
    ten make a text hard-wrapped, if the lines are longer than those of lists or a word is broken in two.
    """
    breaks = inside = hyphens = 0
    lengths = []
    for above, below in pairwise(text.split("\n", _MOST_LINES)[:_MOST_LINES]):
        upper, lower = above.strip(), below.strip()
        if not upper or not lower or _MARK.match(below):
            continue
        breaks += 1
        if not lower[0].islower():
            continue
        if _LINE_HYPHEN.search(upper):
            hyphens += 1
        elif not _GOES_ON.search(upper):
            continue
        inside += 1
        lengths.append(len(upper))
    if inside < _FEWEST or inside < _SHARE * breaks:
        return False
    return hyphens > 0 or sorted(lengths)[len(lengths) // 2] >= _SHORTEST
