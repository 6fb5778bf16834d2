"""What speaks for a bead, measured for all beads of a rectangle at once, and how much each part weighs.

Every part is a named feature; a bead scores the weighted sum of its features. The weights are those
of a conditional random field, fitted by `benchmarks/alignment_weights.py` on artificial documents
made of parallel corpora: one set for each stage of knowledge in `STAGES`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from pipeline.alignment.lattice import MOVES, Floats, Gaps
from pipeline.alignment.paragraphs import Paragraphs
from pipeline.alignment.similarity import Space

STAGES: dict[str, tuple[str, ...]] = {
    "surface": ("surface", "marks"),
    "learnt": ("learnt words", "surface", "marks"),
    "translated": ("translated words", "translated pieces", "surface", "marks"),
    "both": ("translated words", "translated pieces", "learnt words", "surface", "marks"),
}
"""The spaces of evidence at hand: nothing but the texts; with a table learnt from them; with our own
translation; with both."""

_KINDS: dict[tuple[int, int], str] = {
    (1, 2): "two",
    (2, 1): "two",
    (1, 3): "three",
    (3, 1): "three",
    (1, 4): "four",
    (4, 1): "four",
    (2, 2): "cross two",
    (2, 3): "cross three",
    (3, 2): "cross three",
    (3, 3): "cross three",
}
_KIND_NAMES = ("two", "three", "four", "cross two", "cross three")
GAP_FEATURES = ("gap opening", "gap extending")
TYPICAL = 0.5
_LEAST_TYPICAL = 0.1
# Gale and Church's variance of a character, and a share of the length on top: long sentences vary more.
_VARIANCE, _SPREAD = 6.8, 0.08
_DEVIATION_CAP = 16.0
_MANY = 10  # pairs from which a ratio of lengths can be read
_BOUND = 4 / 3


@dataclass(frozen=True)
class Sides:
    """Two documents ready to be aligned: spaces of evidence by name, and characters of each sentence.

    typical: what true pairs share in each space, 0 to 1; what a bead shares is measured against it,
    so that a free translation and a literal one score alike. ratio: target characters for each source
    character where the two texts answer each other. paragraphs: None where they say nothing.
    """

    spaces: Mapping[str, Space]
    source_lengths: Floats
    target_lengths: Floats
    typical: Mapping[str, float] = field(default_factory=dict)
    ratio: float = 1.0
    paragraphs: Paragraphs | None = None


@lru_cache(maxsize=1)
def fitted_weights() -> dict[str, dict[str, float]]:
    """The weight of each feature, by stage."""
    text = Path(__file__).with_name("weights.json").read_text(encoding="utf-8")
    weights: dict[str, dict[str, float]] = json.loads(text)
    return weights


def feature_names(spaces: Sequence[str]) -> tuple[str, ...]:
    """The features of beads in their order, given the names of the spaces."""
    shared = [f"{name} {part}" for name in spaces for part in ("shared", "least covered")]
    return (*(f"bead of {kind}" for kind in _KIND_NAMES), "bead", "length", *shared)


def bead_features(sides: Sides, source: range, target: range) -> dict[tuple[int, int], Floats]:
    """For each move that fits: the features of the beads by where they begin, shape (features, rows, columns)."""
    names = feature_names(tuple(sides.spaces))
    result = {}
    for move, parts in _measured(sides, source, target):
        shape = next(iter(parts.values())).shape
        result[move] = np.stack([np.broadcast_to(parts.get(name, np.zeros(1)), shape) for name in names])
    return result


def bead_scores(
    sides: Sides, source: range, target: range, weights: Mapping[str, float]
) -> dict[tuple[int, int], Floats]:
    """For each move that fits: the weighted sums of the beads' features, shape (rows, columns)."""
    result = {}
    for move, parts in _measured(sides, source, target):
        shape = next(iter(parts.values())).shape
        score = np.zeros(shape)
        for name, value in parts.items():
            score += weights[name] * value
        if sides.paragraphs is not None:  # a log-likelihood already, hence no weight
            score = score + sides.paragraphs.support(source, target, move)
        result[move] = score
    return result


