"""How much the term sets of two sentences share, weighted by how rare the shared terms are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Space:
    """The terms of all sentences of two documents in one space of evidence.

    A term weighs `log(N / n)` where `n` of the `N` sentences of both sides hold it, over the weight
    of a term that one sentence holds: between 0 (in every sentence) and 1. masses: the sum of weights
    of each sentence of a side, shape (sentences,).
    """

    def __init__(self, source: Iterable[Iterable[str]], target: Iterable[Iterable[str]]) -> None:
        numbers: dict[str, int] = {}
        self.source = [_numbered(terms, numbers) for terms in source]
        self.target = [_numbered(terms, numbers) for terms in target]
        counts = Counter(number for side in (self.source, self.target) for ids in side for number in ids.tolist())
        total = max(2, len(self.source) + len(self.target))
        self.frequencies = np.array([counts[number] for number in range(len(numbers))], dtype=np.int64)
        self.weights: Floats = np.log(total / np.maximum(1, self.frequencies)) / math.log(total)
        self.source_masses = self._masses(self.source)
        self.target_masses = self._masses(self.target)

    def _masses(self, side: Sequence[Integers]) -> Floats:
        return np.array([self.weights[ids].sum() for ids in side], dtype=np.float64)

    def overlap(self, source: range, target: range) -> Floats:
        """The weight that each source sentence of a range shares with each target one, shape (source, target)."""
        lefts, rows = flattened(self.source[source.start : source.stop])
        rights, columns = flattened(self.target[target.start : target.stop])
        order = np.argsort(rights, kind="stable")
        rights, columns = rights[order], columns[order]
        begin = np.searchsorted(rights, lefts, "left")
        counts = np.searchsorted(rights, lefts, "right") - begin
        met = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(begin, counts)
        cells = np.repeat(rows, counts) * len(target) + columns[met]
        size = len(source) * len(target)
        shared: Floats = np.bincount(cells, np.repeat(self.weights[lefts], counts), size).astype(np.float64)
        return shared.reshape(len(source), len(target))

    def dice(self, source: int, target: int) -> float:
        """Twice the shared weight over the weight of both sentences, 0 to 1."""
        shared = np.intersect1d(self.source[source], self.target[target], assume_unique=True)
        mass = self.source_masses[source] + self.target_masses[target]
        return float(2 * self.weights[shared].sum() / mass) if mass else 0.0


def flattened(side: Sequence[Integers]) -> tuple[Integers, Integers]:
    """The terms of all sentences in one array, and the sentence of each."""
    if not side:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate(side), np.repeat(np.arange(len(side)), [len(ids) for ids in side])


def _numbered(terms: Iterable[str], numbers: dict[str, int]) -> Integers:
    return np.array(sorted(numbers.setdefault(term, len(numbers)) for term in sorted(terms)), dtype=np.int64)
