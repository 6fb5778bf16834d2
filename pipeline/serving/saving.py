"""One save: each change is kept, merged with what came meanwhile, or set beside the row as a conflict."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.bitext import Review
from pipeline.review.applying import apply_patch
from pipeline.review.patch import DocumentPatch, Regrouping, Segment
from pipeline.serving.locks import Lock
from pipeline.serving.merging import Change, Saying, merge
from pipeline.serving.overlay import group_record, saying_of, stored_saying
from pipeline.serving.records import Sheet, with_flags
from pipeline.serving.request import GroupChange, RowChange, SaveRequest
from pipeline.serving.store import Store, StoredConflict, StoredDocument, StoredRow

_GONE = "its French is no longer in the document"
_STALE = "somebody else changed it meanwhile"
_GROUPED = "it was joined or split meanwhile"


class Saver:
    """Makes the changes of one request, inside a transaction of the store. made: the rows it has changed, in order."""

    def __init__(self, store: Store, sheet: Sheet, name: str, time: str) -> None:
        """time: of all that is saved, in ISO 8601."""
        self._store, self._sheet, self._name, self._time = store, sheet, name, time
        self._conflicts: list[StoredConflict] = []
        self.made: list[StoredRow] = []

    def save(self, request: SaveRequest, holders: Mapping[str, Lock]) -> tuple[list[StoredRow], list[StoredConflict]]:
        """Returns the rows that the request is about as they stand now, but for those in conflict, and the conflicts.

        holders: the locks on rows; those of the request's own client do not count.
        """
        others = {key: lock for key, lock in holders.items() if lock.client != request.client}
        rows: list[StoredRow] = []
        for change in request.rows:
            made = self._row(change, request.reviewer, others)
            rows += [made] if made else []
        for group in request.groups:
            rows += self._group(group, request.reviewer, others)
        return rows, self._conflicts

    def _row(self, row: RowChange, reviewer: str, others: Mapping[str, Lock]) -> StoredRow | None:
        key, change = row.id, row.change
        if self._sheet.hashes.get(key) != row.hash:
            self._refuse(row, reviewer, _GONE)
            return None
        current = self._store.row(self._name, key)
        if current is not None and current.part:
            self._refuse(row, reviewer, _GROUPED)
            return None
        if key in others and (change.target, change.state) != (None, None):
            self._refuse(row, reviewer, f"{others[key].reviewer or 'somebody else'} is typing in it")
            return None
        known, untouched = self._document(), saying_of(self._sheet.unit(key))
        standing = untouched if current is None else stored_saying(current)
        based = self._store.row_at(self._name, key, row.base)
        merged = merge(untouched if based is None else stored_saying(based), standing, change)
        if merged is None or not known.since <= row.base <= known.revision:
            self._refuse(row, reviewer, _STALE)
            return None
        merged = self._tidy(key, merged)
        if merged == standing:
            return current or StoredRow(key, known.since, standing.target, standing.state.value, standing.comment)
        return self._put(StoredRow(key, 0, merged.target, merged.state.value, merged.comment), reviewer)

    def _document(self) -> StoredDocument:
        known = self._store.document(self._name)
        assert known is not None, "the desk has put it there"
        return known

    def _tidy(self, key: str, saying: Saying) -> Saying:
        """An emptied target means "not translated": a draft."""
        if saying.target.strip() or not self._sheet.unit(key).source.strip():
            return saying
        untranslated = not self._sheet.unit(key).target.strip()
        return replace(saying, target="", state=Review.NONE if untranslated else Review.DRAFT)

    def _put(self, row: StoredRow, reviewer: str) -> StoredRow:
        made = self._store.put(self._name, with_flags(self._sheet, replace(row, reviewer=reviewer, time=self._time)))
        self.made.append(made)
        return made

    def _refuse(self, row: RowChange, reviewer: str, reason: str) -> None:
        change = row.change
        yours = {"target": change.target, "comment": change.comment}
        yours["state"] = None if change.state is None else change.state.value
        self._conflict(
            row.id, row.hash, {name: text for name, text in yours.items() if text is not None}, reviewer, reason
        )

    def _conflict(self, key: str, hash_: str, yours: dict[str, Any], reviewer: str, reason: str) -> None:
        text = json.dumps(yours, ensure_ascii=False)
        conflict = StoredConflict(0, key, hash_, text, reviewer, self._time, reason)
        self._conflicts.append(self._store.add_conflict(self._name, conflict))

    # -- rows cut anew --------------------------------------------------------------------------------

    def _group(self, group: GroupChange, reviewer: str, others: Mapping[str, Lock]) -> list[StoredRow]:
        reason = self._why_not(group, others)
        if reason:
            yours = group_record(group.ids, group.hashes, group.segments)
            self._conflict(group.ids[0], group.hashes[0], yours, reviewer, reason)
            return []
        group = replace(group, segments=tuple(map(_settled, group.segments)))
        first = group.ids[0] if group.segments else ""
        record = json.dumps(group_record(group.ids, group.hashes, group.segments), ensure_ascii=False)
        rows = []
        for key in group.ids:
            saying = saying_of(self._sheet.unit(key))
            row = StoredRow(key, 0, saying.target, saying.state.value, saying.comment, first)
            rows.append(self._put(replace(row, segments=record) if key == first else row, reviewer))
        return rows

    def _why_not(self, group: GroupChange, others: Mapping[str, Lock]) -> str:
        """Why a group cannot be kept; empty where it can."""
        if [self._sheet.hashes.get(key) for key in group.ids] != list(group.hashes):
            return _GONE
        known = self._document()
        for key, base in zip(group.ids, group.bases, strict=True):
            current = self._store.row(self._name, key)
            if not known.since <= base <= known.revision or (current is not None and current.revision > base):
                return _STALE
            if key in others:
                return f"{others[key].reviewer or 'somebody else'} is typing in it"
            if current is not None and current.part and not self._covers(group.ids, current.part):
                return _GROUPED
        trial = DocumentPatch(self._name, (), (Regrouping(group.ids, group.hashes, group.segments),))
        conflicts = apply_patch(self._sheet.base, trial).conflicts if group.segments else ()
        return conflicts[0] if conflicts else ""

    def _covers(self, ids: Sequence[str], first: str) -> bool:
        """Whether these rows hold the whole group that begins at `first`."""
        row = self._store.row(self._name, first)
        return row is not None and bool(row.segments) and set(json.loads(row.segments)["ids"]) <= set(ids)

    # -- another base ---------------------------------------------------------------------------------

    def carry(self, old: Sheet, pending: Sequence[StoredRow]) -> None:
        """Rows that no file had when the document was made anew: on top of it where their French is still there."""
        groups = {row.part for row in pending if row.part}
        for row in pending:
            hash_ = old.hashes[row.id]
            if row.part and row.id in groups and row.segments:
                self._conflict(row.id, hash_, json.loads(row.segments), row.reviewer, _GONE)
            elif not row.part:
                self._carry_row(old, row, hash_)

    def _carry_row(self, old: Sheet, row: StoredRow, hash_: str) -> None:
        said, was = stored_saying(row), saying_of(old.unit(row.id))
        places = [key for key, each in self._sheet.hashes.items() if each == hash_]
        key = row.id if row.id in places else places[0] if len(places) == 1 else None
        change = Change(
            None if (said.target, said.state) == (was.target, was.state) else said.target,
            None if (said.target, said.state) == (was.target, was.state) else said.state,
            None if said.comment == was.comment else said.comment,
        )
        if change == Change():
            return
        changed = RowChange(key or row.id, hash_, 0, change)
        if key is None:
            self._refuse(changed, row.reviewer, _GONE)
            return
        now = saying_of(self._sheet.unit(key))
        if now.state is not Review.NONE and (now.target, now.state) != (said.target, said.state):
            self._refuse(changed, row.reviewer, _STALE)
            return
        self._put(StoredRow(key, 0, *_values(change.on(now))), row.reviewer)


def _settled(segment: Segment) -> Segment:
    """An emptied target means "not translated": a draft."""
    empty = segment.source.strip() and not segment.target.strip()
    return replace(segment, target="", state=Review.DRAFT) if empty else segment


def _values(saying: Saying) -> tuple[str, str, str]:
    return saying.target, saying.state.value, saying.comment
