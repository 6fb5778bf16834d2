from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline.corpus.scoring_code import scoring_code, scoring_files

ROOT = Path(pipeline.__file__).parent


def test_covers_what_the_filters_import_and_their_tables() -> None:
    covered = set(scoring_files())
    assert {"corpus/filters.py", "text/numbers.py", "quality/length.py", "alignment/lexicon.py"} <= covered
    assert {"alignment/lexicon.tsv.gz", "text/words.fr.gz"} <= covered
    assert {"formats/tmx_reading.py", "corpus/sources.py"} <= covered  # what is read decides what is scored
    assert "cli/app.py" not in covered
    assert all((ROOT / name).is_file() for name in covered)


@pytest.mark.parametrize(
    ("changed", "matters"), [("text/numbers.py", True), ("alignment/lexicon.tsv.gz", True), ("cli/app.py", False)]
)
def test_a_change_below_the_filters_makes_old_scores_useless(tmp_path: Path, changed: str, matters: bool) -> None:
    shutil.copytree(ROOT, tmp_path / "pipeline", ignore=shutil.ignore_patterns("__pycache__", "*.argosmodel", "models"))
    with (tmp_path / "pipeline" / changed).open("ab") as file:
        file.write(b"\n")
    script = "from pipeline.corpus.scoring_code import scoring_code; print(scoring_code())"
    call = [sys.executable, "-c", script]
    asked = subprocess.run(call, cwd=tmp_path, env={"PYTHONPATH": "."}, capture_output=True, text=True, check=True)
    assert (asked.stdout.strip() != scoring_code()) == matters
