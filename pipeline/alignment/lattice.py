"""The dynamic programme over beads: all monotonic alignments of two runs of sentences, and the best one.

A path from (0, 0) to (n, m) is made of beads (a source and b target sentences, scored as a whole) and
gaps (sentences that nothing answers). A gap pays once for opening and little for each further
sentence, so that a deleted passage does not push the alignment off course. Scores are log-potentials:
the probability of a path is proportional to the exponential of its sum, which is what makes the
confidence of a bead a probability. Time and memory grow with n × m; `sentences` keeps both small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from pipeline.alignment.bead import Bead

Floats = NDArray[np.float64]
MOST = 6  # sentences of a bead on either side
COMMON_MOVES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (2, 3), (3, 2))
MOVES = (
    *COMMON_MOVES,
    *((1, 4), (4, 1), (3, 3), (1, 5), (5, 1), (2, 4), (4, 2), (1, 6), (6, 1), (3, 4), (4, 3), (4, 4)),
)
"""The shapes of beads; the common ones are enough to learn from."""
_NEVER = -1e30
_LEAST = 1e-300


class Gaps(NamedTuple):
    """What unanswered sentences score: opening a gap, each further one, and each sentence by itself.

    facing: added where a gap of the target follows one of the source, which a free rendering is mistaken for.
    source, target: shape (n,) and (m,), added to opening or extending.
    """

    opening: float
    extending: float
    source: Floats
    target: Floats
    facing: float = 0.0


@dataclass
class Posterior:
    """Probabilities of every bead and gap under the model of one lattice.

    beads: for each move (a, b), shape (n - a + 1, m - b + 1), the bead that begins at (i, j).
    source_gaps, target_gaps: shape (n,) and (m,). total: the logarithm of the sum over all paths.
    """

    beads: dict[tuple[int, int], Floats]
    source_gaps: Floats
    target_gaps: Floats
    total: float


def posterior(scores: Mapping[tuple[int, int], Floats], gaps: Gaps) -> Posterior:
    """The probability of every bead, by the forward-backward algorithm.

    scores: for each move (a, b) the scores of beads by where they begin, shape (n - a + 1, m - b + 1);
    moves that do not fit may be left out.
    """
    after_bead, after_source, after_target = _forward(scores, gaps)
    everything = np.logaddexp(np.logaddexp(after_bead, after_source), after_target)
    from_bead, from_source, from_target = _backward(scores, gaps)
    total = float(from_bead[0, 0])
    n, m = len(gaps.source), len(gaps.target)
    beads = {
        (a, b): np.exp(everything[: n - a + 1, : m - b + 1] + score + from_bead[a:, b:] - total)
        for (a, b), score in scores.items()
    }
    into_source = np.logaddexp(after_bead[:-1] + gaps.opening, after_source[:-1] + gaps.extending)
    source_gaps = np.exp(into_source + gaps.source[:, None] + from_source[1:] - total).sum(axis=1)
    before = np.logaddexp(after_bead[:, :-1], after_source[:, :-1] + gaps.facing) + gaps.opening
    into_target = np.logaddexp(before, after_target[:, :-1] + gaps.extending)
    target_gaps = np.exp(into_target + gaps.target[None, :] + from_target[:, 1:] - total).sum(axis=0)
    return Posterior(beads, np.minimum(source_gaps, 1.0), np.minimum(target_gaps, 1.0), total)


class _Steps:
    """The scores of all moves in one array, so that a row of the lattice is worked out at once.

    by_start: shape (moves, rows, columns), by where the bead begins; -inf where it does not fit.
    """

    def __init__(self, scores: Mapping[tuple[int, int], Floats], n: int, m: int, outside: float) -> None:
        moves = list(scores)
        self.a, self.b = (np.array([move[side] for move in moves], dtype=np.int64) for side in (0, 1))
        self.most = int(max(self.a.max(initial=0), self.b.max(initial=0)))
        self.by_start = np.full((len(moves), n + 1, m + 1), outside)
        for number, (move, score) in enumerate(scores.items()):
            self.by_start[number, : n - move[0] + 1, : m - move[1] + 1] = score

    def by_end(self, outside: float) -> Floats:
        """The same by where the bead ends."""
        found = np.full_like(self.by_start, outside)
        _, rows, columns = found.shape
        for number, (a, b) in enumerate(zip(self.a.tolist(), self.b.tolist(), strict=True)):
            found[number, a:, b:] = self.by_start[number, : rows - a, : columns - b]
        return found


def _log_sum(values: Floats) -> Floats:
    """The logarithm of the sum of exponentials along the first axis."""
    most = values.max(axis=0, initial=_NEVER)
    found: Floats = most + np.log(np.exp(values - most).sum(axis=0) + _LEAST)
    return found


def _forward(scores: Mapping[tuple[int, int], Floats], gaps: Gaps) -> tuple[Floats, Floats, Floats]:
    """Log-sums of the paths that reach (i, j) by a bead, in a source gap and in a target gap."""
    n, m = len(gaps.source), len(gaps.target)
    after_bead, after_source, after_target = (np.full((n + 1, m + 1), _NEVER) for _ in range(3))
    after_bead[0, 0] = 0.0
    steps = _Steps(scores, n, m, _NEVER)
    most, ends = steps.most, steps.by_end(_NEVER)
    everything = np.full((n + 1 + most, m + 1 + most), _NEVER)
    shifted = sliding_window_view(everything, m + 1, axis=1)
    costs = np.concatenate(([0.0], np.cumsum(gaps.target + gaps.extending)))
    for i in range(n + 1):
        row = after_bead[i]
        if i:
            row[:] = _log_sum(shifted[i + most - steps.a, most - steps.b] + ends[:, i])
            into = np.logaddexp(after_bead[i - 1] + gaps.opening, after_source[i - 1] + gaps.extending)
            after_source[i] = into + gaps.source[i - 1]
        if m:
            opened = np.logaddexp(row, after_source[i] + gaps.facing)[:-1] + gaps.opening + gaps.target
            after_target[i, 1:] = np.logaddexp.accumulate(opened - costs[1:]) + costs[1:]
        everything[i + most, most:] = np.logaddexp(np.logaddexp(row, after_source[i]), after_target[i])
    return after_bead, after_source, after_target


def _backward(scores: Mapping[tuple[int, int], Floats], gaps: Gaps) -> tuple[Floats, Floats, Floats]:
    """Log-sums of the ways to finish from (i, j) after a bead, in a source gap and in a target gap."""
    n, m = len(gaps.source), len(gaps.target)
    steps = _Steps(scores, n, m, _NEVER)
    padded = np.full((n + 1 + steps.most, m + 1 + steps.most), _NEVER)
    shifted = sliding_window_view(padded, m + 1, axis=1)
    from_bead = padded[: n + 1, : m + 1]
    from_source, from_target = (np.full((n + 1, m + 1), _NEVER) for _ in range(2))
    remaining = np.concatenate(([0.0], np.cumsum((gaps.target + gaps.extending)[::-1])))
    for i in range(n, -1, -1):
        by_bead = _log_sum(shifted[i + steps.a, steps.b] + steps.by_start[:, i])
        if i == n:
            by_bead[m] = 0.0
        backwards = by_bead[::-1]
        from_target[i] = (np.logaddexp.accumulate(backwards - remaining) + remaining)[::-1]
        by_target = np.full(m + 1, _NEVER)
        by_target[:-1] = gaps.opening + gaps.target + from_target[i, 1:]
        closing, faced = np.logaddexp(by_bead, by_target), np.logaddexp(by_bead, by_target + gaps.facing)
        if i < n:
            by_source = gaps.source[i] + from_source[i + 1]
            from_bead[i] = np.logaddexp(closing, gaps.opening + by_source)
            from_source[i] = np.logaddexp(faced, gaps.extending + by_source)
        else:
            from_bead[i], from_source[i] = closing, faced
    return from_bead, from_source, from_target


def best_path(found: Posterior) -> list[Bead]:
    """The alignment whose beads are right most often: the path with the largest sum of probabilities.

    A bead counts as often as it has sides' sentences, so that neither many small nor few large beads
    are favoured. Ties go to the earlier move of `MOVES`.
    """
    n, m = len(found.source_gaps), len(found.target_gaps)
    moves = list(found.beads)
    gains = {(a, b): (a + b) * chances for (a, b), chances in found.beads.items()}
    steps = _Steps(gains, n, m, _NEVER)
    most, ends = steps.most, steps.by_end(_NEVER)
    padded = np.full((n + 1 + most, m + 1 + most), _NEVER)
    shifted = sliding_window_view(padded, m + 1, axis=1)
    best = padded[most:, most:]
    move = np.zeros((n + 1, m + 1), dtype=np.int8)
    best[0, 0] = 0.0
    gained = np.concatenate(([0.0], np.cumsum(found.target_gaps)))
    for i in range(n + 1):
        row, chosen = best[i], move[i]
        if i and moves:
            values = shifted[i + most - steps.a, most - steps.b] + ends[:, i]
            chosen[:] = values.argmax(axis=0)
            row[:] = np.take_along_axis(values, chosen[None].astype(np.int64), 0)[0]
        if i:
            value = best[i - 1] + found.source_gaps[i - 1]
            better = value > row
            row[better] = value[better]
            chosen[better] = -1
        slack = row - gained
        reached = np.maximum.accumulate(slack)
        better = reached > slack + 1e-12
        row[better] = (reached + gained)[better]
        chosen[better] = -2
    path: list[Bead] = []
    i, j = n, m
    while i or j:
        step = int(move[i, j])
        if step == -1:
            path.append(Bead(i - 1, i, j, j, float(found.source_gaps[i - 1])))
            i -= 1
        elif step == -2:
            path.append(Bead(i, i, j - 1, j, float(found.target_gaps[j - 1])))
            j -= 1
        else:
            a, b = moves[step]
            path.append(Bead(i - a, i, j - b, j, float(found.beads[a, b][i - a, j - b])))
            i, j = i - a, j - b
    path.reverse()
    return path
