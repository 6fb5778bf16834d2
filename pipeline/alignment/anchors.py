"""Where two long documents surely meet, so that the dynamic programme runs on short stretches only.

Sentences that share rare words are candidates; the heaviest monotonic chain of them follows the text
through inserted and deleted passages of any length; two links of the chain that touch, among others
that run the same way, mark a place to cut. Time and memory grow with the number of sentences.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.alignment.similarity import Floats, Integers, Space, flattened

_RARE = 12  # sentences of both sides that may hold a term for it to point from one to the other
_CANDIDATES = 4  # target sentences kept for each source sentence
_LEAST = 0.12  # Dice of a pair that may be part of a chain
_TRUSTED = 0.6  # of what is typical, for a pair beside a cut
_SUPPORT, _NEAR, _DRIFT = 4, 6, 4


def meeting_points(space: Space) -> list[tuple[int, int]]:
    """Pairs of source and target sentences that surely or probably answer each other, ascending on both sides."""
    return heaviest_chain(*candidates(space, least=_LEAST))


def cut_places(
    space: Space, chain: Sequence[tuple[int, int]], typical: float, *, spacing: int = 40
) -> list[tuple[int, int]]:
    """Pairs (i, j): no bead reaches across the boundary before source sentence i and target sentence j.

    Ascending on both sides, at least `spacing` sentences of one side apart; without the ends. chain: as
    from `meeting_points`. typical: what true pairs share in `space`; much weaker pairs are not trusted.
    """
    chain = [pair for pair in chain if space.dice(*pair) >= _TRUSTED * typical]
    cuts: list[tuple[int, int]] = []
    last = (0, 0)
    for k in range(1, len(chain)):
        (i, j), (i2, j2) = chain[k - 1], chain[k]
        if i2 != i + 1 or j2 != j + 1 or max(i2 - last[0], j2 - last[1]) < spacing:
            continue
        around = chain[max(0, k - _NEAR) : k - 1] + chain[k + 1 : k + _NEAR]
        agreeing = sum(abs((x - i) - (y - j)) <= _DRIFT and abs(x - i) <= 2 * _NEAR for x, y in around)
        if agreeing >= _SUPPORT:
            last = (i2, j2)
            cuts.append(last)
    return cuts


def candidates(space: Space, *, least: float) -> tuple[Integers, Integers, Floats]:
    """Source sentences, target sentences and the Dice of pairs that share rare terms, at least `least`."""
    lefts, left_rows = flattened(space.source)
    rights, right_rows = flattened(space.target)
    rare = space.frequencies <= _RARE
    keep_left, keep_right = rare[lefts], rare[rights]
    lefts, left_rows = lefts[keep_left], left_rows[keep_left]
    rights, right_rows = rights[keep_right], right_rows[keep_right]
    order = np.argsort(rights, kind="stable")
    rights, right_rows = rights[order], right_rows[order]
    begin, end = np.searchsorted(rights, lefts, "left"), np.searchsorted(rights, lefts, "right")
    counts = end - begin
    source = np.repeat(left_rows, counts)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    target = right_rows[np.repeat(begin, counts) + offsets]
    weight: Floats = np.repeat(space.weights[lefts], counts)
    keys, places = np.unique(source * max(1, len(space.target)) + target, return_inverse=True)
    weight = np.bincount(places, weight, minlength=len(keys)).astype(np.float64)
    source, target = keys // max(1, len(space.target)), keys % max(1, len(space.target))
    order = np.lexsort((target, -weight, source))
    source, target = source[order], target[order]
    first = np.searchsorted(source, source, "left")
    best = np.arange(len(source)) - first < _CANDIDATES
    source, target = source[best], target[best]
    dice = np.array([space.dice(i, j) for i, j in zip(source.tolist(), target.tolist(), strict=True)])
    good = dice >= least if len(dice) else np.zeros(0, dtype=bool)
    return source[good], target[good], dice[good]


def heaviest_chain(source: Integers, target: Integers, weight: Floats) -> list[tuple[int, int]]:
    """The pairs, ascending on both sides, whose weights sum to the most; n log n by a prefix-maximum tree."""
    if not len(source):
        return []
    size = int(target.max()) + 1
    tree_value = [0.0] * (size + 1)
    tree_item = [-1] * (size + 1)
    total = [0.0] * len(source)
    before = [-1] * len(source)
    order = np.lexsort((-target, source)).tolist()  # equal sources from the right, so that none follows another
    for item in order:
        place = int(target[item])
        value, previous = 0.0, -1
        while place > 0:
            if tree_value[place] > value:
                value, previous = tree_value[place], tree_item[place]
            place -= place & -place
        total[item], before[item] = value + float(weight[item]), previous
        place = int(target[item]) + 1
        while place <= size:
            if total[item] > tree_value[place]:
                tree_value[place], tree_item[place] = total[item], item
            place += place & -place
    item = max(range(len(total)), key=total.__getitem__)
    chain = []
    while item >= 0:
        chain.append((int(source[item]), int(target[item])))
        item = before[item]
    return chain[::-1]
