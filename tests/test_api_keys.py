from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.api.keys import Keys, add_key, read_keys
from pipeline.errors import OptionError


def test_a_key_is_known_by_its_hash_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    first, second = add_key(path, "Anne"), add_key(path, "Ben")
    assert first not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    keys = read_keys(path)
    assert [keys.name_of(key) for key in (first, second, first[:-1], "", "é")] == ["Anne", "Ben", None, None, None]


def test_without_keys_nobody_is_asked_for_one() -> None:
    assert not Keys()


@pytest.mark.parametrize("content", ["", "# nobody\n", "Anne\tabc\n", "Anne " + "0" * 64 + "\n"])
def test_a_file_without_a_usable_key_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "keys").write_text(content)
    with pytest.raises(OptionError, match="--new-key"):
        read_keys(tmp_path / "keys")


@pytest.mark.parametrize("name", ["", "a\tb", "a\nb", "# a", "x" * 101])
def test_a_name_that_would_break_the_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OptionError):
        add_key(tmp_path / "keys", name)
    assert not (tmp_path / "keys").exists()
