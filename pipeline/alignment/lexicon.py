"""Word-translation tables: the French–English one that ships, and ones learnt from aligned sentences themselves.

IBM model 1, expectation maximisation.

P. F. Brown et al., The mathematics of statistical machine translation, Computational Linguistics 19 (1993).
"""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

_LIKELY = 0.1  # geometric mean of both directions' probabilities
_MOST_CELLS = 12_000_000  # word pairs of sentence pairs looked at; further sentence pairs are left out


@lru_cache(maxsize=1)
def translation_table() -> dict[tuple[str, str], tuple[float, float]]:
    """t(English | French) and t(French | English) by folded words; made by `benchmarks/lexicon.py`."""
    return _read("lexicon.tsv.gz")


@lru_cache(maxsize=1)
def stem_table() -> dict[tuple[str, str], tuple[float, float]]:
    """The same by the stems of words: rougher, and with far more of the words of books."""
    return _read("stems.tsv.gz")


def _read(name: str) -> dict[tuple[str, str], tuple[float, float]]:
    packed = Path(__file__).with_name(name).read_bytes()
    table = {}
    for line in gzip.decompress(packed).decode("utf-8").split("\n"):
        if line:
            french, english, there, back = line.split("\t")
            table[french, english] = (int(there) / 1000, int(back) / 1000)
    return table


@lru_cache(maxsize=1)
def known_renderings() -> dict[str, tuple[str, ...]]:
    """The likely English renderings of folded French words, from the table that ships."""
    found: dict[str, list[str]] = {}
    for (french, english), (there, back) in translation_table().items():
        if there * back >= _LIKELY**2:
            found.setdefault(french, []).append(english)
    return {word: tuple(options) for word, options in found.items()}


@dataclass(frozen=True)
class Table:
    """The probabilities t(target word | source word) of the pairs that occur together, sorted by key.

    keys: source id × `targets` + target id. counts: in how many sentence pairs the two words stand.
    """

    keys: Integers
    probabilities: Floats
    counts: Integers
    targets: int

    def look_up(self, keys: Integers) -> Floats:
        """The probability of each key; 0 for pairs that never met."""
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.probabilities[places], 0.0)


def learn(
    pairs: Sequence[tuple[Integers, Integers]],
    sources: int,
    targets: int,
    *,
    rounds: int = 5,
    most: int = _MOST_CELLS,
) -> Table:
    """Learn from sentence pairs of word ids, the source ids below `sources`, the target ids below `targets`.

    A word that occurs twice in a sentence counts once. Memory is bounded: when the sentence pairs hold
    more than `most` word pairs, the longest sentence pairs are left out. At least one
    pair needs words on both sides.
    """
    unique = [(np.unique(left), np.unique(right)) for left, right in pairs]
    sizes = np.array([len(left) * len(right) for left, right in unique], dtype=np.int64)
    order = np.argsort(sizes, kind="stable")
    kept = np.sort(order[np.cumsum(sizes[order]) <= most])
    kept = kept[sizes[kept] > 0]
    lefts = np.concatenate([np.repeat(unique[i][0], len(unique[i][1])) for i in kept])
    rights = np.concatenate([np.tile(unique[i][1], len(unique[i][0])) for i in kept])
    sentence = np.repeat(np.arange(len(kept)), sizes[kept])
    keys, pair = np.unique(lefts * targets + rights, return_inverse=True)
    _, slot = np.unique(sentence * targets + rights, return_inverse=True)  # a target word in its sentence
    left_of_key = keys // targets
    counts = np.bincount(pair, minlength=len(keys))
    probabilities = np.ones(len(keys))
    for _ in range(rounds):
        weight = probabilities[pair]
        weight /= np.bincount(slot, weight)[slot]
        expected = np.bincount(pair, weight, minlength=len(keys))
        probabilities = expected / np.bincount(left_of_key, expected, minlength=sources)[left_of_key]
    return Table(keys, probabilities, counts, targets)


def learnt_renderings(
    pairs: Sequence[tuple[Sequence[str], Sequence[str]]], *, least: float = 0.12, seen: int = 2
) -> dict[tuple[str, str], float]:
    """The likely renderings in sentence pairs of words: of each pair the mean of both directions' probabilities.

    The mean is geometric. It is at least `least`, and the two words have met in `seen` sentence pairs or more, so
    that no pair is its own only evidence.
    """
    left_ids: dict[str, int] = {}
    right_ids: dict[str, int] = {}
    numbered = [
        (
            np.array([left_ids.setdefault(word, len(left_ids)) for word in left], dtype=np.int64),
            np.array([right_ids.setdefault(word, len(right_ids)) for word in right], dtype=np.int64),
        )
        for left, right in pairs
        if left and right
    ]
    if not numbered:
        return {}
    there = learn(numbered, len(left_ids), len(right_ids))
    back = learn([(right, left) for left, right in numbered], len(right_ids), len(left_ids))
    left, right = there.keys // there.targets, there.keys % there.targets
    both = np.sqrt(there.probabilities * back.look_up(right * back.targets + left))
    good = (both >= least) & (there.counts >= seen)
    lefts, rights = list(left_ids), list(right_ids)
    return {
        (lefts[source], rights[target]): value
        for source, target, value in zip(left[good].tolist(), right[good].tolist(), both[good].tolist(), strict=True)
    }
