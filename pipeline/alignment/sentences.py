"""Sentence alignment: which sentences of a text and of its translation belong together.

A first pass aligns by what the two texts show by themselves and, for French and English, by tables of words; what its
surer beads teach of these two texts (words, how freely they are rendered, lengths, paragraphs) feeds the next. All
run on pieces, the sentences inside a segment, so that a segment which holds a sentence and a half finds its partners.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from pipeline.alignment.anchors import cut_places, meeting_points
from pipeline.alignment.bead import Bead
from pipeline.alignment.evidence import Sides, bead_scores, fitted_weights, gaps_of, typical_share
from pipeline.alignment.knowledge import Knowledge, Renderings, first_sides, refined
from pipeline.alignment.lattice import COMMON_MOVES, MOVES, best_path, posterior
from pipeline.alignment.paragraphs import Starts, openings

_MOST_CELLS = 60_000  # of one rectangle; larger ones are worked through in windows
_COMMITTED = 0.6  # of a window; the rest is seen again by the next one
_SURE = 0.98
_UNFINISHED = 0.85
_PASSES = 2  # after the first, each with what the one before it taught; one where the texts are clear
_CLEAR = 0.85  # mean confidence from which another pass teaches nothing new


def align_sentences(
    source: Sequence[str],
    target: Sequence[str],
    *,
    languages: tuple[str, str] = ("fr", "en"),
    renderings: Renderings | None = None,
    paragraphs: tuple[Sequence[int], Sequence[int]] | None = None,
) -> list[Bead]:
    """The beads of two runs of sentences, in order; every sentence stands in exactly one bead.

    languages: tables of words are at hand for French and English only, in this order; for others length, punctuation,
    numbers, words that look alike and what the two texts teach decide.
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
    opening = None
    if paragraphs is not None:
        opening = openings(paragraphs[0], left_starts), openings(paragraphs[1], right_starts)
    knowledge = Knowledge(left, right, languages, renderings)
    path = align_pieces(knowledge, opening)
    return _tempered(_whole(path, left_starts, right_starts), source, target)


def _tempered(path: Sequence[Bead], source: Sequence[str], target: Sequence[str]) -> list[Bead]:
    """The beads; two that part inside a sentence on both sides are held less sure, since words may have crossed."""
    beads = list(path)
    for number in range(1, len(beads)):
        one, two = beads[number - 1], beads[number]
        if not (all(one.sizes) and all(two.sizes)):
            continue
        left = source[one.source_end - 1], source[two.source_start]
        right = target[one.target_end - 1], target[two.target_start]
        if _goes_on(*left) and _goes_on(*right):
            for place, bead in ((number - 1, one), (number, two)):
                beads[place] = bead._replace(confidence=min(bead.confidence, _UNFINISHED))
    return beads


def _goes_on(before: str, after: str) -> bool:
    """Whether the second line goes on with the sentence of the first."""
    return after.strip()[:1].islower() and before.rstrip()[-1:] not in (*".!?…:;", "")


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


def align_pieces(
    knowledge: Knowledge, opening: tuple[Starts, Starts] | None = None, *, passes: int = _PASSES
) -> list[Bead]:
    """The beads of the pieces; each pass but the first uses what the one before it taught of the two texts.

    opening: which sentences of either side open a paragraph.
    """
    space = knowledge.meeting_space()
    chain = meeting_points(space)
    sides = first_sides(knowledge, chain)
    cuts = cut_places(space, chain, typical_share(space, chain))
    path = _path(sides, cuts, fitted_weights()[knowledge.first_stage], COMMON_MOVES)
    for number in range(passes):
        last = number == passes - 1
        if not last and _mean_confidence(path) >= _CLEAR:
            continue
        sides = refined(sides, knowledge, path, opening)
        moves = MOVES if last else COMMON_MOVES
        path = _path(sides, _sure_cuts(path), fitted_weights()[knowledge.stage], moves)
    return path


def _mean_confidence(path: Sequence[Bead]) -> float:
    return sum(bead.confidence for bead in path) / max(1, len(path))


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


def _path(
    sides: Sides, cuts: Sequence[tuple[int, int]], weights: dict[str, float], moves: Sequence[tuple[int, int]]
) -> list[Bead]:
    """The best alignment, stretch by stretch between the cuts."""
    ends = (len(sides.source_lengths), len(sides.target_lengths))
    path: list[Bead] = []
    for (i, j), (i2, j2) in itertools.pairwise([(0, 0), *cuts, ends]):
        path += _stretch(sides, range(i, i2), range(j, j2), weights, moves)
    return path


def _stretch(
    sides: Sides, source: range, target: range, weights: dict[str, float], moves: Sequence[tuple[int, int]]
) -> list[Bead]:
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
        scores = bead_scores(sides, left, right, weights, moves)
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
