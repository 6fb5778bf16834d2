"""Which word renders which: two hidden Markov models, one a direction, trained to agree (numpy only).

Each target word is rendered from one source word or from none, and the place of that source word
depends on the place of the one before (Vogel, Ney and Tillmann 1996). The models of both directions
are trained together on the product of their posteriors (Liang, Taskar and Klein 2006).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.training.cleaning import Pair

Links = list[tuple[int, int]]
"""Pairs of word positions (source, target), 0-based, ascending."""

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

WORD = re.compile(r"\w+|[^\w\s]")
"""What the aligner takes for a word: letters and digits in a run, or one other sign."""

_EMPTY = 0.15  # share of words taken to be rendered from nothing
_FAR = 12  # jumps further than this are not told apart
_CELLS = 3_000_000  # word pairs held at once: about 100 MB
_SAME_WORD = 8.0  # how much likelier than others a word is to render itself, before training
_FLOOR = 1e-7


def words(sentence: str) -> list[str]:
    """The words of a sentence as the aligner counts them."""
    return WORD.findall(sentence)


@dataclass(frozen=True, slots=True)
class _Encoded:
    """Sentences of one side as word numbers, flat; sentence k is `ids[at[k]:at[k + 1]]`."""

    ids: NDArray[np.int32]
    at: Integers

    def lengths(self) -> Integers:
        return np.diff(self.at)

    def rows(self, picked: Integers) -> NDArray[np.int32]:
        """The picked sentences as rows (len(picked), longest), padded with -1."""
        lengths = self.at[picked + 1] - self.at[picked]
        out = np.full((len(picked), int(lengths.max())), -1, np.int32)
        row = np.repeat(np.arange(len(picked)), lengths)
        column = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        out[row, column] = self.ids[np.repeat(self.at[picked], lengths) + column]
        return out


class WordAligner:
    """Two agreeing alignment models over one numbering of the words of both languages, case aside."""

    def __init__(self, *, bits: int = 25) -> None:
        """`bits`: translation probabilities are kept in 2**bits cells, 8 bytes each; rare pairs may share one."""
        self._numbers: dict[str, int] = {}
        self._mask = (1 << bits) - 1
        self._counts = [np.ones(1 << bits, np.float32) for _ in range(2)]  # of word pairs, a direction each
        self._totals = [np.zeros(0, np.float32) for _ in range(2)]  # of the words they are given by
        self._alone = [np.zeros(0, np.float32) for _ in range(2)]  # how often each word occurs on either side
        distances = np.abs(np.arange(-_FAR, _FAR + 1) - 1)
        self._jumps = [np.exp(-0.5 * distances).astype(np.float32) + 0.01 for _ in range(2)]
        self._trained = False

    def train(self, pairs: Sequence[Pair], *, lexical_rounds: int = 4, markov_rounds: int = 4) -> None:
        """Learn from pairs: first without regard to order, then as Markov models that agree."""
        sides = self._encode(pairs, grow=True)
        size = len(self._numbers)
        for side in (0, 1):
            counts = np.bincount(sides[side].ids, minlength=size).astype(np.float32)
            self._alone[side] = counts / max(1.0, counts.sum())
            self._totals[side] = np.ones(size, np.float32)
        for number in range(lexical_rounds + markov_rounds):
            self._round(sides, size, markov=number >= lexical_rounds, first=number == 0)
        self._trained = True

    def align(self, pairs: Sequence[Pair], *, threshold: float = 0.45) -> list[Links]:
        """Links of each pair: those whose posteriors in the two directions have a product above threshold squared."""
        sides = self._encode(pairs, grow=False)
        found: list[Links] = [[] for _ in pairs]
        for picked in _groups(sides[0].lengths(), sides[1].lengths()):
            batch = self._batch(sides, picked)
            forward, backward = (self._posteriors(batch, side, markov=self._trained)[0] for side in (0, 1))
            agreed = forward * backward
            for row, i, j in zip(*np.nonzero(agreed > threshold * threshold), strict=True):
                found[picked[row]].append((int(i), int(j)))
        return found

    def _encode(self, pairs: Sequence[Pair], *, grow: bool) -> tuple[_Encoded, _Encoded]:
        """Word numbers of both sides; unknown words are -2 unless the numbering may grow."""
        numbers = self._numbers
        encoded = []
        for side in (0, 1):
            flat: list[int] = []
            at = [0]
            for pair in pairs:
                for word in words(pair[side].lower()):
                    number = numbers.get(word)
                    if number is None:
                        number = numbers.setdefault(word, len(numbers)) if grow else -2
                    flat.append(number)
                at.append(len(flat))
            encoded.append(_Encoded(np.array(flat, np.int32), np.array(at, np.int64)))
        return encoded[0], encoded[1]

    def _batch(self, sides: tuple[_Encoded, _Encoded], picked: Integers) -> _Batch:
        source, target = sides[0].rows(picked), sides[1].rows(picked)
        mixed = source[:, :, None].astype(np.int64) * 0x9E3779B1 + target[:, None, :].astype(np.int64) * 0x85EBCA77
        cells = ((mixed ^ (mixed >> 15)) & self._mask).astype(np.int32)
        known = (source != -1)[:, :, None] & (target != -1)[:, None, :]
        return _Batch(source, target, cells, known)

    def _posteriors(
        self, batch: _Batch, side: int, *, markov: bool, first: bool = False
    ) -> tuple[Floats, Floats | None]:
        """How likely each link is (rows, source length, target length) and how often each jump was taken.

        side 0: target words rendered from source words; 1: the other way round.
        """
        given = (batch.source[:, :, None], batch.target[:, None, :])[side]
        totals = self._totals[side]
        share = np.where(given >= 0, 1 / totals[np.maximum(given, 0)], 0).astype(np.float32)
        emission = (self._counts[side][batch.cells] * share + np.float32(_FLOOR)) * batch.known
        if first:
            emission *= np.where(batch.source[:, :, None] == batch.target[:, None, :], _SAME_WORD, 1.0)
        if side == 0:
            emission = emission.swapaxes(1, 2)
        # emission: (rows, rendered words, states); empty: (rows, rendered words)
        empty = self._empty(batch, side, first=first)
        if markov:
            links, jumps = _forward_backward(emission, empty, self._transitions(side, emission.shape[2]))
        else:
            states = np.maximum(batch.known.any(axis=2 - side).sum(1), 1)[:, None, None]
            links, jumps = emission * ((1 - _EMPTY) / states), None
            links /= links.sum(2, keepdims=True) + empty[:, :, None]
        return (links.swapaxes(1, 2) if side == 0 else links), jumps

    def _empty(self, batch: _Batch, side: int, *, first: bool) -> Floats:
        """How likely each word is to be rendered from nothing, by how common it is; 1 on padding."""
        rendered = (batch.target, batch.source)[side]
        common = self._alone[1 - side]
        likely = np.ones(rendered.shape) if first else np.full(rendered.shape, 1 / max(1, len(common)))
        if not first and len(common):
            likely = np.where(rendered >= 0, common[np.maximum(rendered, 0)], likely)
        return np.where(rendered == -1, 1.0, _EMPTY * likely).astype(np.float32)

    def _transitions(self, side: int, states: int) -> Floats:
        """Probability of a jump from a state, or from before the first (row 0), to each: (states + 1, states)."""
        steps = np.arange(states)[None, :] - np.arange(-1, states)[:, None]
        table = self._jumps[side][np.clip(steps, -_FAR, _FAR) + _FAR]
        return ((1 - _EMPTY) * table / table.sum(1, keepdims=True)).astype(np.float32)

    def _round(self, sides: tuple[_Encoded, _Encoded], size: int, *, markov: bool, first: bool) -> None:
        """One round of expectation and maximisation over all pairs."""
        counts = [np.zeros(len(self._counts[0]), np.float32) for _ in range(1 if markov else 2)]
        totals = [np.zeros(size, np.float64) for _ in range(2)]
        jumps = [np.zeros(2 * _FAR + 1, np.float64) for _ in range(2)]
        for picked in _groups(sides[0].lengths(), sides[1].lengths()):
            batch = self._batch(sides, picked)
            both = [self._posteriors(batch, side, markov=markov, first=first) for side in (0, 1)]
            links = [both[0][0] * both[1][0]] if markov else [both[0][0], both[1][0]]
            for side, table in enumerate(counts):
                np.add.at(table, batch.cells.ravel(), links[side].ravel())  # padding adds nothing: its links are 0
            for side in (0, 1):
                given = (batch.source, batch.target)[side]
                mass = links[side % len(links)].sum(2 - side)
                np.add.at(totals[side], given[given >= 0], mass[given >= 0])
                taken = both[side][1]
                if taken is not None:
                    states = taken.shape[1]
                    steps = np.arange(states)[None, :] - np.arange(-1, states)[:, None]
                    jumps[side] += np.bincount(
                        (np.clip(steps, -_FAR, _FAR) + _FAR).ravel(), taken.ravel(), 2 * _FAR + 1
                    )
        for side in (0, 1):
            self._counts[side] = counts[side % len(counts)]
            self._totals[side] = (totals[side] + _FLOOR).astype(np.float32)
            if markov:
                learnt = jumps[side] + 1.0
                learnt[[0, -1]] /= _FAR  # each end stands for many distances
                self._jumps[side] = (learnt / learnt.sum()).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Pairs of equal source length: source (rows, S) and target (rows, T) words, -1 past the end.

    cells: where each word pair's probability is kept, (rows, S, T); known: False on padding.
    """

    source: NDArray[np.int32]
    target: NDArray[np.int32]
    cells: NDArray[np.int32]
    known: NDArray[np.bool_]


