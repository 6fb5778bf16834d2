"""Moses text: one line a unit, equal lengths, `\\n` the only line end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_bitexts import sample

from pipeline.bitext import Bitext, Unit, unit_identifier
from pipeline.errors import FormatError
from pipeline.formats.moses import MosesWriter, read_moses
from pipeline.text.characters import flatten

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_round_trip(tmp_path: Path, pairs: list[tuple[str, str]]) -> None:
    bitext = Bitext("a", tuple(Unit(unit_identifier(i), fr, en) for i, (fr, en) in enumerate(pairs)))
    paths = tmp_path / "a.fr-en.fr", tmp_path / "a.fr-en.en"
    counts = MosesWriter().write([bitext], paths)
    for path in paths:
        lines = path.read_bytes().decode().split("\n")
        assert len(lines) == len(pairs) + 1
        assert all(len(line.splitlines()) <= 1 for line in lines)
    expected = [(flatten(fr)[0], flatten(en)[0]) for fr, en in pairs]
    assert counts["line-break"] == sum(flatten(text)[1] for texts in pairs for text in texts)
    back = [(unit.source, unit.target) for unit in read_moses(*paths).units]
    if expected:  # a byte order mark at the head of a file is not text
        expected[0] = (expected[0][0].removeprefix("\ufeff"), expected[0][1].removeprefix("\ufeff"))
    assert back == expected


def test_several_bitexts_and_an_empty_side(tmp_path: Path) -> None:
    paths = tmp_path / "corpus.fr", tmp_path / "corpus.en"
    MosesWriter().write([sample(), Bitext("b", (Unit("s0001", "Rien", ""),))], paths)
    assert [len(path.read_text().split("\n")) for path in paths] == [5, 5]
    bitext = read_moses(*paths)
    assert bitext.name == "corpus"
    assert [unit.target for unit in bitext.units] == [*(unit.target for unit in sample().units), ""]


def test_unequal_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.fr").write_text("un\ndeux\n")
    (tmp_path / "a.en").write_text("one\n")
    with pytest.raises(FormatError, match=r"a\.en: ends after line 1, .*a\.fr goes on"):
        read_moses(tmp_path / "a.fr", tmp_path / "a.en")
