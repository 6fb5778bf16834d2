"""The review patch: what a reviewer did, as JSON that travels between the page and the bitext.

    {"format": "bitexte-review", "version": 2, "content": HASH, "reviewer": NAME, "documents": [
      {"name": NAME,
       "edits": [{"id": ID, "hash": HASH, "target": TEXT, "before": TEXT, "state": STATE, "comment": TEXT}],
       "groups": [{"ids": [ID], "hashes": [HASH],
                   "segments": [{"source": TEXT, "target": TEXT, "state": STATE, "comment": TEXT}]}]}]}

`hash` is the hash of the source that the reviewer read (`pipeline.review.fingerprint.segment_hash`), `before` the
target that stood there (or `found` its `target_hash`); STATE is a value of `Review`. `reviewer`, `before` and `comment`
may be absent. A group cuts
consecutive units anew. Version 1, with `edited` and `reviewed` in place of `state`, is still read.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.bitext import Review
from pipeline.errors import FormatError
from pipeline.files.limits import limits, raised_by
from pipeline.files.opening import read_whole
from pipeline.files.structure import parse_json, writable
from pipeline.review.fingerprint import target_hash

FORMAT = "bitexte-review"
VERSION = 2
_OLD_VERSION = 1


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done to one unit.

    state: `NONE` for a comment alone. comment: None for no change. found: the `target_hash` of the target that the
    reviewer found, None where that is not known. A `target` of white space alone means "not translated".
    """

    id: str
    hash: str
    target: str
    state: Review = Review.EDITED
    comment: str | None = None
    found: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One unit that merging or splitting made."""

    source: str
    target: str
    state: Review = Review.EDITED
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Consecutive units, with the hashes of their sources, and the segments that replace them."""

    ids: tuple[str, ...]
    hashes: tuple[str, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class DocumentPatch:
    """Everything done to the document of this name."""

    name: str
    edits: tuple[Edit, ...] = ()
    groups: tuple[Regrouping, ...] = ()

    def __len__(self) -> int:
        """How many edits and regroupings there are."""
        return len(self.edits) + len(self.groups)


@dataclass(frozen=True, slots=True)
class Patch:
    """The documents of a patch, in order.

    content: the content hash of the page it was made on, or empty; reviewer: who made it, or empty.
    """

    documents: tuple[DocumentPatch, ...]
    content: str = ""
    reviewer: str = ""

    def to_json(self) -> str:
        """The patch as text that `parse_patch` reads back equal."""
        record = {"format": FORMAT, "version": VERSION} | asdict(self)
        return json.dumps(_without_none(record), ensure_ascii=False, indent=1) + "\n"


def read_patch(path: Path) -> Patch:
    """The patch in a file. Raises InputError for an unreadable file, FormatError for anything but a patch."""
    return parse_patch(read_whole(path), str(path))


def parse_patch(data: bytes | str, label: str = "patch") -> Patch:
    """The patch in UTF-8 JSON. Raises FormatError, naming `label` and what is wrong."""
    try:
        record = parse_json(data)
    except ValueError as error:
        raise FormatError(f"{label}: not JSON: {error}") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise FormatError(f'{label}: not a review patch (no "format": "{FORMAT}")')
    if (version := record.get("version")) not in (_OLD_VERSION, VERSION):
        raise FormatError(f"{label}: patch version {version!r}; valid are {_OLD_VERSION} and {VERSION}")
    try:
        documents = tuple(_document(each) for each in _list(record, "documents"))
        return Patch(documents, _text(record, "content", ""), _text(record, "reviewer", ""))
    except _FaultError as fault:
        raise FormatError(f"{label}: {fault}") from fault


class _FaultError(Exception):
    """What is wrong with a record, in words."""


def _document(record: Any) -> DocumentPatch:
    name = _text(record, "name")
    try:
        edits = tuple(_edit(each) for each in _list(record, "edits"))
        return DocumentPatch(name, edits, tuple(_group(each) for each in _list(record, "groups")))
    except _FaultError as fault:
        raise _FaultError(f"document {name!r}: {fault}") from fault


def _edit(record: Any) -> Edit:
    return Edit(
        _text(record, "id"),
        _text(record, "hash"),
        _text(record, "target"),
        _state(record),
        _text(record, "comment", "") if "comment" in record else None,
        _found(record),
    )


def _found(record: Any) -> str | None:
    if "before" in record:
        return target_hash(_text(record, "before", ""))
    return _text(record, "found") if "found" in record else None


def _group(record: Any) -> Regrouping:
    ids = tuple(_strings(record, "ids"))
    hashes = tuple(_strings(record, "hashes"))
    segments = tuple(
        Segment(
            _text(each, "source"),
            _text(each, "target"),
            _state(each),
            _text(each, "comment", "") if "comment" in each else None,
        )
        for each in _list(record, "segments")
    )
    if not ids or len(ids) != len(hashes) or not segments:
        raise _FaultError("a group needs ids, as many hashes, and segments")
    return Regrouping(ids, hashes, segments)


def _text(record: Any, field: str, default: str | None = None) -> str:
    value = _field(record, field, default)
    if not isinstance(value, str):
        raise _FaultError(f"{field} is not a text")
    if len(value) > limits().cell:
        raise _FaultError(f"{field} has more than {limits().cell:,} characters{raised_by('cell')}")
    return writable(value)


def _truth(record: Any, field: str, *, default: bool) -> bool:
    value = _field(record, field, default)
    if not isinstance(value, bool):
        raise _FaultError(f"{field} is neither true nor false")
    return value


def _state(record: Any) -> Review:
    """The state; in a record of version 1 it follows from `edited` and `reviewed`."""
    if "state" not in record:
        edited, reviewed = _truth(record, "edited", default=True), _truth(record, "reviewed", default=False)
        return Review.APPROVED if reviewed else Review.EDITED if edited else Review.NONE
    try:
        return Review(_text(record, "state"))
    except ValueError:
        valid = ", ".join(f'"{state.value}"' for state in Review)
        raise _FaultError(f"state is not one of {valid}") from None


def _list(record: Any, field: str) -> list[Any]:
    value = _field(record, field, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _FaultError(f"{field} is not a list of records")
    return value


def _strings(record: Any, field: str) -> list[str]:
    value = _field(record, field, None)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _FaultError(f"{field} is not a list of texts")
    return value


def _field(record: Any, field: str, default: Any) -> Any:
    value = record.get(field, default)
    if value is None:
        raise _FaultError(f"{field} is missing")
    return value


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(each) for name, each in value.items() if each is not None}
    if isinstance(value, list | tuple):
        return [_without_none(each) for each in value]
    return value.value if isinstance(value, Review) else value
