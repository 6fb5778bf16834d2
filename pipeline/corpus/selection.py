"""Fewer units out of many: without repeats, or a sample."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from pipeline.corpus.keys import bare_form, key_of, normal_form
from pipeline.corpus.sources import SourcedUnit
from pipeline.errors import OptionError

T = TypeVar("T")

SIDES = ("both", "source", "target")
"""What may have to be equal for a unit to count as a repeat."""

BANDS = (5, 10, 20, 30, 50, 100)
"""Upper bounds, in French words, of the bands of a sample by length; one more holds what is longer."""


def without_repeats(
    entries: Iterable[SourcedUnit], *, by: str = "both", near: bool = False, counts: Counter[str] | None = None
) -> Iterator[SourcedUnit]:
    """The units but for those that repeat an earlier one; order kept.

    by: the side that has to be equal, or both. White space, the kind of quotes and the composition of
    characters make no difference; near: nor do case, digits and punctuation. A unit with nothing to
    compare never counts as a repeat. counts gains one for every unit under `kept` or `dropped`. Memory:
    some 80 bytes for every unit kept. Raises OptionError.
    """
    if by not in SIDES:
        raise OptionError(f"--by {by}: valid: {', '.join(SIDES)}")
    counts = Counter() if counts is None else counts
    seen: set[int] = set()
    for entry in entries:
        unit = entry.unit
        sides = (unit.source, unit.target) if by == "both" else (unit.source,) if by == "source" else (unit.target,)
        key = key_of(*map(bare_form, sides)) if near else 0
        key = key or key_of(*map(normal_form, sides))  # numbers alone have no bare form
        if key and key in seen:
            counts["dropped"] += 1
            continue
        seen.add(key)
        counts["kept"] += 1
        yield entry


def sample(entries: Iterable[SourcedUnit], size: int, *, seed: int = 1, by_length: bool = False) -> list[SourcedUnit]:
    """`size` units drawn at random, in their order; all of them where there are no more.

    Every unit is as likely as any other; with by_length every band of `BANDS` gives the same number,
    as far as it has so many. Equal seeds and units give equal samples. Memory holds `size` units, or
    as many for each band. Raises OptionError for a size below 1.
    """
    if size < 1:
        raise OptionError(f"--size {size}: valid: 1 or more")
    band_of: Callable[[SourcedUnit], int] = _band if by_length else lambda entry: 0
    generator = random.Random(seed)
    bands: list[Reservoir[tuple[int, SourcedUnit]]] = [Reservoir(size, generator) for _ in range(len(BANDS) + 1)]
    for number, entry in enumerate(entries):
        bands[band_of(entry)].add((number, entry))
    for band in bands:
        generator.shuffle(band.held)
    shares = _shares([len(band.held) for band in bands], size)
    chosen = [one for band, share in zip(bands, shares, strict=True) for one in band.held[:share]]
    return [entry for _, entry in sorted(chosen, key=lambda one: one[0])]


class Reservoir(Generic[T]):
    """At most `size` of the items added, each as likely as any other (Vitter's algorithm R)."""

    def __init__(self, size: int, generator: random.Random) -> None:
        self.held: list[T] = []
        self._size, self._met, self._generator = size, 0, generator

    def add(self, item: T) -> None:
        """Keep it, perhaps in the place of another."""
        self._met += 1
        if len(self.held) < self._size:
            self.held.append(item)
        elif (place := self._generator.randrange(self._met)) < self._size:
            self.held[place] = item


def reservoir(items: Iterable[T], size: int, generator: random.Random) -> list[T]:
    """At most `size` of the items, each as likely as any other, in no order."""
    drawn: Reservoir[T] = Reservoir(size, generator)
    for item in items:
        drawn.add(item)
    return drawn.held


def _band(entry: SourcedUnit) -> int:
    return bisect_left(BANDS, len(entry.unit.source.split()))


def _shares(held: list[int], size: int) -> list[int]:
    """`size` dealt evenly to bands that hold so many, none more than it holds; remainders to the first."""
    shares = [0] * len(held)
    left = min(size, sum(held))
    while left:
        open_ = [band for band, count in enumerate(held) if shares[band] < count]
        each, rest = divmod(left, len(open_))
        for place, band in enumerate(open_):
            gift = min(each + (place < rest), held[band] - shares[band])
            shares[band] += gift
            left -= gift
    return shares
