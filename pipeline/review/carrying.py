"""What reviewers said of a document goes with it when it is translated or aligned anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline.bitext import Bitext, Flag, Review, Severity, Unit
from pipeline.formats.tmx import COMMENT
from pipeline.review.applying import CONFLICT, apply_patch, with_comment, with_review
from pipeline.review.fingerprint import segment_hash
from pipeline.review.notes import comment_of
from pipeline.review.patch import DocumentPatch, Regrouping, Segment

_ALIKE = 0.5  # a conflict stands beside French that is at least so similar, else where the old one stood


def carry(old: Bitext, new: Bitext) -> Bitext:
    """`new` with the texts, states and comments that reviewers gave the units of `old`.

    A unit is found again by its French (of equal ones, the first by the first), also where a reviewer had joined
    units or split them. Where the French is gone, the unit that stands nearest carries what was said as a
    `review-conflict`, until that unit is approved itself. An emptied target was a wish to have it translated, which has
    happened. Units that changed have no flags of the checks: run them.
    """
    if not any(_was_said(unit) for unit in old.units):
        return new
    new = _regrouped(old, new)
    units = list(new.units)
    partners = _partners(old.units, units)
    for place, found in partners.items():
        units[found] = _carried(old.units[place], units[found])
    for place, unit in enumerate(old.units):
        partner = partners.get(place)
        conflicts = tuple(flag for flag in unit.flags if flag.code == CONFLICT and unit.review is not Review.APPROVED)
        if partner is None and (unit.review is not Review.NONE or comment_of(unit)):
            conflicts = (*conflicts, _conflict(unit))
        if conflicts and units:
            beside = partner if partner is not None else _nearest(place, unit, old.units, units, partners)
            units[beside] = replace(units[beside], flags=_with(units[beside].flags, conflicts))
    return replace(new, units=tuple(units))


def _was_said(unit: Unit) -> bool:
    return unit.review is not Review.NONE or any(flag.code in (COMMENT, CONFLICT) for flag in unit.flags)


def _carried(old: Unit, new: Unit) -> Unit:
    """The new unit with what was said of the old one, whose French is the same."""
    if old.review is not Review.NONE and (old.target or not old.source.strip()):
        new = with_review(new, old.target, old.review)
    return with_comment(new, comment_of(old) or None)


def _conflict(unit: Unit) -> Flag:
    said = (
        [f"“{unit.source}” was rendered “{unit.target}” ({unit.review.value})"]
        if unit.review is not Review.NONE
        else []
    )
    said += [f"remark on “{unit.source}”: {comment_of(unit)}"] if comment_of(unit) else []
    return Flag(CONFLICT, Severity.WARNING, f"a reviewer’s work on French that has changed: {'; '.join(said)}")


def _with(flags: tuple[Flag, ...], more: Sequence[Flag]) -> tuple[Flag, ...]:
    return (*flags, *(flag for flag in dict.fromkeys(more) if flag not in flags))


def _partners(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Place in `new` of each unit of `old` whose French is there."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for place in reversed(range(len(new))):
        waiting[segment_hash(new[place].source)].append(place)
    partners = {}
    for place, unit in enumerate(old):
        places = waiting.get(segment_hash(unit.source))
        if places:
            partners[place] = places.pop()
    return partners


def _nearest(place: int, unit: Unit, old: Sequence[Unit], new: Sequence[Unit], partners: dict[int, int]) -> int:
    """Where the French of a unit that is gone would stand: between its neighbours, at what is most like it."""
    before = next((partners[at] for at in range(place - 1, -1, -1) if at in partners), -1)
    after = next((partners[at] for at in range(place + 1, len(old)) if at in partners), len(new))
    candidates = list(range(before + 1, min(after, len(new))))[:200]
    likeness = {at: SequenceMatcher(None, unit.source, new[at].source, autojunk=False).ratio() for at in candidates}
    best = max(candidates, key=lambda at: likeness[at], default=None)
    if best is not None and likeness[best] >= _ALIKE:
        return best
    return min(max(before + 1 if candidates else before, 0), len(new) - 1)


def _regrouped(old: Bitext, new: Bitext) -> Bitext:
    """`new` with its units joined and split as reviewers had done it in `old`, where the French allows it."""
    theirs = {segment_hash(unit.source) for unit in new.units}
    runs = [run for run in _runs(old.units, theirs) if any(unit.review is not Review.NONE for unit in run)]
    if not runs:
        return new
    letters = {at: _letters(unit.source) for at, unit in enumerate(new.units)}
    groups = []
    for run in runs:
        found = _covering(_letters("".join(unit.source for unit in run)), letters)
        if found is not None:
            units = new.units[found.start : found.stop]
            groups.append(
                Regrouping(
                    tuple(unit.id for unit in units),
                    tuple(segment_hash(unit.source) for unit in units),
                    tuple(Segment(unit.source, unit.target, unit.review) for unit in run),
                )
            )
    return apply_patch(new, DocumentPatch(new.name, (), tuple(groups))).bitext


def _runs(units: Sequence[Unit], theirs: set[str]) -> Iterator[list[Unit]]:
    """Neighbours whose French is not that of any one unit of the new document."""
    run: list[Unit] = []
    for unit in units:
        if segment_hash(unit.source) not in theirs:
            run.append(unit)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _covering(wanted: str, letters: dict[int, str]) -> range | None:
    """The consecutive units whose letters are exactly these; None where there are none, or several."""
    found = []
    for start, first in letters.items():
        if first and wanted.startswith(first):
            end, have = start, ""
            while len(have) < len(wanted) and end in letters:
                have += letters[end]
                end += 1
            if have == wanted:
                found.append(range(start, end))
    return found[0] if len(found) == 1 else None


def _letters(text: str) -> str:
    return "".join(text.split())
