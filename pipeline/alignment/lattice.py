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
from numpy.typing import NDArray

from pipeline.alignment.bead import Bead

Floats = NDArray[np.float64]
MOVES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (1, 4), (4, 1), (2, 2), (2, 3), (3, 2), (3, 3))
_NEVER = -1e30


class Gaps(NamedTuple):
    """What unanswered sentences score: opening a gap, each further one, and each sentence by itself.

    source, target: shape (n,) and (m,), added to opening or extending.
    """

    opening: float
    extending: float
    source: Floats
    target: Floats


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
    before = np.logaddexp(after_bead[:, :-1], after_source[:, :-1]) + gaps.opening
    into_target = np.logaddexp(before, after_target[:, :-1] + gaps.extending)
    target_gaps = np.exp(into_target + gaps.target[None, :] + from_target[:, 1:] - total).sum(axis=0)
    return Posterior(beads, np.minimum(source_gaps, 1.0), np.minimum(target_gaps, 1.0), total)


def _forward(scores: Mapping[tuple[int, int], Floats], gaps: Gaps) -> tuple[Floats, Floats, Floats]:
    """Log-sums of the paths that reach (i, j) by a bead, in a source gap and in a target gap."""
    n, m = len(gaps.source), len(gaps.target)
    after_bead, after_source, after_target = (np.full((n + 1, m + 1), _NEVER) for _ in range(3))
    after_bead[0, 0] = 0.0
    everything = np.full((n + 1, m + 1), _NEVER)
    steps = np.concatenate(([0.0], np.cumsum(gaps.target + gaps.extending)))
    for i in range(n + 1):
        row = after_bead[i]
        for (a, b), score in scores.items():
            if a <= i:
                np.logaddexp(row[b:], everything[i - a, : m - b + 1] + score[i - a], out=row[b:])
        if i:
            into = np.logaddexp(after_bead[i - 1] + gaps.opening, after_source[i - 1] + gaps.extending)
            after_source[i] = into + gaps.source[i - 1]
        if m:
            opened = np.logaddexp(row, after_source[i])[:-1] + gaps.opening + gaps.target
            after_target[i, 1:] = np.logaddexp.accumulate(opened - steps[1:]) + steps[1:]
        everything[i] = np.logaddexp(np.logaddexp(row, after_source[i]), after_target[i])
    return after_bead, after_source, after_target


def _backward(scores: Mapping[tuple[int, int], Floats], gaps: Gaps) -> tuple[Floats, Floats, Floats]:
    """Log-sums of the ways to finish from (i, j) after a bead, in a source gap and in a target gap."""
    n, m = len(gaps.source), len(gaps.target)
    from_bead, from_source, from_target = (np.full((n + 1, m + 1), _NEVER) for _ in range(3))
    remaining = np.concatenate(([0.0], np.cumsum((gaps.target + gaps.extending)[::-1])))
    for i in range(n, -1, -1):
        by_bead = np.full(m + 1, _NEVER)
        for (a, b), score in scores.items():
            if i + a <= n:
                view = by_bead[: m - b + 1]
                np.logaddexp(view, score[i] + from_bead[i + a, b:], out=view)
        if i == n:
            by_bead[m] = 0.0
        backwards = by_bead[::-1]
        from_target[i] = (np.logaddexp.accumulate(backwards - remaining) + remaining)[::-1]
        by_target = np.full(m + 1, _NEVER)
        by_target[:-1] = gaps.opening + gaps.target + from_target[i, 1:]
        closing = np.logaddexp(by_bead, by_target)
        if i < n:
            by_source = gaps.source[i] + from_source[i + 1]
            from_bead[i] = np.logaddexp(closing, gaps.opening + by_source)
            from_source[i] = np.logaddexp(closing, gaps.extending + by_source)
        else:
            from_bead[i] = from_source[i] = closing
    return from_bead, from_source, from_target


def best_path(found: Posterior) -> list[Bead]:
    """The alignment whose beads are right most often: the path with the largest sum of probabilities.

    A bead counts as often as it has sides' sentences, so that neither many small nor few large beads
    are favoured. Ties go to the earlier move of `MOVES`.
    """
    n, m = len(found.source_gaps), len(found.target_gaps)
    best = np.full((n + 1, m + 1), _NEVER)
    move = np.zeros((n + 1, m + 1), dtype=np.int8)
    best[0, 0] = 0.0
    moves = list(found.beads)
    gained = np.concatenate(([0.0], np.cumsum(found.target_gaps)))
    for i in range(n + 1):
        row, chosen = best[i], move[i]
        for number, (a, b) in enumerate(moves):
            if a <= i:
                value = best[i - a, : m - b + 1] + (a + b) * found.beads[a, b][i - a]
                better = value > row[b:]
                row[b:][better] = value[better]
                chosen[b:][better] = number
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
