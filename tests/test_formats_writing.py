"""Atomic writing: whole files or none, one clear line for what the disk refuses."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.formats.writing import atomic_bytes, atomic_text, output_error


def test_writes_text_as_given_and_leaves_no_part(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "a.txt"
    with atomic_text(path) as stream:
        stream.write("é\r\n\u2028\n")
        assert not path.exists()
    assert path.read_bytes() == "é\r\n\u2028\n".encode()
    assert [entry.name for entry in path.parent.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_error_keeps_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail() -> None:
        with atomic_text(path) as stream:
            stream.write("new")
            raise error

    with pytest.raises(error):
        fail()
    assert path.read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


def test_full_disk(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"a\.txt: cannot be written: no space left"),
        atomic_bytes(tmp_path / "a.txt"),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert not list(tmp_path.iterdir())


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with (
        pytest.raises(OutputError, match="a file stands where a folder should be"),
        atomic_bytes(tmp_path / "out" / "a.txt"),
    ):
        pass


def test_a_folder_where_the_file_should_be(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OutputError, match="a folder stands where the file should be"), atomic_bytes(tmp_path / "a.txt"):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]


def test_reading_errors_inside_the_block_pass_through(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), atomic_bytes(tmp_path / "a.txt"):
        (tmp_path / "missing").read_text()


@pytest.mark.parametrize(
    ("code", "reason"), [(errno.EROFS, "read-only"), (errno.EACCES, "not writable"), (errno.EIO, "Input/output error")]
)
def test_reasons(code: int, reason: str) -> None:
    import os

    assert reason in str(output_error(Path("x"), OSError(code, os.strerror(code))))
