"""The table: six columns, no cell with a tab or a line break."""

from __future__ import annotations

from pathlib import Path

from sample_bitexts import sample

from pipeline.bitext import Bitext, Unit
from pipeline.formats.tsv import TsvWriter


def test_rows(tmp_path: Path) -> None:
    assert TsvWriter().write([sample()], (tmp_path / "a.tsv",)) == {}
    rows = [line.split("\t") for line in (tmp_path / "a.tsv").read_text(encoding="utf-8").split("\n")]
    assert rows[0] == ["id", "fr", "en", "score", "origin", "flags"]
    assert rows[1] == ["s0001", "Poutine a parlé.", "Putin spoke.", "-0.250000", "memory", ""]
    assert rows[2][3:] == ["", "machine", "warning:quotes"]
    assert rows[3][5] == "error:copied,note:comment"
    assert rows[4] == [""]


def test_breaks_and_prefixes(tmp_path: Path) -> None:
    broken = Bitext("b", (Unit("s0001", "a\tb\r\nc\u2028d", "\x85\ud800"),))
    assert TsvWriter().write([broken, broken], (tmp_path / "a.tsv",)) == {"line-break": 8, "surrogate": 2}
    lines = (tmp_path / "a.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[1:] == ["b-s0001\ta b c d\t \ufffd\t\tmachine\t", "b~2-s0001\ta b c d\t \ufffd\t\tmachine\t"]
