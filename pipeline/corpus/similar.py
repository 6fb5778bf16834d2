"""Pairs that say again what an earlier pair said, but for a word or two in a long sentence.

Candidates share a band of MinHash values over runs of two words; rapidfuzz then compares their words.
The values are computed in numpy for a whole chunk of pairs at a time: objects for single texts, as
MinHash libraries offer them, take longer than all filters together.

A. Z. Broder, On the resemblance and containment of documents, Compression and Complexity of SEQUENCES
1997; bands after J. Leskovec, A. Rajaraman, J. D. Ullman, Mining of Massive Datasets, chapter 3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.files.extras import extra

Hashes = NDArray[np.uint64]
Rows = NDArray[np.int64]
Texts = Callable[[Rows], Iterable[tuple[str, str]]]
"""Gives source and target of pairs, by their rows, ascending."""

LEAST_WORDS = 12
"""Words that both sides need: shorter sentences that differ in a word are often different sentences."""

COLUMNS = 3
"""Columns of `band_keys`; each holds two bands of 32 bits."""

_BANDS, _DEPTH = 2 * COLUMNS, 3  # pairs that share 80 % of their runs of words meet with 98 %, of 50 % 55 %
_NEIGHBOURS = 3  # of a pair in the order of a band's values that it is compared with, besides the first
_BLOCK = 50_000  # comparisons made at a time, which hold twice as many pairs in memory at most

_BASE = np.uint64(0x9E3779B97F4A7C15)
_INVERSE = np.uint64(pow(int(_BASE), -1, 1 << 64))
_SHIFT, _HALF, _LOW = np.uint64(32), np.uint64(29), np.uint64(0xFFFFFFFF)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_WORD = re.compile(r"[^\W\d_]+")


def band_keys(sources: Sequence[str], targets: Sequence[str]) -> Hashes:
    """One row a pair, `COLUMNS` columns; the sides are words with one space between them.

    Pairs with a side of fewer than `LEAST_WORDS` words have zeros, which stand for no band.
    """
    keys = np.zeros((len(sources), COLUMNS), dtype=np.uint64)
    long = [row for row, (s, t) in enumerate(zip(sources, targets, strict=True)) if _is_long(s) and _is_long(t)]
    if not long:
        return keys
    sides = [_run_hashes([texts[row] for row in long], salt) for salt, texts in enumerate((sources, targets))]
    bands = []
    multiplier = 1
    for _ in range(_BANDS):
        band = np.zeros(len(long), dtype=np.uint64)
        for _ in range(_DEPTH):
            multiplier = (multiplier * 0xD1342543DE82EF95 + 0x632BE59BD9B4E019) % (1 << 64) | 1
            smallest = [np.minimum.reduceat(runs * np.uint64(multiplier), starts) for runs, starts in sides]
            band = _mixed(band + np.minimum(*smallest))
        bands.append(np.maximum(band >> _SHIFT, np.uint64(1)))
    for column in range(COLUMNS):
        keys[long, column] = bands[2 * column] << _SHIFT | bands[2 * column + 1]
    return keys


def _is_long(words: str) -> bool:
    return words.count(" ") >= LEAST_WORDS - 1


def _mixed(values: Hashes) -> Hashes:
    values = (values ^ (values >> _HALF)) * _MIX
    mixed: Hashes = values ^ (values >> _SHIFT)
    return mixed


def _run_hashes(texts: Sequence[str], salt: int) -> tuple[Hashes, Rows]:
    """The hashes of all runs of two words of texts that have two words or more, and where each text's begin.

    A polynomial over the bytes: the sum up to the end less the sum up to the start, shifted to 0.
    """
    data = np.frombuffer(("\n".join(texts) + "\n").encode("utf-8", "surrogatepass"), dtype=np.uint8)
    powers = np.full(len(data), _BASE)
    powers[0] = 1
    sums = np.concatenate([[np.uint64(0)], np.cumsum(data * np.multiply.accumulate(powers), dtype=np.uint64)])
    powers[1:] = _INVERSE
    ends = np.flatnonzero((data == ord(" ")) | (data == ord("\n")))
    last = data[ends] == ord("\n")
    starts = np.concatenate([[0], ends[:-1] + 1])
    first = np.flatnonzero(~last)  # the word that a run begins with
    begins = starts[first]
    hashes = (sums[ends[first + 1]] - sums[begins]) * np.multiply.accumulate(powers)[begins]
    rows = (np.cumsum(last) - last)[first]
    return _mixed(_mixed(hashes + np.uint64(salt))), np.flatnonzero(np.diff(rows, prepend=-1))


def similar_rows(rows: Rows, bands: Hashes, texts: Texts, least: float) -> Iterator[int]:
    """Those of `rows` (ascending) that say again what an earlier one says that is not among those given.

    bands: of these rows, from `band_keys`. least: share of words, in their order, that two pairs have
    in common on both sides (1 less the normalised Levenshtein distance by words, digits and
    punctuation left out). The outcome does not depend on chunks or workers. `texts` is called once
    for every 50,000 comparisons or so.
    """
    later, earlier = _candidates(bands)
    gone: set[int] = set()
    for start in range(0, len(later), _BLOCK):
        block = slice(start, start + _BLOCK)
        needed = np.unique(np.concatenate([later[block], earlier[block]]))
        held = dict(zip(needed.tolist(), texts(rows[needed]), strict=True))
        for new, old in zip(later[block].tolist(), earlier[block].tolist(), strict=True):
            if new not in gone and old not in gone and are_similar(held[new], held[old], least):
                gone.add(new)
                yield int(rows[new])


def are_similar(first: tuple[str, str], second: tuple[str, str], least: float) -> bool:
    """Whether both sides of two pairs have this share of their words in common, in order."""
    with extra("similar", "the search for similar pairs"):
        from rapidfuzz.distance import Levenshtein

    for left, right in zip(first, second, strict=True):
        words = _WORD.findall(left.lower()), _WORD.findall(right.lower())
        if Levenshtein.normalized_similarity(*words, score_cutoff=least) < least:
            return False
    return True


def _candidates(bands: Hashes) -> tuple[Rows, Rows]:
    """Pairs of rows that share a band, each once, as (later, earlier), ascending.

    Each row meets the first with its band and a few before it, so that their number stays linear.
    """
    count = len(bands)
    found = [np.empty(0, dtype=np.int64)]
    for column in range(bands.shape[1]):
        for values in (bands[:, column] >> _SHIFT, bands[:, column] & _LOW):
            order = np.argsort(values, kind="stable")
            order = order[values[order] > 0]
            ranked = values[order]
            new = np.ones(len(ranked), dtype=bool)
            new[1:] = ranked[1:] != ranked[:-1]
            heads = np.maximum.accumulate(np.where(new, np.arange(len(ranked)), 0))
            found.append((order * count + order[heads])[~new])
            for lag in range(1, _NEIGHBOURS + 1):
                same = heads[lag:] <= np.arange(len(ranked) - lag) if len(ranked) > lag else np.empty(0, dtype=bool)
                found.append((order[lag:] * count + order[: len(order) - lag])[same])
    edges = np.unique(np.concatenate(found))
    return edges // count, edges % count
