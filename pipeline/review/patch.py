"""The review patch: what a reviewer did, as JSON that travels between the page and the bitext.

    {"format": "bitexte-review", "version": 1, "content": HASH, "documents": [
      {"name": NAME,
       "edits": [{"id": ID, "hash": HASH, "target": TEXT, "edited": BOOL, "reviewed": BOOL, "comment": TEXT}],
       "groups": [{"ids": [ID], "hashes": [HASH],
                   "segments": [{"source": TEXT, "target": TEXT, "reviewed": BOOL, "comment": TEXT}]}]}]}

`hash` is the hash of the source that the reviewer read (`pipeline.review.fingerprint.segment_hash`);
`comment` may be absent. A group cuts consecutive units anew.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import FormatError, InputError

FORMAT = "bitexte-review"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done to one unit. edited: whether `target` is the reviewer's; comment: None for no change."""

    id: str
    hash: str
    target: str
    edited: bool = True
    reviewed: bool = False
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One unit that merging or splitting made."""

    source: str
    target: str
    reviewed: bool = False
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
    """The documents of a patch, in order. content: the content hash of the page it was made on, or empty."""

    documents: tuple[DocumentPatch, ...]
    content: str = ""

    def to_json(self) -> str:
        """The patch as text that `parse_patch` reads back equal."""
        record = {"format": FORMAT, "version": VERSION} | asdict(self)
        return json.dumps(_without_none(record), ensure_ascii=False, indent=1) + "\n"


def read_patch(path: Path) -> Patch:
    """The patch in a file. Raises InputError for an unreadable file, FormatError for anything but a patch."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    return parse_patch(data, str(path))


def parse_patch(data: bytes | str, label: str = "patch") -> Patch:
    """The patch in UTF-8 JSON. Raises FormatError, naming `label` and what is wrong."""
    try:
        record = json.loads(data)
    except ValueError as error:
        raise FormatError(f"{label}: not JSON: {error}") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise FormatError(f'{label}: not a review patch (no "format": "{FORMAT}")')
    if record.get("version") != VERSION:
        raise FormatError(f"{label}: patch version {record.get('version')!r}; this program reads version {VERSION}")
    try:
        documents = tuple(_document(each) for each in _list(record, "documents"))
        return Patch(documents, _text(record, "content", ""))
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
        _truth(record, "edited", default=True),
        _truth(record, "reviewed", default=False),
        _text(record, "comment", "") if "comment" in record else None,
    )


def _group(record: Any) -> Regrouping:
    ids = tuple(_strings(record, "ids"))
    hashes = tuple(_strings(record, "hashes"))
    segments = tuple(
        Segment(
            _text(each, "source"),
            _text(each, "target"),
            _truth(each, "reviewed", default=False),
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
    return value


def _truth(record: Any, field: str, *, default: bool) -> bool:
    value = _field(record, field, default)
    if not isinstance(value, bool):
        raise _FaultError(f"{field} is neither true nor false")
    return value


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
    return value
