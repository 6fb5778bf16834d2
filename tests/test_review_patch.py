"""The patch: read back equal, refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.errors import FormatError, InputError
from pipeline.review.patch import DocumentPatch, Edit, Patch, Regrouping, Segment, parse_patch, read_patch

PATCH = Patch(
    (
        DocumentPatch(
            "essai",
            (Edit("s0001", "ab", "Targét\u2028"), Edit("s0002", "cd", "", edited=False, reviewed=True, comment="")),
            (Regrouping(("s0003", "s0004"), ("x", "y"), (Segment("a b", "c", comment="d"),)),),
        ),
        DocumentPatch("autre"),
    ),
    "0123",
)


def test_what_is_written_reads_back_equal(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(PATCH.to_json(), encoding="utf-8")
    assert read_patch(tmp_path / "a.json") == PATCH
    assert [len(document) for document in PATCH.documents] == [3, 0]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
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
        (record(version=2), "patch version 2; this program reads version 1"),
        (record(documents={}), "documents is not a list of records"),
        (record(documents=[1]), "documents is not a list of records"),
        (record(documents=[{}]), "name is missing"),
        (record(documents=[{"name": "a", "edits": [{"id": "s0001"}]}]), "document 'a': hash is missing"),
        (record(documents=[{"name": "a", "edits": [{"id": 1}]}]), "id is not a text"),
        (
            record(documents=[{"name": "a", "edits": [{"id": "1", "hash": "2", "target": "3", "reviewed": "yes"}]}]),
            "reviewed is neither true nor false",
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
