"""Ctrl-C while modules are loaded costs one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Interrupts itself as soon as a module is looked for.
SCRIPT = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)  # some shells have it ignored
from pipeline.__main__ import main
sys.meta_path.insert(0, Finder())
sys.argv = ["bitexte", "corpus", "stats", "x.tsv"]
main()
"""
LATE = """
import atexit, os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))
sys.argv = ["bitexte", "corpus", "stats", "x.tsv"]
from pipeline.__main__ import main
main()
"""


@pytest.mark.parametrize(
    "module", ["pipeline.cli", "click", "pipeline.cli.app", "pipeline.cli.corpus", "pipeline.corpus.sources"]
)
def test_ctrl_c_while_modules_are_loaded(tmp_path: Path, module: str) -> None:
    (tmp_path / "x.tsv").write_text("un\tone\n")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(module=module)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (130, "bitexte: interrupted")


def test_ctrl_c_when_all_is_done_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("un\tone\n")
    done = subprocess.run([sys.executable, "-c", LATE], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
