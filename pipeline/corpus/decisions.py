"""From scores to decisions: which pairs are kept, why the others are not, and into which part each goes."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus.filters import FILTERS
from pipeline.corpus.scoring import Keys, Scores
from pipeline.corpus.settings import Settings
from pipeline.corpus.similar import Texts, similar_rows

KEPT, DUPLICATE, SIMILAR = -1, -2, -3
PARTS = ("train", "dev", "test")
Reasons = NDArray[np.int16]


def decide(scores: Scores, settings: Settings) -> Reasons:
    """For each row of scores: `KEPT`, or the number in `FILTERS` of the first filter that rejects it."""
    reasons = np.full(len(scores), KEPT, dtype=np.int16)
    for number, (name, filter_) in enumerate(FILTERS.items()):
        if name not in settings.thresholds:
            continue
        passed = filter_.accepts(scores[:, number], settings.thresholds[name])
        reasons[(reasons == KEPT) & ~passed] = number
    return reasons


def mark_duplicates(reasons: Reasons, keys: Keys, *, near: bool) -> None:
    """Marks, in place, every kept pair but the first with its key; rejected pairs do not count.

    near: by the second column of the keys, or the first where that is 0, as for numbers alone.
    """
    kept = np.flatnonzero(reasons == KEPT)
    exact, bare = keys[kept, 0], keys[kept, 1]
    _, first = np.unique(np.where(bare > 0, bare, exact) if near else exact, return_index=True)
    repeated = np.ones(len(kept), dtype=bool)
    repeated[first] = False
    reasons[kept[repeated]] = DUPLICATE


def mark_similar(reasons: Reasons, keys: Keys, texts: Texts, least: float) -> None:
    """Marks, in place, every kept pair that has `least` of its words in common with an earlier kept one.

    See `similar_rows`. Raises what `texts` raises.
    """
    bands = keys[:, 2:]
    rows = np.flatnonzero((reasons == KEPT) & bands.any(axis=1))
    for row in similar_rows(rows, bands[rows], texts, least):
        reasons[row] = SIMILAR


def reason_name(reason: int) -> str:
    """What a rejected pair is called after: a filter's name, `duplicate` or `similar`."""
    return {DUPLICATE: "duplicate", SIMILAR: "similar"}.get(reason) or list(FILTERS)[reason]


def part_of(document: str, settings: Settings) -> str:
    """The part a document's pairs go to; the same in every build, whatever else is in it."""
    draw = int.from_bytes(hashlib.blake2b(document.encode("utf-8", "replace"), digest_size=8).digest(), "big") / 2**64
    if draw < settings.test:
        return "test"
    return "dev" if draw < settings.test + settings.dev else "train"