def _measured(sides: Sides, source: range, target: range) -> Iterator[tuple[tuple[int, int], dict[str, Floats]]]:
    """The features of each move's beads by name; a feature that is left out is 0."""
    overlaps = {name: space.overlap(source, target) for name, space in sides.spaces.items()}
    for move in MOVES:
        if move[0] > len(source) or move[1] > len(target):
            continue
        parts = {"length": _length(sides, source, target, move), "bead": np.ones((1, 1))}
        if move in _KINDS:
            parts[f"bead of {_KINDS[move]}"] = np.ones((1, 1))
        for name, space in sides.spaces.items():
            left = space.source_masses[source.start : source.stop]
            right = space.target_masses[target.start : target.stop]
            scale = TYPICAL / sides.typical.get(name, TYPICAL)
            dice, least = _shared(overlaps[name], left, right, move)
            parts[f"{name} shared"] = dice * scale
            if least is not None:
                parts[f"{name} least covered"] = least * scale
        yield move, parts


def _window_sums(values: Floats, width: int) -> Floats:
    """Sums of `width` neighbours of a vector."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    return sums[width:] - sums[:-width]


def _length(sides: Sides, source: range, target: range, move: tuple[int, int]) -> Floats:
    """Minus half the squared deviation of the lengths, after Gale and Church (1993); capped."""
    left = _window_sums(sides.source_lengths[source.start : source.stop], move[0])[:, None] * sides.ratio
    right = _window_sums(sides.target_lengths[target.start : target.stop], move[1])[None, :]
    both = left + right
    deviation = (left - right) ** 2 / (_VARIANCE * (both + 1.0) + (_SPREAD * both) ** 2)
    return -np.minimum(deviation, _DEVIATION_CAP) / 2


def _shared(
    overlap: Floats, source_masses: Floats, target_masses: Floats, move: tuple[int, int]
) -> tuple[Floats, Floats | None]:
    """How much a bead's sides share (Dice, 0 to 1), and how well its least covered sentence is covered.

    A bead of one sentence on either side has no use for the second.
    """
    a, b = move
    rows, columns = overlap.shape[0] - a + 1, overlap.shape[1] - b + 1
    cells = [[overlap[i : i + rows, j : j + columns] for j in range(b)] for i in range(a)]
    by_row = [np.add.reduce(row) for row in cells]
    mass = _window_sums(source_masses, a)[:, None] + _window_sums(target_masses, b)[None, :]
    dice = np.minimum(2 * np.add.reduce(by_row) / np.maximum(mass, 1e-9), 1.0)
    if a == b == 1:
        return dice, None
    least = np.ones_like(dice)
    if a > 1:
        for i, row in enumerate(by_row):
            least = np.minimum(least, row / np.maximum(source_masses[i : i + rows, None], 1e-9))
    if b > 1:
        for j in range(b):
            column = np.add.reduce([row[j] for row in cells])
            least = np.minimum(least, column / np.maximum(target_masses[None, j : j + columns], 1e-9))
    return dice, least


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


def typical_shares(
    sides: Sides, known: Sequence[tuple[int, int]], *, reach: int = 40, block: int = 20, blocks: int = 50
) -> dict[str, float]:
    """What true pairs share in each space, guessed from the best partner of each source sentence.

    Looked for within `reach` sentences of where the line through the `known` pairs (source, target)
    runs, in at most `blocks` blocks of the source; never below a tenth, so that a space that says
    nothing is not blown up. Punctuation, which most sentences lack, is left out.
    """
    n, m = len(sides.source_lengths), len(sides.target_lengths)
    points = [(-1, -1), *known, (n, m)]
    found: dict[str, list[float]] = {name: [] for name in sides.spaces if name != "marks"}
    step = max(block, n // blocks)
    for start in range(0, n, step):
        source = range(start, min(n, start + block))
        middle = int(np.interp(start + block / 2, [i for i, _ in points], [j for _, j in points]))
        target = range(max(0, middle - reach), min(m, middle + reach))
        if not target:
            continue
        for name, values in found.items():
            space = sides.spaces[name]
            left = space.source_masses[source.start : source.stop, None]
            right = space.target_masses[None, target.start : target.stop]
            dice = 2 * space.overlap(source, target) / np.maximum(left + right, 1e-9)
            values.extend(dice.max(axis=1).tolist())
    return {name: max(_LEAST_TYPICAL, float(np.quantile(values, 0.6))) for name, values in found.items() if values}


def gaps_of(source: range, target: range, weights: Mapping[str, float]) -> Gaps:
    """What unanswered sentences score: the same for all of them."""
    opening, extending = (weights[name] for name in GAP_FEATURES)
    return Gaps(opening, extending, np.zeros(len(source)), np.zeros(len(target)))
