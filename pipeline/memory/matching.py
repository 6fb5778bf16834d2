"""What a memory has for a segment: the same, the same but for numbers and names, or something like it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pipeline.files.extras import extra
from pipeline.memory.pairs import Pair, PairMemory
from pipeline.memory.terms import token_spans, tokens

LEAST = 75
"""Percent from which a match is shown."""

_CASE, _SIGNS, _ADAPTED = 1, 2, 3  # percent taken off
_YEARS, _MOST_YEARS = 5, 3  # one percent for so many years of age, at most so many percent
_WHOLE = 100


class Use(Enum):
    """What a match is good for: to stand as it is, to stand with numbers or names exchanged, to be shown."""

    WHOLE = "whole"
    ADAPTED = "adapted"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class Match:
    """A pair of the memory for a segment.

    score: percent; 100 for the same words and signs. target: what to write, or for `Use.SHOWN` the pair's own.
    difference: what the segment has otherwise, `1998 → 2003` or `-rouge +vert`.
    """

    pair: Pair
    score: int
    use: Use
    target: str
    difference: str = ""


Render = Callable[[str, str], str]
"""The English of a name that stands in a French text: the name, the text."""


def find(memory: PairMemory, source: str, render: Render | None = None) -> Match | None:
    """The best that the memory has for a segment, `LEAST` percent or more; None where it has nothing.

    Newer pairs come before older ones of the same score. A match in other case, with other signs, adapted or old loses
    a few percent each. render: how names are written in English; as they are, where it is not given.
    """
    newest = memory.newest()
    for pair in memory.exact(source):
        return _same(source, pair, newest)
    levenshtein = _levenshtein()
    ours = tokens(source)
    low = [token.lower() for token in ours]
    best: tuple[float, Pair] | None = None
    adapted: Match | None = None
    for pair in memory.near(source):
        theirs = tokens(pair.source)
        likeness = levenshtein.normalized_similarity(low, [token.lower() for token in theirs], score_cutoff=0.5)
        if likeness <= 0:
            continue
        if adapted is None and len(ours) == len(theirs):
            adapted = _adapted(source, ours, theirs, pair, newest, render or (lambda name, _: name))
        if best is None or likeness > best[0]:
            best = (likeness, pair)
    if adapted is not None:
        return adapted
    if best is None:
        return None
    score = int(_WHOLE * best[0]) - _age(best[1], newest)
    if score < LEAST:
        return None
    return Match(best[1], score, Use.SHOWN, best[1].target, _difference(tokens(best[1].source), ours))


def _same(source: str, pair: Pair, newest: str) -> Match:
    """A pair whose source has the same words, in whatever case and with whatever kinds of signs."""
    ours, theirs = (" ".join(unicodedata.normalize("NFC", text).split()) for text in (source, pair.source))
    score = _WHOLE - _age(pair, newest)
    if ours == theirs:
        return Match(pair, score, Use.WHOLE, pair.target)
    if ours.casefold() == theirs.casefold():
        target = _in_case(source, pair)
        return Match(pair, score - _CASE, Use.WHOLE, target, f"{theirs} → {ours}" if target == pair.target else "")
    return Match(pair, score - _SIGNS, Use.WHOLE, pair.target, _difference(theirs.split(), ours.split()))


def _in_case(source: str, pair: Pair) -> str:
    """The pair's target, with the case of its first letter, or of all letters, as the source has it."""
    if source.isupper() and not pair.source.isupper():
        return pair.target.upper()
    if source[:1].isupper() and pair.source[:1].islower():
        return pair.target[:1].upper() + pair.target[1:]
    return pair.target


def _age(pair: Pair, newest: str) -> int:
    """Percent for the years by which a pair is older than the newest of its memory."""
    if not pair.date or not newest:
        return 0
    return min(_MOST_YEARS, (int(newest[:4]) - int(pair.date[:4])) // _YEARS)


def _adapted(
    source: str, ours: Sequence[str], theirs: Sequence[str], pair: Pair, newest: str, render: Render
) -> Match | None:
    """The pair with its numbers and names exchanged; None where anything else differs, or one cannot be placed."""
    changes: dict[str, str] = {}
    for place, (new, old) in enumerate(zip(ours, theirs, strict=True)):
        if new == old:
            continue
        numbers = new.isdigit() and old.isdigit()
        names = place > 0 and _is_name(new) and _is_name(old)
        if not (numbers or names) or changes.get(old, new) != new:
            return None
        changes[old] = new
    renderings = {
        render(old, pair.source): (new if new.isdigit() else render(new, source)) for old, new in changes.items()
    }
    target = _exchanged(pair.target, renderings)
    if target is None:
        return None
    said = ", ".join(f"{old} → {new}" for old, new in changes.items())
    return Match(pair, _WHOLE - _ADAPTED - _age(pair, newest), Use.ADAPTED, target, said)


def _is_name(token: str) -> bool:
    return token.isalpha() and token[0].isupper()


def _exchanged(text: str, changes: dict[str, str]) -> str | None:
    """The text with these exchanged, each of which stands in it exactly once as tokens of its own; else None."""
    text = unicodedata.normalize("NFC", text)
    places = token_spans(text)
    found: list[tuple[int, int, str]] = []
    for old, new in changes.items():
        size = len(tokens(old))
        spans = [
            (places[at][0], places[at + size - 1][1])
            for at in range(len(places) - size + 1)
            if text[places[at][0] : places[at + size - 1][1]] == old
        ]
        if len(spans) != 1 or not size:
            return None
        found.append((*spans[0], new))
    found.sort(reverse=True)
    for start, end, new in found:
        text = text[:start] + new + text[end:]
    return text


def _difference(old: Sequence[str], new: Sequence[str]) -> str:
    """`-rouge +vert`: what the second has otherwise, in order."""
    said = []
    for step in _levenshtein().opcodes(old, new):
        if step.tag != "equal":
            gone, come = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
            said += [f"-{' '.join(gone)}"] if gone else []
            said += [f"+{' '.join(come)}"] if come else []
    return " ".join(said)


def _levenshtein() -> Any:
    """rapidfuzz's Levenshtein, over lists of words."""
    with extra("similar", "looking for similar segments in a memory"):
        from rapidfuzz.distance import Levenshtein
    return Levenshtein
