from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.bitext import Bitext, Unit
from pipeline.errors import FormatError
from pipeline.formats.bitext_reading import READERS, read_bitext, read_bitexts
from pipeline.formats.jsonl import JsonLinesWriter
from pipeline.formats.tmx import TmxWriter

ONE = Bitext("a", (Unit("s0001", "Non.", "No."),))
TWO = Bitext("b", (Unit("s0001", "Oui.", "Yes."),))


def test_what_was_written_comes_back(tmp_path: Path) -> None:
    JsonLinesWriter().write([ONE, TWO], (tmp_path / "x.jsonl",))
    assert [bitext.name for bitext in read_bitexts(tmp_path / "x.jsonl")] == ["a", "b"]
    TmxWriter().write([ONE], (tmp_path / "X.TMX",))
    assert read_bitext(tmp_path / "X.TMX").units == ONE.units


def test_one_is_asked_for(tmp_path: Path) -> None:
    JsonLinesWriter().write([ONE, TWO], (tmp_path / "x.jsonl",))
    with pytest.raises(FormatError, match="several"):
        read_bitext(tmp_path / "x.jsonl")
    (tmp_path / "y.jsonl").write_text("")
    with pytest.raises(FormatError, match="holds no bitext"):
        read_bitext(tmp_path / "y.jsonl")


def test_other_files_are_told_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"x\.docx.*valid: \.jsonl, \.tmx, \.tmx\.gz"):
        read_bitext(tmp_path / "x.docx")
    assert list(READERS) == [".jsonl", ".tmx", ".tmx.gz"]
