"""Word links: which words of a segment render which words of its translation.

Two witnesses are averaged: the attention of the model's supervised head (where the package declares
one) while it is made to say the given translation, and a table of words learnt from large corpora
with a preference for the diagonal, read in both directions. Without attention the two directions of
the table must agree, then links grow to the neighbours. Names and other words that look alike on
both sides help the table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from pipeline.alignment.lexicon import translation_table
from pipeline.alignment.similarity import Floats
from pipeline.alignment.terms import fold
from pipeline.bitext import Span, Unit

if TYPE_CHECKING:
    from pipeline.translation.attention import Attention
    from pipeline.translation.engine import Engine

# Fixed on a development set of parliamentary debates; all but the threshold hardly matter.
_DIAGONAL = 4.0  # how fast a link loses weight with its distance from the diagonal
_UNKNOWN, _NOWHERE = 1e-4, 0.0016
_LINKED, _LINKED_TABLE_ONLY = 0.35, 0.3
_LEAST_SPREAD = 0.5
_BATCH = 64
_MOST_WORDS = 400  # of either side; a segment beyond it is no sentence
_BETWEEN_DIGITS = re.compile(r"[.,\s]")
_TOKEN = re.compile(
    r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,\u00a0\u202f]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]|_"
)


def tokens(text: str) -> list[Span]:
    """Words, numbers and punctuation marks of `text`, in order. An elided `l` is a word of its own."""
    return [Span(*match.span()) for match in _TOKEN.finditer(text)]


def link_units(
    units: Sequence[Unit], engine: Engine | None = None, *, known: Sequence[Attention | None] | None = None
) -> list[Unit]:
    """The units with links between the words of their two sides, ordered by source.

    known: for each unit the attention kept from its decoding, or None to have it read.
    """
    found: list[Unit] = []
    for start in range(0, len(units), _BATCH):
        batch = units[start : start + _BATCH]
        kept = known[start : start + _BATCH] if known is not None else None
        attentions = _attentions(engine, [(unit.source, unit.target) for unit in batch], kept)
        for unit, attention in zip(batch, attentions, strict=True):
            left, right = tokens(unit.source), tokens(unit.target)
            words = [span.of(unit.source) for span in left], [span.of(unit.target) for span in right]
            seen = None if attention is None else _by_token(attention, left, right)
            links = link_words(*words, seen)
            found.append(replace(unit, links=tuple((left[i], right[j]) for i, j in links)))
    return found


def link_lines(
    pairs: Iterable[tuple[Sequence[str], Sequence[str]]], engine: Engine | None = None
) -> Iterator[list[tuple[int, int]]]:
    """The links of pairs of token lists, as 0-based pairs of token numbers, ordered."""
    waiting: list[tuple[Sequence[str], Sequence[str]]] = []

    def linked() -> Iterator[list[tuple[int, int]]]:
        texts = [(" ".join(left), " ".join(right)) for left, right in waiting]
        for (left, right), attention in zip(waiting, _attentions(engine, texts), strict=True):
            seen = None if attention is None else _by_token(attention, joined_spans(left), joined_spans(right))
            yield link_words(left, right, seen)
        waiting.clear()

    for pair in pairs:
        waiting.append(pair)
        if len(waiting) == _BATCH:
            yield from linked()
    yield from linked()


def format_pharaoh(links: Sequence[tuple[int, int]]) -> str:
    """One line of `i-j` pairs, as word aligners write them."""
    return " ".join(f"{i}-{j}" for i, j in links) + "\n"


def link_words(source: Sequence[str], target: Sequence[str], attention: Floats | None = None) -> list[tuple[int, int]]:
    """Links between two lists of words, as ordered pairs of 0-based numbers.

    attention: how much of each target word (row) was said while looking at each source word (column),
    rows summing to at most 1; shape (target, source). Texts of more than 400 words get no links.
    """
    if not source or not target or max(len(source), len(target)) > _MOST_WORDS:
        return []
    forward, backward = _table_posteriors(source, target)
    if attention is None:
        return _grown(forward, backward)
    share = attention / np.maximum(attention.sum(axis=0, keepdims=True), _LEAST_SPREAD)
    both = (np.sqrt(forward * backward) + np.sqrt(attention * share)) / 2
    return sorted((int(i), int(j)) for j, i in zip(*np.nonzero(both > _LINKED), strict=True))


# -- the table ----------------------------------------------------------------------------------------


def look_alike(left: str, right: str) -> float:
    """How much two folded words look like one, 0 to 1: names, numbers, cognates, punctuation."""
    if left == right:
        return 1.0
    if not left.isalnum() and not right.isalnum():
        return 0.3
    if left[:1].isdigit() and right[:1].isdigit():  # nothing is left of a combining mark alone
        return 1.0 if _BETWEEN_DIGITS.sub("", left) == _BETWEEN_DIGITS.sub("", right) else 0.0
    if not (left.isalpha() and right.isalpha()):
        return 0.0
    common = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        common += 1
    return 0.8 * common / max(len(left), len(right)) if common >= 4 else 0.0


def _table_posteriors(source: Sequence[str], target: Sequence[str]) -> tuple[Floats, Floats]:
    """How likely each target word comes from each source word, and the reverse; shape (target, source)."""
    table = translation_table()
    left, right = [fold(word) for word in source], [fold(word) for word in target]
    # Each pair of different words is looked up once, however often the words stand there.
    columns = {word: number for number, word in enumerate(dict.fromkeys(left))}
    rows = {word: number for number, word in enumerate(dict.fromkeys(right))}
    there, back = np.empty((len(rows), len(columns))), np.empty((len(rows), len(columns)))
    for english, j in rows.items():
        for french, i in columns.items():
            known = table.get((french, english), (0.0, 0.0))
            alike = 0.5 * look_alike(french, english) ** 2
            there[j, i] = max(known[0], alike, _UNKNOWN)
            back[j, i] = max(known[1], alike, _UNKNOWN)
    places_in_table = np.ix_([rows[word] for word in right], [columns[word] for word in left])
    forward, backward = there[places_in_table], back[places_in_table]
    places = np.arange(len(right))[:, None] / len(right) - np.arange(len(left))[None, :] / len(left)
    near = np.exp(-_DIAGONAL * np.abs(places))
    forward, backward = forward * near, backward * near
    return (
        forward / (forward.sum(axis=1, keepdims=True) + _NOWHERE),
        backward / (backward.sum(axis=0, keepdims=True) + _NOWHERE),
    )


def _grown(forward: Floats, backward: Floats) -> list[tuple[int, int]]:
    """Links that both directions choose, grown by neighbours that one chooses for a word still alone."""
    there = {(int(forward[j].argmax()), j) for j in range(len(forward)) if forward[j].max() > _LINKED_TABLE_ONLY}
    back = {
        (i, int(backward[:, i].argmax())) for i in range(backward.shape[1]) if backward[:, i].max() > _LINKED_TABLE_ONLY
    }
    links = there & back
    sources, targets = {i for i, _ in links}, {j for _, j in links}
    grew = True
    while grew:
        grew = False
        for i, j in sorted((there | back) - links):
            alone = i not in sources and j not in targets
            beside = any((i + a, j + b) in links for a in (-1, 0, 1) for b in (-1, 0, 1))
            if alone and beside:
                links.add((i, j))
                sources.add(i)
                targets.add(j)
                grew = True
    return sorted(links)


# -- attention ----------------------------------------------------------------------------------------


def _attentions(
    engine: Engine | None, pairs: Sequence[tuple[str, str]], known: Sequence[Attention | None] | None = None
) -> list[Attention | None]:
    if engine is None or not engine.package.alignment:
        return [None] * len(pairs)
    from pipeline.translation.attention import read_attention

    return read_attention(engine, pairs, known)


def _by_token(attention: Attention, source_tokens: Sequence[Span], target_tokens: Sequence[Span]) -> Floats | None:
    """The attention between tokens: mean over a target token's pieces, sum over a source token's."""
    if not source_tokens or not target_tokens:
        return None
    left, right = _owners(attention.source, source_tokens), _owners(attention.target, target_tokens)
    grouped = np.zeros((len(target_tokens), len(source_tokens)))
    for row, j in enumerate(right):
        np.add.at(grouped[j], left, attention.rows[row])
    counts = np.bincount(np.array(right, dtype=np.int64), minlength=len(target_tokens))
    return grouped / np.maximum(counts, 1)[:, None]


def _owners(pieces: Sequence[Span], spans: Sequence[Span]) -> list[int]:
    """The token that each piece's middle lies in; between two of them, the one before."""
    starts = [span.start for span in spans]
    return [max(0, bisect_right(starts, (piece.start + max(piece.start, piece.end - 1)) // 2) - 1) for piece in pieces]


def joined_spans(words: Sequence[str]) -> list[Span]:
    """Where each word stands in the words joined by single blanks."""
    spans, position = [], 0
    for word in words:
        spans.append(Span(position, position + len(word)))
        position += len(word) + 1
    return spans
