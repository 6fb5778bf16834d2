"""Sentence alignment: which sentences of a text and of its translation belong together.

A first pass aligns by what the two texts show by themselves, by a table of French and English words
and, where given, by our own translation of the source; words learnt from its sure beads feed a second
pass. Both run on pieces, the sentences inside a segment, so that a segment which holds a sentence and a
half finds its partners.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.alignment import terms
from pipeline.alignment.anchors import cut_places, meeting_points
from pipeline.alignment.bead import Bead
from pipeline.alignment.evidence import (
    STAGES,
    TYPICAL,
    Sides,
    bead_scores,
    fitted_weights,
    gaps_of,
    length_ratio,
    typical_shares,
)
from pipeline.alignment.lattice import best_path, posterior
from pipeline.alignment.lexicon import known_renderings, translations
from pipeline.alignment.paragraphs import Starts, openings, read_agreement
from pipeline.alignment.similarity import Space

Translate = Callable[[Sequence[str]], Sequence[str]]
Renderings = Callable[[str], Iterable[str]]

_MOST_CELLS = 300_000  # of one rectangle; larger ones are worked through in windows
_COMMITTED = 0.6  # of a window; the rest is seen again by the next one
_SURE, _KNOWN = 0.98, 0.5
_COMMON = 0.15  # share of beads in which a word stands that is too common to be looked up
# Below this share of words in common our translation says nothing of these two texts.
_HELPFUL = 0.16


def align_sentences(
    source: Sequence[str],
    target: Sequence[str],
    translate: Translate | None = None,
    *,
    languages: tuple[str, str] = ("fr", "en"),
    renderings: Renderings | None = None,
    paragraphs: tuple[Sequence[int], Sequence[int]] | None = None,
) -> list[Bead]:
    """The beads of two runs of sentences, in order; every sentence stands in exactly one bead.

    translate: renders source sentences in the target language, one for one; without it, or where what
    it says is of no help, length, names, numbers, punctuation and tables of words decide alone.
    renderings: the English that a glossary wants in a French sentence. paragraphs: the paragraph number
    of each sentence, of both sides.
    Sentences that nothing answers come one a bead. Deterministic.
    """
    if not source or not target:
        return [Bead(i, i + 1, 0, 0) for i in range(len(source))] + [
            Bead(len(source), len(source), j, j + 1) for j in range(len(target))
        ]
    left, left_starts = _pieces(source, languages[0])
    right, right_starts = _pieces(target, languages[1])
    known = known_terms(left, renderings) if languages == ("fr", "en") else None
    opening = None
    if paragraphs is not None:
        opening = openings(paragraphs[0], left_starts), openings(paragraphs[1], right_starts)
    path = _align_pieces(left, right, translate(left) if translate else None, known, opening)
    return _whole(path, left_starts, right_starts)


def _pieces(segments: Sequence[str], language: str) -> tuple[list[str], list[int]]:
    """The sentences inside each segment, and the number of the first piece of each, ending with the total."""
    from pipeline.segmentation import split_sentences

    pieces: list[str] = []
    starts = [0]
    known = language if language in ("fr", "en") else "en"
    for segment in segments:
        found = [sentence.span.of(segment) for sentence in split_sentences(segment, known)]
        pieces += found or [segment]
        starts.append(len(pieces))
    return pieces, starts


def _whole(path: Iterable[Bead], source_starts: list[int], target_starts: list[int]) -> list[Bead]:
    """The beads of segments: those of pieces, joined until both sides end with a segment."""
    source_index = {piece: number for number, piece in enumerate(source_starts)}
    target_index = {piece: number for number, piece in enumerate(target_starts)}
    beads: list[Bead] = []
    begun: tuple[int, int] = (0, 0)
    confidence = 1.0
    for bead in path:
        confidence = min(confidence, bead.confidence)
        ends = source_index.get(bead.source_end), target_index.get(bead.target_end)
        if ends[0] is None or ends[1] is None:
            continue
        beads.append(Bead(begun[0], ends[0], begun[1], ends[1], confidence))
        begun, confidence = (ends[0], ends[1]), 1.0
    return beads


def _align_pieces(
    source: Sequence[str],
    target: Sequence[str],
    translated: Sequence[str] | None,
    known: list[set[str]] | None,
    opening: tuple[Starts, Starts] | None = None,
) -> list[Bead]:
    """known: what a table at hand renders the words of each source sentence by; None without one.

    opening: which sentences open a paragraph.
    """
    surface = surface_spaces(source, target)
    if known is not None:
        surface = {"learnt words": Space(known, map(terms.word_terms, target)), **surface}
    spaces = surface if translated is None else {**translated_spaces(translated, target), **surface}
    chain = meeting_points(next(iter(spaces.values())))
    sides = prepared(source, target, spaces, chain)
    if translated is not None and sides.typical.get("translated words", 0.0) < _HELPFUL:
        spaces, translated = surface, None
        chain = meeting_points(next(iter(spaces.values())))
        sides = prepared(source, target, spaces, chain)
    leading = next(iter(spaces))
    cuts = cut_places(spaces[leading], chain, sides.typical.get(leading, TYPICAL))
    first = _path(sides, cuts, _weights(spaces))
    learnt = learnt_terms(source, target, first)
    if known is not None:
        learnt = [new | old for new, old in zip(learnt, known, strict=True)]
    agreed = read_agreement(*opening, first) if opening is not None else None
    if not any(learnt) and agreed is None:
        return first
    if any(learnt):
        spaces = {**spaces, "learnt words": Space(learnt, map(terms.word_terms, target))}
    pairs = [(b.source_start, b.target_start) for b in first if b.shape == "1-1" and b.confidence > _KNOWN]
    sides = replace(prepared(source, target, spaces, pairs), paragraphs=agreed)
    return _path(sides, _sure_cuts(first), _weights(spaces))


def _weights(spaces: Iterable[str]) -> dict[str, float]:
    """The weights of the stage that has these spaces."""
    return fitted_weights()[next(stage for stage, names in STAGES.items() if set(names) == set(spaces))]


def known_terms(source: Sequence[str], renderings: Renderings | None = None) -> list[set[str]]:
    """What the French–English table that ships, and a glossary, render the words of each French sentence by."""
    table = known_renderings()
    found = []
    for text in source:
        options = [option for word in _looked_up(text) for option in table.get(word, ())]
        options += renderings(text) if renderings is not None else ()
        found.append({term for option in options for term in terms.word_terms(option)})
    return found


def surface_spaces(source: Sequence[str], target: Sequence[str]) -> dict[str, Space]:
    """The evidence that the two texts show by themselves."""
    return {
        "surface": Space(map(terms.surface_terms, source), map(terms.surface_terms, target)),
        "marks": Space(map(terms.mark_terms, source), map(terms.mark_terms, target)),
    }


def translated_spaces(translated: Sequence[str], target: Sequence[str]) -> dict[str, Space]:
    """What our translation of each source sentence shares with the target."""
    return {
        "translated words": Space(map(terms.word_terms, translated), map(terms.word_terms, target)),
        "translated pieces": Space(map(terms.gram_terms, translated), map(terms.gram_terms, target)),
    }


def prepared(
    source: Sequence[str], target: Sequence[str], spaces: dict[str, Space], known: Sequence[tuple[int, int]]
) -> Sides:
    """The sides with what is typical of them; known: pairs that probably answer each other, ascending."""
    lengths = [np.array([len(text) for text in side], dtype=np.float64) for side in (source, target)]
    plain = Sides(spaces, lengths[0], lengths[1])
    ratio = length_ratio(lengths[0], lengths[1], known)
    return Sides(spaces, lengths[0], lengths[1], typical_shares(plain, known), ratio)


def _sure_cuts(path: Sequence[Bead], *, spacing: int = 40) -> list[tuple[int, int]]:
    """Boundaries between two sure one-to-one beads, at least `spacing` sentences apart."""
    cuts: list[tuple[int, int]] = []
    last = (0, 0)
    for one, two in itertools.pairwise(path):
        sure = min(one.confidence, two.confidence) >= _SURE and one.shape == two.shape == "1-1"
        if sure and max(one.source_end - last[0], one.target_end - last[1]) >= spacing:
            last = (one.source_end, one.target_end)
            cuts.append(last)
    return cuts


def _path(sides: Sides, cuts: Sequence[tuple[int, int]], weights: dict[str, float]) -> list[Bead]:
    """The best alignment, stretch by stretch between the cuts."""
    ends = (len(sides.source_lengths), len(sides.target_lengths))
    path: list[Bead] = []
    for (i, j), (i2, j2) in itertools.pairwise([(0, 0), *cuts, ends]):
        path += _stretch(sides, range(i, i2), range(j, j2), weights)
    return path


def _stretch(sides: Sides, source: range, target: range, weights: dict[str, float]) -> list[Bead]:
    """The best alignment of one rectangle, in overlapping windows where it is large."""
    path: list[Bead] = []
    i, j = source.start, target.start
    while i < source.stop or j < target.stop:
        left, right = range(i, source.stop), range(j, target.stop)
        whole = len(left) * len(right) <= _MOST_CELLS
        if not whole:
            # Wider on the side with more sentences left, and never so narrow that a gap fills it.
            share = min(max(len(right) / max(1, len(left)), 0.25), 4.0)
            rows = int((_MOST_CELLS / share) ** 0.5)
            left, right = left[:rows], right[: _MOST_CELLS // rows]
        scores = bead_scores(sides, left, right, weights)
        beads = best_path(posterior(scores, gaps_of(left, right, weights)))
        for bead in beads:
            beyond = bead.source_end > len(left) * _COMMITTED or bead.target_end > len(right) * _COMMITTED
            if beyond and not whole and (i, j) != (left.start, right.start):
                break
            path.append(
                Bead(
                    left.start + bead.source_start,
                    left.start + bead.source_end,
                    right.start + bead.target_start,
                    right.start + bead.target_end,
                    bead.confidence,
                )
            )
            i, j = path[-1].source_end, path[-1].target_end
    return path


def learnt_terms(source: Sequence[str], target: Sequence[str], beads: Iterable[Bead]) -> list[set[str]]:
    """What the words of each source sentence are rendered by, as learnt from the likelier of `beads`."""
    pairs = []
    for bead in beads:
        shape = bead.source_end - bead.source_start, bead.target_end - bead.target_start
        if min(shape) and sum(shape) <= 4 and bead.confidence > _KNOWN:
            left = {word for text in source[bead.source_start : bead.source_end] for word in _looked_up(text)}
            right = {word for text in target[bead.target_start : bead.target_end] for word in terms.word_terms(text)}
            pairs.append((sorted(left), sorted(right)))
    frequencies = Counter(word for left, _ in pairs for word in left)
    common = {word for word, count in frequencies.items() if count >= _COMMON * len(pairs)}
    table = translations([([word for word in left if word not in common], right) for left, right in pairs])
    return [{rendering for word in _looked_up(text) for rendering in table.get(word, ())} for text in source]


def _looked_up(text: str) -> list[str]:
    return [word for word in terms.words(text) if len(word) > 2]
