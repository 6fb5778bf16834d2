"""What a page sends to be saved, read from JSON with every fault named."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pipeline.bitext import Review
from pipeline.errors import FormatError
from pipeline.review.patch import Segment
from pipeline.serving.merging import Change
from pipeline.text.characters import valid_text

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class RowChange:
    """A change to one row. hash: of its source; base: the revision it was made on."""

    id: str
    hash: str
    base: int
    change: Change


@dataclass(frozen=True, slots=True)
class GroupChange:
    """Consecutive rows cut anew; no segments: they become themselves again."""

    ids: tuple[str, ...]
    hashes: tuple[str, ...]
    bases: tuple[int, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class SaveRequest:
    """One save: the page it comes from, who made it, its key, and the changes."""

    client: str
    reviewer: str
    key: str
    rows: tuple[RowChange, ...] = ()
    groups: tuple[GroupChange, ...] = ()


def parse_object(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises FormatError."""
    try:
        record = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {str(error) or 'nested too deep'}") from error
    if not isinstance(record, dict):
        raise FormatError("not a JSON object")
    return record


def parse_save(body: bytes) -> SaveRequest:
    """The request in a body. Raises FormatError, naming the field."""
    record = parse_object(body)
    return SaveRequest(
        name_of(record, "client"),
        name_of(record, "reviewer", required=False),
        name_of(record, "key"),
        tuple(_row(each) for each in _records(record, "rows")),
        tuple(_group(each) for each in _records(record, "groups")),
    )


def name_of(record: dict[str, Any], field: str, *, required: bool = True) -> str:
    """A short text on one line. Raises FormatError."""
    value = record.get(field, "")
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or not (value or not required):
        raise FormatError(f"{field} is not a text of {'1' if required else '0'} to {_LONGEST_NAME} characters")
    return " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())


def number_of(record: dict[str, Any], field: str) -> int:
    """A whole number from 0 to 2⁵³. Raises FormatError."""
    value = record.get(field)
    if type(value) is not int or not 0 <= value < 1 << 53:
        raise FormatError(f"{field} is not a whole number")
    return value


def _row(record: dict[str, Any]) -> RowChange:
    change = Change(_text(record, "target"), _state(record), _text(record, "comment"))
    if change == Change():
        raise FormatError("a row without target, state or comment")
    return RowChange(_required(record, "id"), _required(record, "hash"), number_of(record, "base"), change)


def _group(record: dict[str, Any]) -> GroupChange:
    ids, hashes = (_texts(record, field) for field in ("ids", "hashes"))
    bases = record.get("bases")
    if not isinstance(bases, list):
        raise FormatError("bases is not a list")
    numbers = tuple(number_of({"bases": base}, "bases") for base in bases)
    if not ids or not len(ids) == len(hashes) == len(numbers) or len(set(ids)) < len(ids):
        raise FormatError("a group needs different ids, and as many hashes and bases")
    segments = tuple(
        Segment(
            _required(each, "source"), _required(each, "target"), _state(each) or Review.EDITED, _text(each, "comment")
        )
        for each in _records(record, "segments")
    )
    return GroupChange(ids, hashes, numbers, segments)


def _records(record: dict[str, Any], field: str) -> list[dict[str, Any]]:
    value = record.get(field, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise FormatError(f"{field} is not a list of records")
    return value


def _texts(record: dict[str, Any], field: str) -> tuple[str, ...]:
    value = record.get(field)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise FormatError(f"{field} is not a list of texts")
    return tuple(value)


def _required(record: dict[str, Any], field: str) -> str:
    value = _text(record, field)
    if value is None:
        raise FormatError(f"{field} is missing")
    return value


def _text(record: dict[str, Any], field: str) -> str | None:
    """A text as SQLite and every file can hold it: what is no character becomes U+FFFD."""
    value = record.get(field)
    if value is not None and not isinstance(value, str):
        raise FormatError(f"{field} is not a text")
    return None if value is None else valid_text(value)


def _state(record: dict[str, Any]) -> Review | None:
    value = record.get("state")
    if value is None:
        return None
    try:
        return Review(value)
    except ValueError:
        valid = ", ".join(f'"{state.value}"' for state in Review)
        raise FormatError(f"state is not one of {valid}") from None
