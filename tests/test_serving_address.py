"""The address of a server outlives it, for its owner alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.serving.address import NEVER, Address, keep_address, known_address

KEPT = Address("abcdefghijklmnopqrstuvwx", 4321)


def test_an_address_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "state" / "server.json"
    assert known_address(path) == NEVER
    keep_address(path, KEPT)
    assert known_address(path) == KEPT
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
        path.chmod(0o644)
        assert known_address(path) == NEVER


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"token": 1, "port": 1}', '{"token": "short", "port": 1}', '{"port": 1}', "\x00"]
)
def test_a_damaged_file_is_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "server.json"
    keep_address(path, KEPT)
    path.write_text(text)
    assert known_address(path) == NEVER
