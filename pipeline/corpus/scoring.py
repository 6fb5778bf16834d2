"""Scores of every filter for every pair, chunk by chunk, on several cores."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus.filters import FILTERS
from pipeline.corpus.keys import key_of
from pipeline.corpus.pair import Measured, SentencePair
from pipeline.corpus.similar import band_keys

_CHUNK = 2_500
Scores = NDArray[np.float32]
Keys = NDArray[np.uint64]
_Columns = tuple[tuple[str, ...], tuple[str, ...], tuple[float | None, ...], tuple[float | None, ...]]


class Scorer:
    """Scores on several cores; a context manager, since its processes must end.

    Results do not depend on the number of workers. Chunks stay in memory until they are scored.
    """

    def __init__(self, workers: int = 1) -> None:
        """With one worker everything runs in this process."""
        self._pool = get_context("spawn").Pool(workers, _ignore_interrupts) if workers > 1 else None

    def __enter__(self) -> Scorer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()

    def score(self, pairs: Sequence[SentencePair]) -> tuple[Scores, Keys]:
        """Scores, one row a pair and one column a filter in the order of `FILTERS`, and keys.

        The first column of keys is equal for equal pairs, the second for pairs that differ in case,
        digits and punctuation only; the others are the `band_keys` of `similar`.
        """
        return self.begin(pairs)()

    def begin(self, pairs: Sequence[SentencePair]) -> Callable[[], tuple[Scores, Keys]]:
        """Starts to score, and gives what waits for the result, so that the caller can read on meanwhile.

        With one worker the work is done when the result is asked for.
        """
        chunks = [_columns(pairs[start : start + _CHUNK]) for start in range(0, len(pairs), _CHUNK)]
        results = map(_scored, chunks) if self._pool is None else self._pool.imap(_scored, chunks)

        def finish() -> tuple[Scores, Keys]:
            parts = list(results) or [_scored(_columns([]))]
            return np.concatenate([scores for scores, _ in parts]), np.concatenate([keys for _, keys in parts])

        return finish


def _ignore_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that owns the pool ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _columns(pairs: Sequence[SentencePair]) -> _Columns:
    """What the filters need of pairs, in the form that is sent to another process soonest."""
    texts = tuple(pair.source for pair in pairs), tuple(pair.target for pair in pairs)
    return *texts, tuple(pair.confidence for pair in pairs), tuple(pair.likelihood for pair in pairs)


def _scored(columns: _Columns) -> tuple[Scores, Keys]:
    score_all = [filter_.score for filter_ in FILTERS.values()]
    scores, keys, sources, targets = [], [], [], []
    for source, target, confidence, likelihood in zip(*columns, strict=True):
        measured = Measured(SentencePair(source, target, "", confidence, likelihood))
        scores.append([score(measured) for score in score_all])
        bare = " ".join(measured.source_words), " ".join(measured.target_words)
        keys.append((key_of(measured.source, measured.target), key_of(*bare)))
        sources.append(bare[0])
        targets.append(bare[1])
    return (
        np.array(scores, dtype=np.float32).reshape(len(scores), len(FILTERS)),
        np.concatenate([np.array(keys, dtype=np.uint64).reshape(len(keys), 2), band_keys(sources, targets)], axis=1),
    )
