"""The notes beside a segment: several people's, and answers to them, in one text that every format can carry.

A blank line parts two notes. A note begins with who wrote it and when (UTC) where that is known, an answer to the note
above it with an arrow:

    Anna, 2026-11-25 17:40: Is he a cosmonaut?

    ↳ Boris, 2026-11-25 17:52: Yes, see segment 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.bitext import Unit
from pipeline.formats.tmx import COMMENT

ANSWER = "↳ "
"""What an answer begins with."""

_HEAD = re.compile(r"(↳ )?(?:([^\n]{1,100}), (\d{4}-\d\d-\d\d \d\d:\d\d): )?")
_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Note:
    """One note. author and time (`YYYY-MM-DD HH:MM`, UTC) are empty where nobody said; answer: to the note above."""

    text: str
    author: str = ""
    time: str = ""
    answer: bool = False


def parse_notes(text: str) -> tuple[Note, ...]:
    """The notes of a comment, in order."""
    return tuple(map(_note, _blocks(text)))


def comment_of(unit: Unit) -> str:
    """All notes beside a unit, as one text; empty for none."""
    return "\n\n".join(flag.message for flag in unit.flags if flag.code == COMMENT)


def merge_notes(base: str, current: str, wanted: str) -> str:
    """Both changes of the notes `base`: what either added stays, what either took away goes.

    Nobody's words are lost: a note that both have changed is there twice.
    """
    old, ours, theirs = _blocks(base), _blocks(current), _blocks(wanted)
    (ours_kept, ours_new), (theirs_kept, theirs_new) = _against(old, ours), _against(old, theirs)
    merged: list[str] = []
    for place in range(len(old) + 1):
        added = ours_new[place]
        merged += [*added, *(note for note in theirs_new[place] if note not in added)]
        if place < len(old) and ours_kept[place] and theirs_kept[place]:
            merged.append(old[place])
    return "\n\n".join(merged)


def _blocks(text: str) -> list[str]:
    return [block for block in _BLANK.split(text.strip()) if block]


def _note(block: str) -> Note:
    match = _HEAD.match(block)
    assert match is not None, "every part of it may be absent"
    arrow, author, time = match.groups(default="")
    return Note(block[match.end() :], author, time, bool(arrow))


def _against(old: Sequence[str], new: Sequence[str]) -> tuple[list[bool], list[list[str]]]:
    """Which of the old notes are still there, and what was added before each of them and at the end."""
    kept = [False] * len(old)
    added: list[list[str]] = [[] for _ in range(len(old) + 1)]
    for _, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if list(old[start:end]) == list(new[first:last]):
            kept[start:end] = [True] * (end - start)
        else:
            added[end] += new[first:last]
    return kept, added
