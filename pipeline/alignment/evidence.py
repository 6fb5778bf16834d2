"""What speaks for a bead, measured for all beads of a rectangle at once, and how much each part weighs.

Every part is a named feature; a bead scores the weighted sum of its features. The weights are those
of a conditional random field, fitted by `benchmarks/alignment_weights.py` on artificial documents
made of parallel corpora: one set for each stage of knowledge in `STAGES`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.alignment.bead import LIKELY, Bead
from pipeline.alignment.coverage import Coverage, Gains, Rates
from pipeline.alignment.lattice import MOVES, Floats, Gaps
from pipeline.alignment.paragraphs import Paragraphs
from pipeline.alignment.similarity import Integers, Space

STAGES: dict[str, tuple[str, ...]] = {
    "looks": ("looks",),
    "learnt": ("words", "looks"),
    "known": ("words", "looks"),
}
"""The spaces of evidence at hand: nothing but the looks of words; with renderings learnt from these texts; with
tables of words as well."""

_KIND_NAMES = ("two", "three", "four", "more", "cross two", "cross three", "cross more")
USUAL_SPREAD = 0.5  # of the lengths of a translation, where nothing has been aligned yet
GAP_FEATURES = ("gap opening", "gap extending", "gap facing")
TYPICAL = 0.5


def kind_of(move: tuple[int, int]) -> str | None:
    """What a bead of this shape counts as; None for one sentence on either side."""
    least, most = sorted(move)
    if most == 1:
        return None
    if least == 1:
        return ("two", "three", "four", "more")[min(most, 5) - 2]
    return ("cross two", "cross three", "cross more")[min(most, 4) - 2]


_LEAST_TYPICAL = 0.1
# Gale and Church's variance of a character, and a share of the length on top: long sentences vary more.
_VARIANCE, _SPREAD = 6.8, 0.08
_DEVIATION_CAP = 16.0
_SMOOTH, _USUAL = 3.0, 0.7  # what is counted with the words of a sentence, and the share of it that is answered
_AGREEING, _FREELY = 0.08, 0.1  # how much the words of a sentence agree; sentences rendered freely
_MIDDLE = 0.3  # squared deviation of the middle bead of a usual translation
_TEMPER = 20.0  # beads that are counted with those of an alignment
_MANY = 10  # pairs from which a ratio of lengths can be read
_BOUND = 4 / 3


@dataclass(frozen=True)
class Sides:
    """Two documents ready to be aligned: the words of each space of evidence, and characters of each sentence.

    rates: how often words of true beads are answered, by space. ratio: target characters for each source character
    where the two texts answer each other. spread: how much more than usual their lengths deviate. paragraphs: None
    where they say nothing.
    """

    coverages: Mapping[str, Coverage]
    marks: Space
    source_lengths: Floats
    target_lengths: Floats
    rates: Mapping[str, Rates] = field(default_factory=dict)
    ratio: float = 1.0
    spread: float = 1.0
    paragraphs: Paragraphs | None = None


@lru_cache(maxsize=1)
def fitted_weights() -> dict[str, dict[str, float]]:
    """The weight of each feature, by stage."""
    text = Path(__file__).with_name("weights.json").read_text(encoding="utf-8")
    weights: dict[str, dict[str, float]] = json.loads(text)
    return weights


def feature_names(spaces: Sequence[str]) -> tuple[str, ...]:
    """The features of beads in their order, given the names of the spaces."""
    parts = [f"{name} {part}" for name in spaces for part in ("told", "share", "least")]
    return (*(f"bead of {kind}" for kind in _KIND_NAMES), "bead", "length", "length tail", "marks shared", *parts)


def bead_features(sides: Sides, source: range, target: range) -> dict[tuple[int, int], Floats]:
    """For each move that fits: the features of the beads by where they begin, shape (features, rows, columns)."""
    names = feature_names(tuple(sides.coverages))
    result = {}
    for move, parts in _measured(sides, source, target):
        shape = next(iter(parts.values())).shape
        result[move] = np.stack([np.broadcast_to(parts.get(name, np.zeros(1)), shape) for name in names])
    return result


def bead_scores(
    sides: Sides, source: range, target: range, weights: Mapping[str, float], moves: Sequence[tuple[int, int]] = MOVES
) -> dict[tuple[int, int], Floats]:
    """For each of the moves that fits: the weighted sums of the beads' features, shape (rows, columns)."""
    result = {}
    for move, parts in _measured(sides, source, target, moves):
        shape = next(iter(parts.values())).shape
        score = np.zeros(shape)
        for name, value in parts.items():
            score += weights[name] * value
        if sides.paragraphs is not None:  # a log-likelihood already, hence no weight
            score = score + sides.paragraphs.support(source, target, move)
        result[move] = score
    return result


