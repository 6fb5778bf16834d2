"""Several files change together, whatever stops the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.files.together import settle, together

# Writes two files and dies at the step named: before they count, or between the first move and the second.
DYING = """
import os, sys, pathlib
from pipeline.files import together as module
folder, step = pathlib.Path(sys.argv[1]), sys.argv[2]
moved = pathlib.Path.replace
def once(self, target):
    if step == "unmoved" or (folder / "a").read_text() == "new":
        os._exit(9)
    return moved(self, target)
pathlib.Path.replace = once
with module.together(folder) as place:
    (place / "a").write_text("new")
    (place / "b").write_text("new")
    if step == "unfinished":
        os._exit(9)
"""


@pytest.mark.parametrize(("step", "wanted"), [("unfinished", "old"), ("unmoved", "new"), ("half", "new")])
@pytest.mark.parametrize("again", ["settle", "write"])
def test_a_kill_leaves_all_or_nothing(tmp_path: Path, step: str, wanted: str, again: str) -> None:
    for name in "ab":
        (tmp_path / name).write_text("old")
    done = subprocess.run([sys.executable, "-c", DYING, str(tmp_path), step], check=False)
    assert done.returncode == 9
    if again == "settle":
        settle(tmp_path)
    else:
        with together(tmp_path) as place:
            (place / "c").write_text("more")
        (tmp_path / "c").unlink()
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a": wanted, "b": wanted}


def test_an_error_leaves_what_was_there_and_names_the_final_place(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")

    def write(*names: str, fail: bool) -> None:
        with together(tmp_path) as place:
            for name in names:
                (place / name).write_text("new")
            if fail:
                raise OutputError(f"{place / 'b'}: cannot be written: full")

    with pytest.raises(OutputError) as caught:
        write("a", fail=True)
    assert str(caught.value) == f"{tmp_path / 'b'}: cannot be written: full"
    (tmp_path / "c").mkdir()
    with pytest.raises(OutputError, match="c: cannot be written: a folder stands"):
        write("a", "c", fail=False)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "c"]
    assert (tmp_path / "a").read_text() == "old"


def test_a_link_with_such_a_name_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_text("mine")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / ".new-1").symlink_to(outside)
    (folder / ".whole-1").symlink_to(outside)
    with together(folder) as place:
        (place / "a").write_text("new")
    assert (outside / "x").read_text() == "mine"
    assert not (folder / "x").exists()
