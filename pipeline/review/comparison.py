"""Two versions of one translation on one page: what changed, word by word, and how far apart they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from pipeline.bitext import Bitext, Flag, Severity, Unit
from pipeline.files.extras import extra
from pipeline.review.marking import Piece
from pipeline.text.characters import picture_controls

CHANGED = "changed"
"""Code of the flag on units whose two versions differ; its message gives the chrF between them."""

# White space goes with the word before it, so that it never passes for something in common.
_WORD = re.compile(r"(?:\w+(?:['’-]\w+)*|[^\w\s])\s*|\s+")


@dataclass(frozen=True, slots=True)
class Comparison:
    """The new version, scored and flagged, and the pieces of both versions to show.

    bitext: the new version; each unit's score is the segment chrF (sacrebleu, 0 to 100) of the new
    target against the old one, None where the old version has no such source. old, new: by unit id.
    removed: units of the old version whose source the new one does not have.
    """

    bitext: Bitext
    old: Mapping[str, tuple[Piece, ...]]
    new: Mapping[str, tuple[Piece, ...]]
    removed: tuple[Unit, ...]
    signature: str

    @property
    def changed(self) -> int:
        """How many units differ."""
        return sum(any(flag.code == CHANGED for flag in unit.flags) for unit in self.bitext.units)


def compare(old: Bitext, new: Bitext) -> Comparison:
    """Pairs the units of two versions by their sources, in order, and compares their targets."""
    with extra("score", "comparing"):
        from sacrebleu.metrics import CHRF

    chrf = CHRF()
    pairs, removed = _paired(old, new)
    units, before, after = [], {}, {}
    for unit in new.units:
        other = pairs.get(unit.id)
        if other is None:
            units.append(replace(unit, score=None))
            continue
        score = 100.0 if unit.target == other.target else chrf.sentence_score(unit.target, [other.target]).score
        flags = unit.flags
        if unit.target != other.target:
            flags = (*flags, Flag(CHANGED, Severity.NOTE, f"chrF {score:.1f} against the old version"))
        units.append(replace(unit, score=round(score, 2), flags=flags))
        before[unit.id], after[unit.id] = word_difference(other.target, unit.target)
    # sacrebleu gives no signature before it has scored something.
    chrf.sentence_score("a", ["a"])
    signature = str(chrf.get_signature())
    return Comparison(replace(new, units=tuple(units)), before, after, removed, signature)


def word_difference(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; `severity` is `del` for words only the old one has, `ins` for those of the new."""
    left, right = _WORD.findall(picture_controls(old)), _WORD.findall(picture_controls(new))
    before: list[Piece] = []
    after: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        same = kind == "equal"
        if i2 > i1:
            before.append(Piece("".join(left[i1:i2]), None, False, "" if same else "del"))
        if j2 > j1:
            after.append(Piece("".join(right[j1:j2]), None, False, "" if same else "ins"))
    return tuple(before), tuple(after)


def _paired(old: Bitext, new: Bitext) -> tuple[dict[str, Unit], tuple[Unit, ...]]:
    """The old unit for each new unit's id, and the old units that found none."""
    sources = [unit.source for unit in old.units], [unit.source for unit in new.units]
    pairs: dict[str, Unit] = {}
    used: set[int] = set()
    for start, other, length in SequenceMatcher(None, *sources, autojunk=False).get_matching_blocks():
        for step in range(length):
            pairs[new.units[other + step].id] = old.units[start + step]
            used.add(start + step)
    return pairs, tuple(unit for place, unit in enumerate(old.units) if place not in used)
