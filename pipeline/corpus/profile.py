"""A corpus in numbers: how lengths, ratios and every filter's scores are spread, and what each filter cuts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus.decisions import KEPT, Reasons, reason_name
from pipeline.corpus.filters import FILTERS
from pipeline.corpus.settings import Settings
from pipeline.corpus.shards import Shard
from pipeline.corpus.sources import SourcedUnit

EXAMPLES = 5  # of kept pairs, and of rejected ones for each reason
_KEPT = "kept"
_BINS = 40
_EDGES = (0.002, 0.998)  # quantiles between which a histogram of scores shows detail
_WORDS = np.arange(0, 122, dtype=np.float64)
_RATIOS = np.linspace(0, 2.5, 51)


@dataclass(frozen=True)
class Histogram:
    """Numbers of values between neighbouring edges, ascending; the outer bins count all that lie beyond them too.

    closed: the edge that belongs to a bin, `left` or `right`. whole: only whole numbers were counted,
    and a bin's value is that edge. median: None where nothing was counted.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    closed: str = "left"
    whole: bool = False
    median: float | None = None


@dataclass(frozen=True)
class Cut:
    """What one filter does.

    fails: pairs that do not pass it. first: pairs it is the reason for. only: pairs that pass all
    others. threshold: None where the filter does not run.
    """

    name: str
    threshold: float | None
    fails: int
    first: int
    only: int
    scores: Histogram


@dataclass(frozen=True)
class Profile:
    """The numbers of a build.

    source_words, target_words: of kept pairs, parted by white space. ratio: English characters to a
    French one, of kept pairs. cuts: by filter, of all pairs. repeats: pairs rejected for one before
    them, by reason. documents: among the kept pairs. words: of kept pairs, French and English. examples: rejected
    units by reason, the most frequent first; kept: some of those kept.
    """

    source_words: Histogram
    target_words: Histogram
    ratio: Histogram
    cuts: tuple[Cut, ...]
    repeats: dict[str, int]
    documents: int
    words: tuple[int, int]
    examples: dict[str, tuple[SourcedUnit, ...]] = field(default_factory=dict)
    kept: tuple[SourcedUnit, ...] = ()


def profile_of(shards: Sequence[Shard], reasons: Sequence[Reasons], settings: Settings) -> Profile:
    """The numbers of a build, in two passes over the shards; memory holds one shard and the names of documents."""
    source_words, target_words, ratio = _Tally(_WORDS, whole=True), _Tally(_WORDS, whole=True), _Tally(_RATIOS)
    documents: set[str] = set()
    words = np.zeros(2, dtype=np.int64)
    for shard, why in zip(shards, reasons, strict=True):
        lengths = []
        for document, unit in shard.entries(np.flatnonzero(why == KEPT).tolist()):
            documents.add(document)
            lengths.append(
                (len(unit.source.split()), len(unit.target.split()), len(unit.target) / max(1, len(unit.source)))
            )
        values = np.array(lengths, dtype=np.float64).reshape(-1, 3)
        words += values[:, :2].sum(axis=0).astype(np.int64)
        for tally, column in zip((source_words, target_words, ratio), values.T, strict=True):
            tally.add(column)
    repeats: Counter[str] = Counter()
    for why in reasons:
        repeats.update(reason_name(int(reason)) for reason in why[(why != KEPT) & (why < 0)])
    examples = _examples(shards, reasons)
    return Profile(
        source_words.histogram(),
        target_words.histogram(),
        ratio.histogram(),
        _cuts(shards, reasons, settings),
        dict(repeats.most_common()),
        len(documents),
        (int(words[0]), int(words[1])),
        {reason: found for reason, found in examples.items() if reason != _KEPT},
        examples.get(_KEPT, ()),
    )


class _Tally:
    """Counts values between fixed edges as they come."""

    def __init__(self, edges: NDArray[np.float64], closed: str = "left", *, whole: bool = False) -> None:
        self._edges, self._closed, self._whole = edges, closed, whole
        self._counts = np.zeros(len(edges) - 1, dtype=np.int64)

    def add(self, values: NDArray[np.floating]) -> None:
        places = np.searchsorted(self._edges, values, side="right" if self._closed == "left" else "left") - 1
        self._counts += np.bincount(np.clip(places, 0, len(self._counts) - 1), minlength=len(self._counts))

    def histogram(self) -> Histogram:
        counts = tuple(self._counts.tolist())
        return Histogram(tuple(self._edges.tolist()), counts, self._closed, self._whole, self._median())

    def _median(self) -> float | None:
        """Within the bin that holds it, values taken as spread evenly."""
        total = int(self._counts.sum())
        if not total:
            return None
        below = np.cumsum(self._counts)
        place = int(np.searchsorted(below, total / 2))
        if self._whole:
            return float(self._edges[place + (self._closed == "right")])
        inside = (total / 2 - (below[place] - self._counts[place])) / self._counts[place]
        return float(self._edges[place] + inside * (self._edges[place + 1] - self._edges[place]))


