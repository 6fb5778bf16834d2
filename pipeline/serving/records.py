"""Rows and conflicts as the JSON that pages are told."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any

from pipeline.bitext import Bitext, Unit
from pipeline.formats.tmx import COMMENT
from pipeline.quality.registry import run_checks
from pipeline.review.fingerprint import segment_hash
from pipeline.serving.overlay import saying_of, with_saying
from pipeline.serving.overlay import stored_saying as _saying
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


def row_record(sheet: Sheet, row: StoredRow) -> dict[str, Any]:
    """A touched row, with the flags of the checks that need no other row."""
    unit = sheet.unit(row.id)
    (checked,) = run_checks(Bitext(sheet.base.name, (with_saying(unit, _saying(row)),))).units
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
        "flags": [
            {"code": flag.code, "severity": flag.severity.value, "message": flag.message}
            for flag in checked.flags
            if flag.code != COMMENT
        ],
    }
    if row.segments:
        record["group"] = json.loads(row.segments)
    elif row.part:
        record["in"] = row.part
    return record


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