def _measured(
    sides: Sides, source: range, target: range, moves: Sequence[tuple[int, int]] = MOVES
) -> Iterator[tuple[tuple[int, int], dict[str, Floats]]]:
    """The features of each move's beads by name; a feature that is left out is 0."""
    marks = sides.marks.overlap(source, target)
    masses = (
        sides.marks.source_masses[source.start : source.stop],
        sides.marks.target_masses[target.start : target.stop],
    )
    widest = max(map(max, moves))
    said = {
        name: _Said(space.gains(source, target, widest, rates), rates)
        for name, space in sides.coverages.items()
        for rates in (sides.rates.get(name, Rates()),)
    }
    for move in moves:
        if move[0] > len(source) or move[1] > len(target):
            continue
        deviation = _deviation(sides, source, target, move)
        parts = {
            "length": -np.minimum(deviation, _DEVIATION_CAP) / 2,
            "length tail": -np.log1p(deviation / 2),
            "marks shared": _shared(marks, *masses, move),
            "bead": np.ones((1, 1)),
        }
        kind = kind_of(move)
        if kind is not None:
            parts[f"bead of {kind}"] = np.ones((1, 1))
        for name, space in said.items():
            parts.update({f"{name} {part}": value for part, value in space.of(move).items()})
        yield move, parts


class _Said:
    """What the words of one space say of the beads of a rectangle."""

    def __init__(self, gains: tuple[Gains, Gains], rates: Rates) -> None:
        there, back = gains
        usual = _USUAL * rates.any
        answered = [_by_sentence(gains.answered, gains.first) for gains in (there, back)]
        self._most = [np.add.reduceat(gains.most, gains.first[:-1]) for gains in (there, back)]
        self._sums = {
            "answered": (_running(answered[0]), _running(answered[1])),
            "told": (_running(_told(there)), _running(_told(back))),
        }
        self._shares = [
            (said + _SMOOTH * usual) / (most[None, :, None] + _SMOOTH)
            for said, most in zip(answered, self._most, strict=True)
        ]
        self._usual = usual

    def of(self, move: tuple[int, int]) -> dict[str, Floats]:
        """What the words say of the beads of a shape, part by part, each of shape (rows, columns)."""
        a, b = move
        found = {}
        for part, (there, back) in self._sums.items():
            rows, columns = there.shape[1] - a, back.shape[1] - b
            one = there[b - 1, a:, :columns] - there[b - 1, :-a, :columns]
            other = back[a - 1, b:, :rows] - back[a - 1, :-b, :rows]
            found[part] = one + other.T
        most = _window_sums(self._most[0], a)[:, None] + _window_sums(self._most[1], b)[None, :]
        found["share"] = (found.pop("answered") + 2 * _SMOOTH * self._usual) / (most + 2 * _SMOOTH) - self._usual
        if a > 1 or b > 1:
            there, back = self._shares
            found["least"] = (
                np.minimum(
                    np.minimum.reduce([there[b - 1, i : i + rows, :columns] for i in range(a)]),
                    np.minimum.reduce([back[a - 1, j : j + columns, :rows] for j in range(b)]).T,
                )
                - self._usual
            )
        return found


def _told(gains: Gains) -> Floats:
    """What each sentence says for a span.

    The words of a clause agree, so many say less than each by itself; a clause that is rendered freely says nothing
    instead of speaking against the bead.
    """
    weighed = (gains.answered + gains.unanswered) / (1.0 + _AGREEING * (gains.words - 1.0).clip(0.0))[None, :, None]
    found: Floats = np.logaddexp(math.log(1.0 - _FREELY) + weighed, math.log(_FREELY))
    return _by_sentence(found, gains.first)


def _by_sentence(values: Floats, first: Integers) -> Floats:
    """Sums over the clauses of each sentence, along the second axis."""
    found: Floats = np.add.reduceat(values, first[:-1], axis=1)
    return found


def _running(values: Floats) -> Floats:
    """Sums along the second axis, beginning with 0."""
    return np.concatenate([np.zeros_like(values[:, :1]), np.cumsum(values, axis=1)], axis=1)


