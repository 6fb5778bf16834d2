"""Ids that stay unique when several documents go into one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pipeline.bitext import Bitext


def with_prefixes(bitexts: Iterable[Bitext]) -> Iterator[tuple[str, Bitext]]:
    """Each bitext with the prefix its unit ids need: none for a single one, `<name>-` for each of several.

    A name that comes again is numbered (`<name>~2-`). Holds two bitexts at most.
    """
    iterator = iter(bitexts)
    first = next(iterator, None)
    if first is None:
        return
    second = next(iterator, None)
    if second is None:
        yield "", first
        return
    seen: dict[str, int] = {}
    for bitext in chain((first, second), iterator):
        seen[bitext.name] = times = seen.get(bitext.name, 0) + 1
        yield f"{bitext.name}-" if times == 1 else f"{bitext.name}~{times}-", bitext
