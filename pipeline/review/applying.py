"""Brings a reviewer's edits home into a bitext, and says what no longer fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.alignment.codes import place_codes
from pipeline.bitext import Bitext, Document, Flag, Mention, Origin, Review, Sentence, Severity, Span, Unit
from pipeline.formats.tmx import COMMENT
from pipeline.review.fingerprint import segment_hash, target_hash
from pipeline.review.patch import DocumentPatch, Edit, Regrouping, Segment
from pipeline.segmentation.codes import codes_of_sentences
from pipeline.text.characters import picture_controls

CONFLICT = "review-conflict"
"""Code of the flag that shows what a reviewer said of French that is no longer in the document."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a patch.

    bitext: with the edits in. Edited units have origin `human`, no score, no word links and no flags
    but comments: run the checks again. approved: the ids of units that the reviewer approved; these
    pairs belong in the memory. withdrawn: units that were approved before and are no longer, as they
    were. conflicts: one line each; rejected: the part of the patch that they are about, fit to be
    saved and looked at again.
    """

    bitext: Bitext
    approved: tuple[str, ...]
    conflicts: tuple[str, ...]
    rejected: DocumentPatch
    withdrawn: tuple[Unit, ...] = ()

    def approved_units(self) -> Iterator[Unit]:
        """The approved units, in order."""
        wanted = set(self.approved)
        return (unit for unit in self.bitext.units if unit.id in wanted)


def apply_patch(bitext: Bitext, patch: DocumentPatch) -> Applied:
    """`bitext` with the edits and regroupings of `patch`.

    An edit counts for the unit of its id if the source's hash is still the same; else for the one
    unit that has this very source now; else it is a conflict. So it is where it says which target it was
    made on and the unit has a third one by now. Nothing is changed for a conflict. An edit that neither
    knows what it was made on nor changes the target leaves the unit's state alone, unless it approves.
    A patch that was applied before changes nothing more: its regroupings are recognised in what they made.
    """
    return _Application(bitext).run(patch)


class _Application:
    def __init__(self, bitext: Bitext) -> None:
        self._bitext = bitext
        self._hashes = [segment_hash(unit.source) for unit in bitext.units]
        self._places = {unit.id: place for place, unit in enumerate(bitext.units)}
        self._conflicts: list[str] = []
        self._new: dict[int, list[Unit]] = {}
        self._approved: set[str] = set()
        self._ids = set(self._places)
        self._cut_anew: set[str] = set()

    def run(self, patch: DocumentPatch) -> Applied:
        groups = [group for group in patch.groups if not self._regroup(group)]
        edits = [edit for edit in patch.edits if not self._edit(edit)]
        units = [unit for place, old in enumerate(self._bitext.units) for unit in self._new.get(place, [old])]
        if self._cut_anew:
            units = with_codes_of_document(units, self._bitext.document, self._cut_anew)
        return Applied(
            replace(self._bitext, units=tuple(units)),
            tuple(unit.id for unit in units if unit.id in self._approved),
            tuple(self._conflicts),
            DocumentPatch(patch.name, tuple(edits), tuple(groups)),
            tuple(self._withdrawn(units)),
        )

    def _withdrawn(self, units: Sequence[Unit]) -> Iterator[Unit]:
        stand = {(unit.source, unit.target) for unit in units if unit.review is Review.APPROVED}
        for old in self._bitext.units:
            if old.review is Review.APPROVED and (old.source, old.target) not in stand:
                yield old

    def _edit(self, edit: Edit) -> bool:
        place = self._find((edit.id,), (edit.hash,))
        if place is None:
            return self._refuse(edit.id, "its source is no longer the one reviewed")
        if place in self._new:
            return self._refuse(edit.id, "the patch changes it twice")
        if _is_stale(self._bitext.units[place].target, edit):
            return self._refuse(edit.id, "somebody else has changed its English since")
        self._new[place] = [self._edited(self._bitext.units[place], edit)]
        return True

    def _edited(self, unit: Unit, edit: Edit) -> Unit:
        target = unit.target if edit.target == picture_controls(unit.target) else edit.target
        unsaid = edit.found is None and edit.state is not Review.APPROVED and target == unit.target
        if edit.state is Review.NONE or unsaid:
            return with_comment(unit, edit.comment)
        unit = with_review(unit, target, edit.state)
        if unit.review is Review.APPROVED:
            self._approved.add(unit.id)
        return with_comment(unit, edit.comment)

    def _regroup(self, group: Regrouping) -> bool:
        name = f"{group.ids[0]}–{group.ids[-1]}" if len(group.ids) > 1 else group.ids[0]
        if self._is_regrouped(group):
            return True
        start = self._find(group.ids, group.hashes)
        if start is None:
            return self._refuse(name, "the sources are no longer those reviewed")
        places = range(start, start + len(group.ids))
        if any(place in self._new for place in places):
            return self._refuse(name, "the patch changes it twice")
        old = self._bitext.units[start : start + len(group.ids)]
        cuts = _cuts(old, group.segments)
        if cuts is None:
            return self._refuse(name, "the segments do not hold the same source")
        self._new[start] = self._regrouped(old, group.segments, cuts)
        self._cut_anew |= {unit.id for unit in self._new[start]}
        for place in places[1:]:
            self._new[place] = []
        return True

    def _is_regrouped(self, group: Regrouping) -> bool:
        """Whether the units that this regrouping makes stand where it makes them: it was applied before."""
        start = self._places.get(group.ids[0])
        if start is None or self._hashes[start : start + len(group.ids)] == list(group.hashes):
            return False
        units = self._bitext.units[start : start + len(group.segments)]
        if len(units) < len(group.segments) or any(start + place in self._new for place in range(len(units))):
            return False
        return all(
            _bare(unit.source) == _bare(segment.source) and target_hash(unit.target) == target_hash(segment.target)
            for unit, segment in zip(units, group.segments, strict=True)
        )

    def _regrouped(self, old: Sequence[Unit], segments: Sequence[Segment], cuts: Sequence[int]) -> list[Unit]:
        """New units; `cuts` are offsets into the letters (characters but white space) of all sources together."""
        letters = [(unit, offset) for unit in old for offset, letter in enumerate(unit.source) if not letter.isspace()]
        sizes = [unit.bead_sizes for unit in old]
        merged_bead = "-".join(str(sum(side)) for side in zip(*sizes, strict=True))
        made = []
        for index, (segment, (start, end)) in enumerate(zip(segments, pairwise(cuts), strict=True)):
            (first, first_offset), (last, last_offset) = letters[start], letters[end - 1]
            source_span = None
            if first.source_span and last.source_span and self._bitext.document:
                source_span = Span(first.source_span.start + first_offset, last.source_span.start + last_offset + 1)
                source = source_span.of(self._bitext.document.text)
            else:
                source = segment.source
            unit = Unit(
                id=self._id(old, index),
                source=source,
                target=segment.target,
                paragraph=first.paragraph,
                source_span=source_span,
                bead=merged_bead if len(segments) == 1 else "1-1",
                origin=Origin.HUMAN,
                review=_state(segment.source, segment.target, segment.state),
                mentions=tuple(_carried(old, letters[start:end], source, segment.target)),
                flags=tuple(flag for each in old for flag in each.flags if flag.code in (COMMENT, CONFLICT))
                if index == 0
                else (),
            )
            if unit.review is Review.APPROVED:
                self._approved.add(unit.id)
            made.append(with_comment(unit, segment.comment))
        return made

    def _id(self, old: Sequence[Unit], index: int) -> str:
        if index < len(old):
            return old[index].id
        letter = index - len(old) + 1
        while (name := f"{old[-1].id}{_letters(letter)}") in self._ids:
            letter += 1
        self._ids.add(name)
        return name

    def _find(self, ids: Sequence[str], hashes: Sequence[str]) -> int | None:
        """Where the units with these hashes stand in a row: at these ids, else at the only such place."""
        length = len(hashes)
        place = self._places.get(ids[0])
        if place is not None and self._hashes[place : place + length] == list(hashes):
            return place
        places = [
            start
            for start, one in enumerate(self._hashes)
            if one == hashes[0] and self._hashes[start : start + length] == list(hashes)
        ]
        return places[0] if len(places) == 1 else None

    def _refuse(self, name: str, reason: str) -> bool:
        self._conflicts.append(f"{self._bitext.name}: {name}: {reason}")
        return False


def with_codes_of_document(units: Sequence[Unit], document: Document | None, ids: set[str]) -> list[Unit]:
    """The units, those of these ids with the codes that the document has where they stand, and placed in the target."""
    spans = [unit.source_span for unit in units if unit.source_span is not None]
    if document is None or not document.codes or len(spans) < len(units):
        return list(units)
    sentences = tuple(Sentence(span, unit.paragraph) for span, unit in zip(spans, units, strict=True))
    codes = codes_of_sentences(replace(document, sentences=sentences))
    return [
        place_codes(replace(unit, source_codes=found)) if unit.id in ids else unit
        for unit, found in zip(units, codes, strict=True)
    ]


def _letters(number: int) -> str:
    return (_letters((number - 1) // 26) if number > 26 else "") + chr(ord("a") + (number - 1) % 26)


def with_review(unit: Unit, target: str, state: Review) -> Unit:
    """The unit with what a reviewer made of its target.

    Another target makes origin `human`, drops what was known of the old one and gets the source's codes anew; approval
    makes origin `human` too, and settles conflicts. A target of white space alone for a source with text is empty: not
    translated, a draft, and nobody's.
    """
    state = _state(unit.source, target, state)
    if unit.source.strip() and not target.strip():
        target = ""
    if target != unit.target:
        changed = replace(
            unit,
            target=target,
            target_span=None,
            score=None,
            origin=Origin.HUMAN if target else unit.origin,
            links=(),
            target_codes=(),
            mentions=tuple(_relocated(mention, target) for mention in unit.mentions),
            flags=tuple(flag for flag in unit.flags if flag.code in (COMMENT, CONFLICT)),
        )
        unit = place_codes(changed) if changed.source_codes else changed
    if state is Review.APPROVED:
        flags = tuple(flag for flag in unit.flags if flag.code != CONFLICT)
        unit = replace(unit, origin=Origin.HUMAN, flags=flags)
    return replace(unit, review=state)


def _state(source: str, target: str, state: Review) -> Review:
    return Review.DRAFT if source.strip() and not target.strip() else state


def _is_stale(target: str, edit: Edit) -> bool:
    """Whether an edit was made on another target than the one that stands, and does not want that one either."""
    if edit.found is None or edit.state is Review.NONE:
        return False
    wanted = edit.target if edit.target.strip() else ""
    return target_hash(target) not in (edit.found, target_hash(wanted))


def with_comment(unit: Unit, comment: str | None) -> Unit:
    """The unit with `comment` as its only remark; empty for none, None for the ones it has."""
    if comment is None:
        return unit
    flags = tuple(flag for flag in unit.flags if flag.code != COMMENT)
    return replace(unit, flags=(*flags, Flag(COMMENT, Severity.NOTE, comment)) if comment else flags)


def _cuts(old: Sequence[Unit], segments: Sequence[Segment]) -> list[int] | None:
    """Where each segment begins and ends among the letters of the old sources; None if they are not the same."""
    letters = _bare("".join(unit.source for unit in old))
    pieces = [_bare(segment.source) for segment in segments]
    if "".join(pieces) != letters or not all(pieces):
        return None
    cuts = [0]
    for piece in pieces:
        cuts.append(cuts[-1] + len(piece))
    return cuts


def _bare(text: str) -> str:
    # The page shows control characters as pictures, and a browser may change line ends.
    return "".join(letter for letter in picture_controls(text) if not letter.isspace())


def _carried(old: Sequence[Unit], letters: Sequence[tuple[Unit, int]], source: str, target: str) -> Iterator[Mention]:
    """The old units' mentions that lie wholly within these letters, moved into `source`."""
    offsets = [offset for offset, letter in enumerate(source) if not letter.isspace()]
    places = {(unit.id, offset): place for place, (unit, offset) in enumerate(letters)}
    for unit in old:
        for mention in unit.mentions:
            start = places.get((unit.id, mention.source.start))
            end = places.get((unit.id, mention.source.end - 1))
            if start is not None and end is not None:
                yield _relocated(replace(mention, source=Span(offsets[start], offsets[end] + 1)), target)


def _relocated(mention: Mention, target: str) -> Mention:
    """The mention with its rendering looked up in a target that a person wrote."""
    if mention.policy == "forbid":
        return replace(mention, target=None)
    pattern = rf"(?<!\w){re.escape(mention.rendering)}(?!\w)"
    match = re.search(pattern, target) or re.search(pattern, target, re.IGNORECASE)
    if match is None:
        return replace(mention, target=None, step="missing", score_before=None, score_after=None)
    return replace(mention, target=Span(*match.span()), step="human", score_before=None, score_after=None)
