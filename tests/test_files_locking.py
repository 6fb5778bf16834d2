"""One process at a time, and none that died."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.files.locking import FolderInUseError, locked_folder, signed_lock

HOLDER = """
import sys, pathlib
from pipeline.files.locking import FolderInUseError, locked_folder, signed_lock
with locked_folder(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_named_and_its_death_frees_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "a"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match="in use by") as caught, locked_folder(folder, wait=0):
            pass
        if sys.platform == "linux":
            assert f"process {holder.pid}" in str(caught.value)
        holder.kill()
        holder.wait()
    with locked_folder(folder, wait=0):
        assert list(folder.iterdir()) == []


def test_a_signed_lock_says_who_has_it_and_sharers_share_it(tmp_path: Path) -> None:
    path = tmp_path / "state" / "folder.lock"
    with signed_lock(path, tmp_path, "bitexte align", shared=True):
        with signed_lock(path, tmp_path, "bitexte translate", shared=True):
            pass
        with (
            pytest.raises(FolderInUseError, match=f"^{tmp_path}: in use by `bitexte translate` .process .* since "),
            signed_lock(path, tmp_path, "bitexte review serve"),
        ):
            pass
    with signed_lock(path, tmp_path, "bitexte review serve"):
        path.write_text("no signature")
        with (
            pytest.raises(FolderInUseError, match="in use by"),
            signed_lock(path, tmp_path, "bitexte align", shared=True),
        ):
            pass
