"""A translation memory (TMX) that comes back from a reviewer, as a patch."""

from __future__ import annotations

from pathlib import Path

from pipeline.bitext import Review, Unit
from pipeline.formats.tmx_reading import TmxReader
from pipeline.review.fingerprint import segment_hash
from pipeline.review.notes import comment_of
from pipeline.review.patch import DocumentPatch, Edit, Patch


def read_memory(path: Path) -> Patch:
    """Every pair of a TMX file as an edit; those that are as in the document change nothing.

    `x-doc`, `x-id` and `x-review` count where they stand. A unit without them, such as a translation tool writes,
    belongs to every document that has its source and is edited, not approved. Raises InputError, FormatError.
    """
    reader = TmxReader(path)
    documents: dict[str, list[Edit]] = {}
    for unit in reader:
        name = reader.properties.get("x-doc", reader.name if reader.is_own else "")
        documents.setdefault(name, []).append(_edit(unit, reader.properties))
    return Patch(tuple(DocumentPatch(name, tuple(edits)) for name, edits in documents.items()))


def _edit(unit: Unit, properties: dict[str, str]) -> Edit:
    said = properties.get("x-review", "")
    state = Review(said) if said in {state.value for state in Review} else Review.NONE
    return Edit(
        properties.get("x-id", ""),
        segment_hash(unit.source),
        unit.target,
        Review.EDITED if state is Review.NONE else state,
        comment_of(unit) or None,
    )
