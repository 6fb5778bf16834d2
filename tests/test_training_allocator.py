"""Which environment a training starts again with."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.training.allocator import CHOSEN, keeping_memory


def test_jemalloc_where_there_is_one() -> None:
    made = keeping_memory({"LD_PRELOAD": "libown.so", "PATH": "/bin"}, "libjemalloc.so.2")
    assert made is not None
    assert made["LD_PRELOAD"] == "libjemalloc.so.2:libown.so"
    assert "dirty_decay_ms:-1" in made["MALLOC_CONF"]
    assert made["PATH"] == "/bin"


def test_what_the_user_set_stays() -> None:
    made = keeping_memory({"MALLOC_CONF": "prof:true"}, "libjemalloc.so.2")
    assert made is not None
    assert made["MALLOC_CONF"] == "prof:true"


def test_glibc_is_told_never_to_map() -> None:
    made = keeping_memory({}, None)
    assert made is not None
    assert (made["MALLOC_MMAP_MAX_"], "LD_PRELOAD" in made) == ("0", False)


@pytest.mark.parametrize("chosen", [{CHOSEN: "x"}, {"LD_PRELOAD": "/lib/libtcmalloc.so"}, {"MALLOC_MMAP_MAX_": "9"}])
def test_a_choice_that_was_made_is_kept(chosen: dict[str, str]) -> None:
    assert keeping_memory(chosen, "libjemalloc.so.2") is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux starts again")
def test_the_command_starts_itself_again_once_and_says_so(tmp_path) -> None:
    pytest.importorskip("torch", reason="training needs the extra `train`")
    command = [sys.executable, "-m", "pipeline", "train", "--corpus", "none.tsv", "--steps", "1", "--out", "run"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    first, *others = done.stderr.split("\n")
    assert first.startswith("memory  ")
    assert "none.tsv" in "".join(others)
    plain = subprocess.run(
        [*command, "--allocator", "system"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "memory" not in plain.stderr
