"""Glossaries put together and held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.glossary.entries.entry import Entry, Policy
from pipeline.glossary.entries.merging import gathered, source_key


class Difference(NamedTuple):
    """What became of an entry from one glossary to another: `added`, `removed` or `changed`."""

    change: str
    source: str
    before: Entry | None
    after: Entry | None


def merge(glossaries: Iterable[Sequence[Entry]], *, join: bool = False) -> tuple[list[Entry], int]:
    """All entries in the order of their sources' first row, and how many gave way to others.

    Of entries with the same source the last one stays, as where the files are used together; with `join` the first one
    stays and takes the others' targets too.
    """
    every = [entry for entries in glossaries for entry in entries]
    merged = gathered(every) if join else list({source_key(entry): entry for entry in every}.values())
    return merged, len(every) - len(merged)


def differences(before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[Difference]:
    """What differs in targets, kind or policy, ordered by source; notes make no difference."""
    old = {source_key(entry): entry for entry in before}
    new = {source_key(entry): entry for entry in after}
    for key in sorted({*old, *new}):
        left, right = old.get(key), new.get(key)
        if left is None or right is None:
            present = left or right
            assert present is not None
            yield Difference("removed" if right is None else "added", present.source, left, right)
        elif _content(left) != _content(right):
            yield Difference("changed", right.source, left, right)


def _content(entry: Entry) -> tuple[object, ...]:
    return entry.targets, entry.kind, entry.policy


def said(entry: Entry | None) -> str:
    """An entry in a cell: its targets, and its policy and kind where they are not `must` and `term`."""
    if entry is None:
        return ""
    words = [] if entry.policy is Policy.MUST else [entry.policy.value]
    words += [] if entry.kind.value == "term" else [entry.kind.value]
    return "|".join(entry.targets) + (f" ({', '.join(words)})" if words else "")