def _groups(source_lengths: Integers, target_lengths: Integers) -> Iterator[Integers]:
    """Row numbers of pairs with the same source length and similar target lengths; empty sentences left out."""
    order = np.lexsort((target_lengths, source_lengths))
    order = order[(source_lengths[order] > 0) & (target_lengths[order] > 0)]
    start = 0
    while start < len(order):
        states = source_lengths[order[start]]
        end = int(np.searchsorted(source_lengths[order], states, "right"))
        stop = start + 1
        while stop < end and (stop - start + 1) * states * target_lengths[order[stop]] <= _CELLS:
            stop += max(1, min(end - stop, int(_CELLS // (states * target_lengths[order[stop]])) - (stop - start)) // 4)
        yield order[start:stop]
        start = stop


def _forward_backward(emission: Floats, empty: Floats, transitions: Floats) -> tuple[Floats, Floats]:
    """Posteriors of a hidden Markov model whose words may come from nothing, leaving the state as it is.

    emission (rows, words, states); empty (rows, words): probability that a word comes from nothing
    (1 on padding); transitions (states + 1, states), row 0 from before the first state.
    Returns link posteriors (rows, words, states) and expected jumps (states + 1, states).
    """
    rows, steps, states = emission.shape
    reached = np.zeros((steps + 1, rows, states + 1), np.float32)
    reached[0, :, 0] = 1.0
    scales = np.ones((steps, rows, 1), np.float32)
    for step in range(steps):
        now = empty[:, step, None] * reached[step]
        now[:, 1:] += (reached[step] @ transitions) * emission[:, step]
        scales[step] = now.sum(1, keepdims=True) + 1e-30
        reached[step + 1] = now / scales[step]
    links = np.empty_like(emission)
    jumps = np.zeros_like(transitions)
    later = np.ones((rows, states + 1), np.float32)
    for step in range(steps - 1, -1, -1):
        weighted = emission[:, step] * later[:, 1:] / scales[step]
        links[:, step] = (reached[step] @ transitions) * weighted
        jumps += (reached[step].T @ weighted) * transitions
        later = empty[:, step, None] * later / scales[step] + weighted @ transitions.T
    return links, jumps
