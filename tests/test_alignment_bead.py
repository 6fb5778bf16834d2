from pathlib import Path

import pytest

from pipeline.alignment import Bead, format_ladder, read_ladder
from pipeline.errors import FormatError

BEADS = [Bead(0, 2, 0, 1, 0.9), Bead(2, 2, 1, 2, 0.5), Bead(2, 3, 2, 2, 1.0)]


def test_ladder_round_trip(tmp_path: Path) -> None:
    text = format_ladder(BEADS)
    assert text == "[0, 1]:[0]:0.9000\n[]:[1]:0.5000\n[2]:[]:1.0000\n"
    (tmp_path / "x").write_text(text)
    read = read_ladder(tmp_path / "x")
    assert [bead.shape for bead in read] == ["2-1", "0-1", "1-0"]
    assert [bead.confidence for bead in read] == [0.9, 0.5, 1.0]


@pytest.mark.parametrize("line", ["0:1", "[0]:[a]", "[0, 2]:[1]", "[0]"])
def test_broken_ladder_names_the_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "x").write_text(f"[0]:[0]\n{line}\n")
    with pytest.raises(FormatError, match="line 2"):
        read_ladder(tmp_path / "x")
