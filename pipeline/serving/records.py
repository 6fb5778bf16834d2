"""Rows and conflicts as the JSON that pages are told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import Any

from pipeline.bitext import Bitext, Flag, Severity, Span, Unit
from pipeline.formats.tmx import COMMENT
from pipeline.quality.registry import check_unit
from pipeline.review.fingerprint import segment_hash
from pipeline.serving.overlay import saying_of, stored_saying, with_saying
from pipeline.serving.store import StoredConflict, StoredRow


class Sheet:
    """The base of a document with its rows by id."""

    def __init__(self, base: Bitext) -> None:
        self.base = base
        self.places = {unit.id: place for place, unit in enumerate(base.units)}

    @cached_property
    def hashes(self) -> dict[str, str]:
        """The hash of each row's source, by id."""
        return {unit.id: segment_hash(unit.source) for unit in self.base.units}

    @cached_property
    def words(self) -> int:
        """How many words there are in French."""
        return sum(len(unit.source.split()) for unit in self.base.units)

    def unit(self, key: str) -> Unit:
        """A row of the base."""
        return self.base.units[self.places[key]]

    def record(self, key: str, row: StoredRow | None) -> dict[str, Any]:
        """A row as it stands, touched or not."""
        saying = saying_of(self.unit(key))
        return row_record(self, row or StoredRow(key, 0, saying.target, saying.state.value, saying.comment))


def with_flags(sheet: Sheet, row: StoredRow) -> StoredRow:
    """The row with the flags of the checks that need no other row."""
    languages = (sheet.base.source_language, sheet.base.target_language)
    checked = check_unit(with_saying(sheet.unit(row.id), stored_saying(row)), languages)
    return replace(row, flags=json.dumps([_packed(flag) for flag in checked.flags if flag.code != COMMENT]))


def shown(sheet: Sheet, rows: Iterable[StoredRow], written: Bitext) -> Bitext:
    """The base with the texts, states and flags of these rows; other rows have the flags that were `written` last."""
    by_id = {row.id: row for row in rows}
    last = {(unit.id, unit.source, unit.target): unit for unit in written.units}

    def unit_shown(unit: Unit) -> Unit:
        row = by_id.get(unit.id)
        if row is None:
            return replace(unit, flags=last.get((unit.id, unit.source, unit.target), unit).flags)
        said = with_saying(unit, stored_saying(row))
        comments = tuple(flag for flag in said.flags if flag.code == COMMENT)
        return replace(said, flags=(*comments, *map(_unpacked, json.loads(row.flags))))

    return replace(sheet.base, units=tuple(map(unit_shown, sheet.base.units)))


def row_record(sheet: Sheet, row: StoredRow) -> dict[str, Any]:
    """A row as it stands; one that nobody touched has the flags it came with."""
    unit = sheet.unit(row.id)
    flags = json.loads(row.flags) if row.flags else [_packed(flag) for flag in unit.flags if flag.code != COMMENT]
    record: dict[str, Any] = {
        "id": row.id,
        "hash": sheet.hashes[row.id],
        "revision": row.revision,
        "state": row.state,
        "target": row.target,
        "comment": row.comment,
        "reviewer": row.reviewer,
        "time": row.time,
        "machine": unit.target,
        "flags": [{name: flag[name] for name in ("code", "severity", "message")} for flag in flags],
    }
    if row.segments:
        record["group"] = json.loads(row.segments)
    elif row.part:
        record["in"] = row.part
    return record


def _packed(flag: Flag) -> dict[str, Any]:
    packed: dict[str, Any] = {"code": flag.code, "severity": flag.severity.value, "message": flag.message}
    for side, span in (("source", flag.source), ("target", flag.target)):
        if span is not None:
            packed[side] = [span.start, span.end]
    return packed


def _unpacked(record: dict[str, Any]) -> Flag:
    source, target = (Span(*record[side]) if side in record else None for side in ("source", "target"))
    return Flag(record["code"], Severity(record["severity"]), record["message"], source, target)


def conflict_record(conflict: StoredConflict, theirs: dict[str, Any] | None) -> dict[str, Any]:
    """What could not be kept, beside what stands in the row now."""
    return {
        "number": conflict.number,
        "id": conflict.id,
        "hash": conflict.hash,
        "yours": json.loads(conflict.yours),
        "theirs": theirs,
        "reviewer": conflict.reviewer,
        "time": conflict.time,
        "reason": conflict.reason,
    }