def _cuts(shards: Sequence[Shard], reasons: Sequence[Reasons], settings: Settings) -> tuple[Cut, ...]:
    names = list(FILTERS)
    ranges = _ranges(shards, len(names))
    tallies = []
    for name, (low, high, whole) in zip(names, ranges, strict=True):
        edges = _score_edges(low, high, whole, settings.thresholds.get(name))
        each = whole and bool(edges[1] - edges[0] == 1)
        tallies.append(_Tally(edges, "right" if FILTERS[name].most else "left", whole=each))
    fails, first, only = (np.zeros(len(names), dtype=np.int64) for _ in range(3))
    for shard, why in zip(shards, reasons, strict=True):
        scores = shard.scores()
        failing = np.zeros(scores.shape, dtype=bool)
        for number, name in enumerate(names):
            tallies[number].add(scores[:, number])
            if name in settings.thresholds:
                failing[:, number] = ~FILTERS[name].accepts(scores[:, number], settings.thresholds[name])
            first[number] += int((why == number).sum())
        fails += failing.sum(axis=0)
        only += failing[failing.sum(axis=1) == 1].sum(axis=0)
    return tuple(
        Cut(
            name,
            settings.thresholds.get(name),
            int(fails[number]),
            int(first[number]),
            int(only[number]),
            tallies[number].histogram(),
        )
        for number, name in enumerate(names)
    )


def _ranges(shards: Sequence[Shard], width: int) -> list[tuple[float, float, bool]]:
    """For each filter where most of its scores lie, and whether they are all whole numbers."""
    low, high = np.full(width, np.inf), np.full(width, -np.inf)
    whole = np.ones(width, dtype=bool)
    for shard in shards:
        scores = shard.scores().astype(np.float64)
        low = np.minimum(low, np.quantile(scores, _EDGES[0], axis=0))
        high = np.maximum(high, np.quantile(scores, _EDGES[1], axis=0))
        whole &= (scores == np.round(scores)).all(axis=0)
    return [(float(low[k]), float(high[k]), bool(whole[k])) for k in range(width)]


def _score_edges(low: float, high: float, whole: bool, threshold: float | None) -> NDArray[np.float64]:
    """Edges such that the threshold is one of them (of whole numbers: each number), with a bin on both its sides."""
    if threshold is not None:
        threshold = float(np.float32(threshold))  # as decisions are made
        low, high = min(low, threshold), max(high, threshold)
    if whole and high - low < _BINS:
        return np.arange(np.ceil(low) - 1, np.floor(high) + 2, dtype=np.float64)
    step = (high - low) / (_BINS - 2) or 1.0
    if whole:
        step = float(np.ceil(step))
    start = low if threshold is None else threshold - np.ceil((threshold - low) / step + 1e-9) * step
    count = int(np.ceil((high - start) / step + 1e-9)) + 1
    edges = np.asarray(start + step * np.arange(count + 1), dtype=np.float64)
    if whole:
        edges[0] = max(edges[0], np.ceil(low) - 1)
    return edges


def _examples(shards: Sequence[Shard], reasons: Sequence[Reasons]) -> dict[str, tuple[SourcedUnit, ...]]:
    """For each reason, and for what was kept, those whose keys are lowest: any, and always the same."""
    found: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    counts: Counter[int] = Counter()
    for place, (shard, why) in enumerate(zip(shards, reasons, strict=True)):
        keys = shard.keys()[:, 0]
        for reason in np.unique(why).tolist():
            rows = np.flatnonzero(why == reason)
            counts[reason] += len(rows)
            lowest = rows[np.argsort(keys[rows], kind="stable")[:EXAMPLES]].tolist()
            found[reason] = sorted(found[reason] + [(int(keys[row]), place, row) for row in lowest])[:EXAMPLES]
    wanted: defaultdict[int, set[int]] = defaultdict(set)
    for _, place, row in (one for lowest in found.values() for one in lowest):
        wanted[place].add(row)
    entries: dict[tuple[int, int], SourcedUnit] = {}
    for place, chosen in wanted.items():  # a shard is read once for all its examples
        ordered = sorted(chosen)
        for row, entry in zip(ordered, shards[place].entries(ordered), strict=True):
            entries[place, row] = entry
    return {
        (_KEPT if reason == KEPT else reason_name(reason)): tuple(
            entries[place, row] for _, place, row in found[reason]
        )
        for reason, _ in counts.most_common()
    }
