"""Scores of every filter for every pair, chunk by chunk, on several cores."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus.filters import FILTERS
from pipeline.corpus.pair import Measured, Pair

_CHUNK = 5_000
Scores = NDArray[np.float32]
Keys = NDArray[np.uint64]

_NOT_LETTER = re.compile(r"[\W\d_]+")


class Scorer:
    """Scores on several cores; a context manager, since its processes must end.

    Results do not depend on the number of workers. Chunks stay in memory until they are scored.
    """

    def __init__(self, workers: int = 1) -> None:
        """With one worker everything runs in this process."""
        self._pool = get_context("spawn").Pool(workers) if workers > 1 else None

    def __enter__(self) -> Scorer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()

    def score(self, pairs: Sequence[Pair]) -> tuple[Scores, Keys]:
        """Scores, one row a pair and one column a filter in the order of `FILTERS`, and keys, two columns.

        The keys are equal for equal pairs, and for pairs that differ in case, digits and punctuation only.
        """
        chunks = [pairs[start : start + _CHUNK] for start in range(0, len(pairs), _CHUNK)]
        results = map(_scored, chunks) if self._pool is None else self._pool.imap(_scored, chunks)
        parts = list(results)
        if not parts:
            return _scored([])
        return np.concatenate([scores for scores, _ in parts]), np.concatenate([keys for _, keys in parts])


def _scored(pairs: Sequence[Pair]) -> tuple[Scores, Keys]:
    scores = np.empty((len(pairs), len(FILTERS)), dtype=np.float32)
    keys = np.empty((len(pairs), 2), dtype=np.uint64)
    for row, pair in enumerate(pairs):
        measured = Measured(pair)
        scores[row] = [filter_.score(measured) for filter_ in FILTERS.values()]
        keys[row] = _key(pair.source, pair.target), _key(_bare(pair.source), _bare(pair.target))
    return scores, keys


def _bare(text: str) -> str:
    return _NOT_LETTER.sub(" ", text.lower()).strip()


def _key(source: str, target: str) -> int:
    text = f"{source.strip()}\t{target.strip()}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")
