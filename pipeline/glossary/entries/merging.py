"""Several rows about one term made one entry, as foreign tables have them: a row for each translation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.glossary.entries.entry import Entry, Policy
from pipeline.text.characters import APOSTROPHES, HYPHENS

_SEPARATORS = str.maketrans(dict.fromkeys(HYPHENS + APOSTROPHES + "\u00a0\u202f", " "))


def source_key(entry: Entry) -> tuple[str, bool]:
    """What two entries share when they speak of the same source: its signs but for hyphens and apostrophes.

    An entry that forbids stands beside one that does not.
    """
    return " ".join(entry.source.translate(_SEPARATORS).split()), entry.policy is Policy.FORBID


def gathered(entries: Iterable[Entry]) -> list[Entry]:
    """One entry for each source in the order of their first rows, targets one after the other.

    Kind and policy are the first row's, notes are joined. A form that is accepted for a source anywhere is not
    forbidden for it.
    """
    found: dict[tuple[str, bool], Entry] = {}
    for entry in entries:
        earlier = found.setdefault(source_key(entry), entry)
        if earlier is not entry:
            notes = earlier.notes
            if entry.notes and entry.notes not in notes:
                notes = f"{notes}; {entry.notes}" if notes else entry.notes
            targets = tuple(dict.fromkeys((*earlier.targets, *entry.targets)))
            if earlier.policy is Policy.KEEP:
                targets = earlier.targets
            found[source_key(entry)] = replace(earlier, targets=targets, notes=notes)
    kept = []
    for (key, forbids), entry in found.items():
        other = found.get((key, False)) if forbids else None
        left = tuple(target for target in entry.targets if other is None or target not in other.targets)
        if left:
            kept.append(entry if left == entry.targets else replace(entry, targets=left))
    return kept
