"""Approved pairs whose source is nearly the one at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.bitext import Flag, Severity
from pipeline.memory.store import Approved

CODE = "memory-fuzzy"
CUTOFF = 75.0
"""Least likeness worth showing, in percent (rapidfuzz's `ratio`: shared characters in order)."""


def fuzzy_flags(sources: Sequence[str], approved: Mapping[str, Approved]) -> list[Flag | None]:
    """For each source the note that shows the most similar approved pair and what differs, or None.

    Ties go to the pair first in `approved`.
    """
    if not approved:
        return [None] * len(sources)
    from rapidfuzz import fuzz, process

    pairs = list(approved.values())
    choices = [pair.source for pair in pairs]
    flags: list[Flag | None] = []
    for source in sources:
        found = process.extractOne(source, choices, scorer=fuzz.ratio, score_cutoff=CUTOFF)
        flags.append(None if found is None else _flag(source, pairs[found[2]], found[1]))
    return flags


def _flag(source: str, pair: Approved, likeness: float) -> Flag:
    message = f"{likeness:.0f} % like approved “{pair.source}” → “{pair.target}”; {_difference(pair.source, source)}"
    return Flag(CODE, Severity.NOTE, message)


def _difference(before: str, after: str) -> str:
    """The words that differ, as `was “…”, is “…”`."""
    from rapidfuzz.distance import Opcodes
    from rapidfuzz.distance.Levenshtein import opcodes

    old, new = before.split(), after.split()
    changes: Opcodes = opcodes(old, new)
    parts = [
        f"was “{' '.join(old[change.src_start : change.src_end])}”, "
        f"is “{' '.join(new[change.dest_start : change.dest_end])}”"
        for change in changes
        if change.tag != "equal"
    ]
    return "; ".join(parts) or "white space differs"
