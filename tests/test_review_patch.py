"""The patch: read back equal, refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.bitext import Review
from pipeline.errors import FormatError, InputError
from pipeline.review.fingerprint import target_hash
from pipeline.review.patch import DocumentPatch, Edit, Patch, Regrouping, Segment, parse_patch, read_patch

PATCH = Patch(
    (
        DocumentPatch(
            "essai",
            (Edit("s0001", "ab", "Targét\u2028"), Edit("s0002", "cd", "", Review.APPROVED, comment="", found="ef")),
            (Regrouping(("s0003", "s0004"), ("x", "y"), (Segment("a b", "c", comment="d"),)),),
        ),
        DocumentPatch("autre"),
    ),
    "0123",
    "Anne",
)


def test_what_is_written_reads_back_equal(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(PATCH.to_json(), encoding="utf-8")
    assert read_patch(tmp_path / "a.json") == PATCH
    assert [len(document) for document in PATCH.documents] == [3, 0]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_patch(tmp_path / "none.json")


def record(**changes: object) -> str:
    return json.dumps({"format": "bitexte-review", "version": 1, "documents": []} | changes)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("{", "not JSON"),
        (b"\xff", "not JSON"),
        ("[]", "not a review patch"),
        (record(format="x"), "not a review patch"),
        (record(version=3), "patch version 3; valid are 1 and 2"),
        (record(documents={}), "documents is not a list of records"),
        ("[" * 100_000, "not JSON: nested too deep"),
        (record(documents=[{"name": "a", "edits": [{"id": "1", "hash": ["x"]}]}]), "hash is not a text"),
        (
            record(documents=[{"name": "a", "edits": [{"id": "x" * 1_000_001}]}]),
            "id has more than 1,000,000 characters",
        ),
        (record(documents=[1]), "documents is not a list of records"),
        (record(documents=[{}]), "name is missing"),
        (record(documents=[{"name": "a", "edits": [{"id": "s0001"}]}]), "document 'a': hash is missing"),
        (record(documents=[{"name": "a", "edits": [{"id": 1}]}]), "id is not a text"),
        (
            record(documents=[{"name": "a", "edits": [{"id": "1", "hash": "2", "target": "3", "reviewed": "yes"}]}]),
            "reviewed is neither true nor false",
        ),
        (
            record(documents=[{"name": "a", "edits": [{"id": "1", "hash": "2", "target": "3", "state": "done"}]}]),
            'state is not one of "", "draft", "edited", "approved"',
        ),
        (record(documents=[{"name": "a", "groups": [{"ids": ["1"], "hashes": [], "segments": []}]}]), "a group needs"),
        (record(documents=[{"name": "a", "groups": [{"ids": [1]}]}]), "ids is not a list of texts"),
    ],
)
def test_faults_are_named(data: bytes | str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason) as caught:
        parse_patch(data, "a.json")
    assert str(caught.value).startswith("a.json: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({"edited": True, "reviewed": True}, Review.APPROVED),
        ({"edited": False, "reviewed": True}, Review.APPROVED),
        ({"edited": True}, Review.EDITED),
        ({"edited": False}, Review.NONE),
        ({"state": "draft"}, Review.DRAFT),
    ],
)
def test_states_of_both_versions(said: dict[str, object], state: Review) -> None:
    edits = [{"id": "1", "hash": "2", "target": "3", "before": "vier\u2401"} | said]
    patch = parse_patch(record(documents=[{"name": "a", "edits": edits}]))
    assert patch.documents[0].edits[0].state is state
    assert patch.documents[0].edits[0].found == target_hash("vier")
