"""What is said about a unit holds for its texts alone: a mark of them, and what is left where they were changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.bitext import Flag, Mention, Origin, Review, Severity, Span, Unit

CHANGED = "text-changed"
"""Code of the flag of a unit whose texts another program changed."""

_MISSING = "missing"
_FORBID = "forbid"


def text_mark(unit: Unit) -> str:
    """Twice eight hexadecimal digits, for the source and for the target, exactly as they stand."""
    return " ".join(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        for text in (unit.source, unit.target)
    )


def trusted(unit: Unit, mark: str | None, kept: tuple[str, ...] = ()) -> Unit:
    """The unit as it is where `mark` is that of its texts, or none; else with what still holds of it.

    Score, word links, review and flags go, but for those of the codes in `kept`; who made the target is not known.
    Where only the target was changed, mentions are looked for in the new one by their rendering.
    """
    if mark is None or mark == text_mark(unit):
        return unit
    same_source = mark.split(" ")[0] == text_mark(unit).split(" ")[0]
    message = "changed outside bitexte: its score, word links and flags were those of another text"
    return replace(
        unit,
        origin=Origin.UNKNOWN,
        score=None,
        links=(),
        review=Review.NONE,
        mentions=tuple(_found_anew(unit)) if same_source else (),
        flags=(*(flag for flag in unit.flags if flag.code in kept), Flag(CHANGED, Severity.NOTE, message)),
    )


def _found_anew(unit: Unit) -> Iterator[Mention]:
    """The mentions with the places of their renderings in the target; none is taken twice."""
    taken: set[Span] = set()
    for mention in unit.mentions:
        if mention.policy == _FORBID:
            yield mention
            continue
        pattern = re.compile(rf"(?<!\w){re.escape(mention.rendering)}(?!\w)")
        spans = (Span(*match.span()) for match in pattern.finditer(unit.target))
        place = next((span for span in spans if span not in taken), None)
        if place is not None:
            taken.add(place)
        step = _MISSING if place is None else "plain"
        yield replace(mention, target=place, step=step, score_before=None, score_after=None)
