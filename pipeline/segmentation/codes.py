"""Which sentence each code belongs to: at a boundary what closes stays left, what opens goes right."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from pipeline.bitext import Block, Code, CodeKind, Document, Sentence, numbered

BREAK = "break"
"""Type of a code that stands for a line break: between two sentences it belongs to neither."""


def codes_of_sentences(document: Document) -> list[tuple[Code, ...]]:
    """For each sentence of a document with blocks its codes, with places counted from its start.

    A pair that is cut in two keeps its id. What stands round a whole block, or alone at its edge, belongs to no
    sentence, and neither does what stands between two sentences without touching either: it stays where it is.
    """
    found: list[tuple[Code, ...]] = []
    starts = [block.start for block in document.blocks]
    codes = document.codes
    places = [code.at for code in codes]
    position = 0
    while position < len(document.sentences):
        block = document.blocks[max(0, bisect_right(starts, document.sentences[position].span.start) - 1)]
        last = position
        while last < len(document.sentences) and document.sentences[last].span.start < block.end:
            last += 1
        first_code, last_code = _within(block, document.blocks, places, codes)
        found += _divided(document.sentences[position : max(last, position + 1)], codes[first_code:last_code])
        position = max(last, position + 1)
    return found


def _within(block: Block, blocks: Sequence[Block], places: Sequence[int], codes: Sequence[Code]) -> tuple[int, int]:
    # Between two blocks there is at least one character, so no code's place is in both.
    first = bisect_right(places, block.start - 1)
    return first, bisect_right(places, block.end, lo=first)


def _divided(sentences: Sequence[Sentence], codes: Sequence[Code]) -> list[tuple[Code, ...]]:
    """The codes of the sentences of one block."""
    if not codes:
        return [()] * len(sentences)
    first, last = sentences[0].span.start, sentences[-1].span.end
    head, tail = _edges(codes, first, last)
    inner = codes[head : len(codes) - tail]
    parts: list[list[Code]] = [[] for _ in sentences]
    index = 0
    for number, sentence in enumerate(sentences):
        start, end = sentence.span
        following = sentences[number + 1].span.start if number + 1 < len(sentences) else None
        while index < len(inner) and (inner[index].at < end or following is None):
            parts[number].append(inner[index])
            index += 1
        gap = index
        while gap < len(inner) and following is not None and inner[gap].at <= following:
            gap += 1
        if following is not None:
            left, right = _parted(inner[index:gap], end, following)
            parts[number] += left
            parts[number + 1] += right
            index = gap
        parts[number] = [replace(code, at=min(max(code.at, start), end) - start) for code in parts[number]]
    return [numbered(part) for part in parts]


def _edges(codes: Sequence[Code], first: int, last: int) -> tuple[int, int]:
    """How many codes at the head and at the tail of a block stand round all of its text, or alone at its edge."""
    lead = [code for code in codes if code.at <= first]
    trail = [code for code in codes[len(lead) :] if code.at >= last]
    head, tail = len(lead), len(trail)
    while True:
        around = {code.id for code in lead[:head] if code.kind is CodeKind.OPEN}
        tail = _taken(list(reversed(trail))[:tail], around, CodeKind.CLOSE, CodeKind.OPEN)
        closed = {code.id for code in trail[len(trail) - tail :] if code.kind is CodeKind.CLOSE}
        kept = _taken(lead[:head], closed, CodeKind.OPEN, CodeKind.CLOSE)
        if kept == head:
            return head, tail
        head = kept


def _taken(codes: Sequence[Code], partners: set[int], outer: CodeKind, inner: CodeKind) -> int:
    """How many of `codes`, read from the edge inwards, are alone, pairs of their own, or halves with a partner."""
    ids = {code.id for code in codes if code.kind is inner}
    opened: set[int] = set()
    for number, code in enumerate(codes):
        if code.kind is CodeKind.ALONE:
            continue
        if code.kind is outer and code.id in partners | ids:
            opened.add(code.id)
        elif code.kind is not inner or code.id not in opened:
            return number
    return len(codes)


def _parted(codes: Sequence[Code], end: int, following: int) -> tuple[list[Code], list[Code]]:
    """Of the codes between two sentences, those of the one before and those of the one behind."""
    opening = {code.id for code in codes if code.kind is CodeKind.OPEN}
    closing = {code.id for code in codes if code.kind is CodeKind.CLOSE}
    cut = 0
    for number, code in enumerate(codes):
        if code.kind is CodeKind.CLOSE and code.id not in opening:
            cut = number + 1
    while cut < len(codes) and _touches(codes[cut], end):
        cut += 1
    right = next(
        (n for n in range(cut, len(codes)) if codes[n].kind is CodeKind.OPEN and codes[n].id not in closing), len(codes)
    )
    while right > cut and following > end and _touches(codes[right - 1], following):
        right -= 1
    return list(codes[:cut]), list(codes[right:])


def _touches(code: Code, place: int) -> bool:
    return code.kind is CodeKind.ALONE and code.type != BREAK and code.at == place
