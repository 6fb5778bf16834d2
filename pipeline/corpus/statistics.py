"""What a corpus is made of, counted in one pass."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from pipeline.corpus.keys import key_of, normal_form
from pipeline.corpus.sources import SourcedUnit

_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_SHARES = "/".join(f"{100 * share:g}" for share in _QUANTILES) + " %"
_RATIO_STEP = 0.01
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Side:
    """One language. words: parted by white space. vocabulary: different words, case folded, without numbers.

    quantiles: words a segment, by the share of segments that are no longer. empty: segments without text.
    """

    words: int
    characters: int
    vocabulary: int
    empty: int
    longest: int
    quantiles: Mapping[str, int]


@dataclass(frozen=True)
class Statistics:
    """A corpus. duplicates: pairs that equal one before them, spaces and the kind of quotes aside.

    ratio: English characters to a French one, by the share of pairs with no more, of pairs with text on
    both sides. origins: pairs by who translated them.
    """

    pairs: int
    documents: int
    duplicates: int
    french: Side
    english: Side
    ratio: Mapping[str, float]
    origins: Mapping[str, int]


class Count:
    """Adds up entries; memory grows by 16 bytes a pair, and by the vocabulary."""

    def __init__(self) -> None:
        self._pairs, self._documents = array("Q"), array("Q")
        self._sides = (_SideCount(), _SideCount())
        self._ratios: Counter[int] = Counter()
        self._origins: Counter[str] = Counter()

    def add(self, entries: Iterable[SourcedUnit]) -> Count:
        """Count these too."""
        last, key = None, 0
        for document, unit in entries:
            if document != last:
                last, key = document, key_of(document)
                self._documents.append(key)
            self._pairs.append(key_of(normal_form(unit.source), normal_form(unit.target)))
            for side, text in zip(self._sides, (unit.source, unit.target), strict=True):
                side.add(text)
            if unit.source.strip() and unit.target.strip():
                self._ratios[round(len(unit.target) / len(unit.source) / _RATIO_STEP)] += 1
            self._origins[unit.origin.value] += 1
        return self

    def merge(self, other: Count) -> None:
        """Count what another has counted too."""
        self._pairs += other._pairs
        self._documents += other._documents
        for side, more in zip(self._sides, other._sides, strict=True):
            side.merge(more)
        self._ratios += other._ratios
        self._origins += other._origins

    def statistics(self) -> Statistics:
        """Everything counted so far."""
        return Statistics(
            len(self._pairs),
            _different(self._documents),
            len(self._pairs) - _different(self._pairs),
            self._sides[0].side(),
            self._sides[1].side(),
            {name: round(value * _RATIO_STEP, 2) for name, value in _quantiles(self._ratios).items()},
            dict(sorted(self._origins.items())),
        )


class _SideCount:
    def __init__(self) -> None:
        self._lengths: Counter[int] = Counter()
        self._vocabulary: set[str] = set()
        self._characters = 0

    def add(self, text: str) -> None:
        self._lengths[len(text.split())] += 1
        self._characters += len(text)
        self._vocabulary.update(_WORD.findall(text.casefold()))

    def merge(self, other: _SideCount) -> None:
        self._lengths += other._lengths
        self._vocabulary |= other._vocabulary
        self._characters += other._characters

    def side(self) -> Side:
        return Side(
            sum(length * count for length, count in self._lengths.items()),
            self._characters,
            len(self._vocabulary),
            self._lengths[0],
            max(self._lengths, default=0),
            _quantiles(self._lengths),
        )


def as_table(found: Mapping[str, Statistics]) -> str:
    """A table in plain text, one column for each corpus, called by the mapping's keys."""
    rows = [("", *found)] + [(label, *(_cell(value(one)) for one in found.values())) for label, value in _ROWS]
    rows += [
        (f"origin {origin}", *(_cell(one.origins.get(origin, 0)) for one in found.values()))
        for origin in sorted({origin for one in found.values() for origin in one.origins})
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(found) + 1)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))])
        for row in rows
    )


def as_record(found: Mapping[str, Statistics]) -> dict[str, Any]:
    """Plain JSON values, by the mapping's keys."""
    return {name: asdict(one) for name, one in found.items()}


def _cell(value: float | Iterable[float]) -> str:
    if isinstance(value, int | float):
        return f"{value:,}"
    return " ".join(f"{one:g}" for one in value)


def _side_rows(name: str, side: Callable[[Statistics], Side]) -> list[tuple[str, Callable[[Statistics], Any]]]:
    return [
        (f"{name} words", lambda one: side(one).words),
        (f"{name} characters", lambda one: side(one).characters),
        (f"{name} vocabulary", lambda one: side(one).vocabulary),
        (f"{name} empty", lambda one: side(one).empty),
        (f"{name} longest", lambda one: side(one).longest),
        (f"{name} words, {_SHARES}", lambda one: side(one).quantiles.values()),
    ]


_ROWS: Sequence[tuple[str, Callable[[Statistics], Any]]] = [
    ("pairs", lambda one: one.pairs),
    ("documents", lambda one: one.documents),
    ("duplicates", lambda one: one.duplicates),
    *_side_rows("French", lambda one: one.french),
    *_side_rows("English", lambda one: one.english),
    (f"English/French characters, {_SHARES}", lambda one: one.ratio.values()),
]


def _different(keys: array[int]) -> int:
    return len(np.unique(np.frombuffer(keys, dtype=np.uint64))) if keys else 0


def _quantiles(counts: Mapping[int, int]) -> dict[str, int]:
    """The lowest value that so many of all counted do not exceed; 0 where nothing was counted."""
    total, found = sum(counts.values()), {}
    values = sorted(counts)
    below = np.cumsum([counts[value] for value in values])
    for share in _QUANTILES:
        place = int(np.searchsorted(below, share * total - 1e-9)) if total else 0
        found[f"{share:g}"] = int(values[place]) if total else 0
    return found
