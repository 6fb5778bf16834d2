"""Cells that no spreadsheet takes for a formula, where that is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.bitext import Bitext, Unit
from pipeline.formats.cells import cell, set_safe_cells
from pipeline.formats.tsv import TsvWriter
from pipeline.glossary.entries.entry import Entry, Kind, Policy
from pipeline.glossary.entries.separated import csv_text, tsv_text

FORMULA = '=HYPERLINK("http://exemple.fr")'


@pytest.fixture
def safe() -> Iterator[None]:
    set_safe_cells(True)
    yield
    set_safe_cells(False)


@pytest.mark.parametrize("text", [FORMULA, "+1", "-1", "@x", " =1", "\t=1"])
def test_texts_stay_as_they_are_unless_it_is_asked_for(text: str) -> None:
    assert cell(text) == text


@pytest.mark.usefixtures("safe")
@pytest.mark.parametrize(
    ("text", "expected"),
    [(FORMULA, f"'{FORMULA}"), (" @x", "' @x"), ("-1", "'-1"), ("a=b", "a=b"), ("", ""), ("« - »", "« - »")],
)
def test_what_looks_like_a_formula_gets_an_apostrophe(text: str, expected: str) -> None:
    assert cell(text) == expected


@pytest.mark.usefixtures("safe")
def test_tables_of_segments_and_of_terms(tmp_path: Path) -> None:
    unit = Unit("s0001", FORMULA, "+1", score=-0.5)
    TsvWriter().write([Bitext("a", (unit,))], (tmp_path / "a.tsv",))
    row = (tmp_path / "a.tsv").read_text(encoding="utf-8").split("\n")[1].split("\t")
    assert row[:4] == ["s0001", f"'{FORMULA}", "'+1", "-0.500000"]
    entry = Entry("=a", ("=b",), Kind.TERM, Policy.MUST, "@c")
    assert tsv_text([entry]).split("\n")[1] == "'=a\t'=b\tterm\tmust\t'@c"
    assert csv_text([entry]).startswith("'=a,'=b,")
