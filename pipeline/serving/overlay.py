"""A document as it stands: its base with everything laid over it that reviewers said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.bitext import Bitext, Review, Unit
from pipeline.review.applying import apply_patch, with_comment, with_review
from pipeline.review.notes import comment_of
from pipeline.review.patch import DocumentPatch, Regrouping, Segment
from pipeline.serving.merging import Saying
from pipeline.serving.store import StoredRow


def saying_of(unit: Unit) -> Saying:
    """What stands in a unit that nobody has touched since."""
    return Saying(unit.target, unit.review, comment_of(unit))


def stored_saying(row: StoredRow) -> Saying:
    """What stands in a row of the store."""
    return Saying(row.target, Review(row.state), row.comment)


def with_saying(unit: Unit, saying: Saying) -> Unit:
    """The unit with what was said of it."""
    comment = saying.comment if saying.comment != saying_of(unit).comment else None
    return with_comment(with_review(unit, saying.target, saying.state), comment)


def overlay(base: Bitext, rows: Iterable[StoredRow]) -> Bitext:
    """`base` with the rows laid over it; changed units have no flags but comments and want the checks."""
    by_id: Mapping[str, StoredRow] = {row.id: row for row in rows}
    units = tuple(
        with_saying(unit, stored_saying(by_id[unit.id])) if unit.id in by_id and not by_id[unit.id].part else unit
        for unit in base.units
    )
    groups = tuple(regrouping(row) for row in by_id.values() if row.segments)
    return apply_patch(replace(base, units=units), DocumentPatch(base.name, (), groups)).bitext


def regrouping(row: StoredRow) -> Regrouping:
    """The group that begins at a row."""
    record = json.loads(row.segments)
    segments = tuple(
        Segment(each["source"], each["target"], Review(each["state"]), each.get("comment"))
        for each in record["segments"]
    )
    return Regrouping(tuple(record["ids"]), tuple(record["hashes"]), segments)


def group_record(ids: Sequence[str], hashes: Sequence[str], segments: Iterable[Segment]) -> dict[str, Any]:
    """A group as JSON, in the store and to the page."""
    return {
        "ids": list(ids),
        "hashes": list(hashes),
        "segments": [
            {"source": each.source, "target": each.target, "state": each.state.value}
            | ({} if each.comment is None else {"comment": each.comment})
            for each in segments
        ],
    }
