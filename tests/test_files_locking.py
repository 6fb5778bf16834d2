"""One process at a time, and none that died."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.files.locking import locked_folder

HOLDER = """
import sys, pathlib
from pipeline.files.locking import locked_folder
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
