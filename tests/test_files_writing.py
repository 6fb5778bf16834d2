"""Atomic writing: whole files or none, one clear line for what the disk refuses."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.files.writing import atomic_bytes, atomic_text, output_error


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


def test_a_link_at_a_temporary_name_is_not_followed(tmp_path: Path) -> None:
    """The old temporary name was known beforehand: a link placed there had its target overwritten."""
    victim = tmp_path / "victim"
    victim.write_text("mine")
    (tmp_path / ".a.txt.part").symlink_to(victim)
    with atomic_text(tmp_path / "a.txt") as stream:
        stream.write("new")
    assert victim.read_text() == "mine"
    assert (tmp_path / "a.txt").read_text() == "new"


def test_two_writers_of_one_name_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with atomic_text(path) as first:
        first.write("first")
        with atomic_text(path) as second:
            second.write("second")
        assert path.read_text() == "second"
    assert path.read_text() == "first"
    assert len(list(tmp_path.iterdir())) == 1


def test_parts_of_dead_processes_are_swept(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = f"""
import os, pathlib
from pipeline.files.writing import atomic_text
with atomic_text(pathlib.Path({str(tmp_path / "a.txt")!r})) as stream:
    stream.write("half"); stream.flush(); os._exit(1)
"""
    subprocess.run([sys.executable, "-c", code], check=False)
    assert len(list(tmp_path.glob(".*.part"))) == 1
    with atomic_text(tmp_path / "a.txt") as stream:
        stream.write("whole")
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_name_as_long_as_the_file_system_takes(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 251 + ".txt")
    with atomic_text(path) as stream:
        stream.write("x")
    assert path.read_text() == "x"
