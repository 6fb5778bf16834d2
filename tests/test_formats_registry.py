"""The registry: every writer takes every bitext and keeps its contract."""

from __future__ import annotations

from pathlib import Path

import pytest
from sample_bitexts import sample

from pipeline.bitext import Bitext
from pipeline.errors import OptionError, OutputError
from pipeline.formats.registry import WRITERS, output_paths, select_writers


def test_names_and_files() -> None:
    paths = {name: [path.name for path in output_paths(writer, Path(), "x")] for name, writer in WRITERS.items()}
    assert paths == {
        "text": ["x.en.txt"],
        "tmx": ["x.tmx"],
        "moses": ["x.fr-en.fr", "x.fr-en.en"],
        "tsv": ["x.tsv"],
        "jsonl": ["x.jsonl"],
    }


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("bitexts", [[], [Bitext("vide", ())], [sample()], [sample(), sample()]])
def test_bytes_are_the_same_each_time(tmp_path: Path, name: str, bitexts: list[Bitext]) -> None:
    writer = WRITERS[name]
    made = []
    for folder in ("a", "b"):
        paths = output_paths(writer, tmp_path / folder, "corpus")
        assert not writer.write(iter(bitexts), paths)
        made.append([path.read_bytes() for path in paths])
        assert sorted(path.name for path in (tmp_path / folder).iterdir()) == sorted(path.name for path in paths)
    assert made[0] == made[1]


@pytest.mark.parametrize("name", WRITERS)
def test_an_unwritable_place_is_one_clear_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        WRITERS[name].write([sample()], output_paths(WRITERS[name], tmp_path / "file", "x"))


def test_selection_keeps_the_order_and_names_the_valid_ones() -> None:
    assert [writer.name for writer in select_writers(["tsv", "text"])] == ["text", "tsv"]
    with pytest.raises(OptionError, match="unknown format 'docx'; valid are text, tmx, moses, tsv, jsonl"):
        select_writers(["docx"])