def _window_sums(values: Floats, width: int) -> Floats:
    """Sums of `width` neighbours of a vector."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    return sums[width:] - sums[:-width]


def _deviation(sides: Sides, source: range, target: range, move: tuple[int, int]) -> Floats:
    """The squared deviation of the lengths from what is usual, after Gale and Church (1993)."""
    left = _window_sums(sides.source_lengths[source.start : source.stop], move[0])[:, None] * sides.ratio
    right = _window_sums(sides.target_lengths[target.start : target.stop], move[1])[None, :]
    both = left + right
    found: Floats = (left - right) ** 2 / ((_VARIANCE * (both + 1.0) + (_SPREAD * both) ** 2) * sides.spread)
    return found


def _shared(overlap: Floats, source_masses: Floats, target_masses: Floats, move: tuple[int, int]) -> Floats:
    """How much a bead's sides share (Dice, 0 to 1)."""
    a, b = move
    rows, columns = overlap.shape[0] - a + 1, overlap.shape[1] - b + 1
    sums = np.zeros((overlap.shape[0] + 1, overlap.shape[1] + 1))
    sums[1:, 1:] = overlap.cumsum(axis=0).cumsum(axis=1)
    shared = sums[a:, b:] - sums[:rows, b:] - sums[a:, :columns] + sums[:rows, :columns]
    mass = _window_sums(source_masses, a)[:, None] + _window_sums(target_masses, b)[None, :]
    found: Floats = np.minimum(2 * shared / np.maximum(mass, 1e-9), 1.0)
    return found


def length_spread(sides: Sides, beads: Sequence[Bead]) -> float:
    """How much more the lengths of these beads deviate than is usual, read from the middle of them; 1/3 to 4."""
    found = [
        float(
            _deviation(sides, range(b.source_start, b.source_end), range(b.target_start, b.target_end), b.sizes)[0, 0]
        )
        for b in beads
        if min(b.sizes) and b.confidence > LIKELY
    ]
    usual = _MIDDLE * USUAL_SPREAD
    middle = (np.median(found) * len(found) + usual * _TEMPER) / (len(found) + _TEMPER) if found else usual
    return float(np.clip(middle / _MIDDLE, 0.15, 4.0))


def length_ratio(source: Floats, target: Floats, known: Sequence[tuple[int, int]]) -> float:
    """Target characters for each source character: over the `known` pairs where they are many, else over all.

    The whole texts may differ by long passages, so their ratio is held within a third of 1.
    """
    if len(known) >= _MANY:
        left, right = source[[i for i, _ in known]].sum(), target[[j for _, j in known]].sum()
    else:
        left, right = source.sum(), target.sum()
    bound = _BOUND if len(known) < _MANY else 2 * _BOUND
    return float(min(max(max(1.0, right) / max(1.0, left), 1 / bound), bound))


def typical_share(
    space: Space, known: Sequence[tuple[int, int]], *, reach: int = 40, block: int = 20, blocks: int = 50
) -> float:
    """What true pairs share in a space, guessed from the best partner of each source sentence.

    Looked for within `reach` sentences of where the line through the `known` pairs (source, target)
    runs, in at most `blocks` blocks of the source; never below a tenth, so that a space that says
    nothing is not blown up.
    """
    n, m = len(space.source), len(space.target)
    points = [(-1, -1), *known, (n, m)]
    values: list[float] = []
    step = max(block, n // blocks)
    for start in range(0, n, step):
        source = range(start, min(n, start + block))
        middle = int(np.interp(start + block / 2, [i for i, _ in points], [j for _, j in points]))
        target = range(max(0, middle - reach), min(m, middle + reach))
        if not target:
            continue
        left = space.source_masses[source.start : source.stop, None]
        right = space.target_masses[None, target.start : target.stop]
        dice = 2 * space.overlap(source, target) / np.maximum(left + right, 1e-9)
        values.extend(dice.max(axis=1).tolist())
    return max(_LEAST_TYPICAL, float(np.quantile(values, 0.6))) if values else TYPICAL


def gaps_of(source: range, target: range, weights: Mapping[str, float]) -> Gaps:
    """What unanswered sentences score: the same for all of them."""
    opening, extending, facing = (weights[name] for name in GAP_FEATURES)
    return Gaps(opening, extending, np.zeros(len(source)), np.zeros(len(target)), facing)
