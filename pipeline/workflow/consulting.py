"""What memories from elsewhere give for the segments at hand: English to take over, or a note to show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.bitext import Flag, Origin, Severity
from pipeline.glossary.finding.glossary import Glossary
from pipeline.memory import Finished
from pipeline.memory.matching import Match, Use, find
from pipeline.memory.pairs import PairMemory

FROM_MEMORY, ADAPTED, SIMILAR = "memory", "adapted", "memory-match"
"""Codes of the flags: taken as it is; taken with numbers or names exchanged; something similar that is only shown."""


def from_memories(
    memories: Sequence[PairMemory], sources: Sequence[str], keys: Sequence[str], glossary: Glossary
) -> tuple[dict[str, Finished], dict[str, Flag]]:
    """By key, what to take over for sources, and what to note at others.

    Of several memories the best match counts, of equals the first's. Names are exchanged by the forms of the glossary.
    """
    taken: dict[str, Finished] = {}
    notes: dict[str, Flag] = {}

    def render(name: str, text: str) -> str:
        found = (match for match in glossary.find(text) if match.span.of(text) == name)
        return next((match.renderings[0] for match in found if match.renderings), name)

    for source, key in zip(sources, keys, strict=True):
        if key in taken or key in notes or not source.strip():
            continue
        matches = [match for memory in memories if (match := find(memory, source, render)) is not None]
        best = max(matches, key=lambda match: match.score, default=None)
        if best is None:
            continue
        if best.use is Use.SHOWN:
            notes[key] = Flag(SIMILAR, Severity.NOTE, _said(best))
        else:
            code, severity = (ADAPTED, Severity.WARNING) if best.use is Use.ADAPTED else (FROM_MEMORY, Severity.NOTE)
            flag = Flag(code, severity, _said(best))
            taken[key] = Finished(best.target, None, flags=(flag,), origin=Origin.MEMORY)
    return taken, notes


def _said(match: Match) -> str:
    """`84 % in names.tmx (2019-03-01): Le chat → The cat; here: -rouge +vert`."""
    pair = match.pair
    day = f" ({pair.date[:4]}-{pair.date[4:6]}-{pair.date[6:8]})" if pair.date else ""
    text = f"{match.score} % in {Path(pair.file).name or 'a memory'}{day}"
    if match.use is not Use.WHOLE:
        text += f": {pair.source} → {pair.target}"
    return f"{text}; here: {match.difference}" if match.difference else text
