import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sample_bitexts import sample

from pipeline.bitext import Bitext, Origin, Unit
from pipeline.errors import FormatError, InputError, OutputError
from pipeline.formats.parquet import ParquetWriter, shards_of
from pipeline.formats.parquet_reading import iterate_parquet, language_columns
from pipeline.formats.registry import CORPUS_WRITERS, select_writers, write_corpus


def numbered(count: int, name: str = "d") -> Bitext:
    return Bitext(name, tuple(Unit(f"s{k:04d}", f"un {k}", f"one {k}", k, origin=Origin.HUMAN) for k in range(count)))


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    assert ParquetWriter().write([sample(), sample()], (path,)) == {}
    assert pq.read_schema(path).names == ["id", "document", "fr", "en", "score", "origin"]
    found = list(iterate_parquet(path))
    assert {document for document, _ in found} == {"essai"}
    assert [(u.source, u.target, u.score, u.origin) for _, u in found] == [
        (u.source, u.target, u.score, u.origin) for u in sample().units
    ] * 2
    assert len({unit.id for _, unit in found}) == len(found)


def test_shards_hold_so_many_rows_and_replace_those_before(tmp_path: Path) -> None:
    writer = ParquetWriter(shard_rows=4)
    files, _ = writer.write_shards([numbered(3), numbered(6, "e")], tmp_path, "train")
    assert [path.name for path in files] == ["train-00000.parquet", "train-00001.parquet", "train-00002.parquet"]
    assert [pq.read_metadata(path).num_rows for path in files] == [4, 4, 1]
    assert [u.source for path in files for _, u in iterate_parquet(path)] == [
        f"un {k}" for k in (0, 1, 2, 0, 1, 2, 3, 4, 5)
    ]
    (tmp_path / "train-x.parquet").write_text("not ours")
    writer.write_shards([numbered(4)], tmp_path, "train")
    assert [path.name for path in shards_of(tmp_path, "train")] == ["train-00000.parquet"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["train-00000.parquet", "train-x.parquet"]


def test_an_empty_corpus_is_one_empty_shard(tmp_path: Path) -> None:
    (path,) = write_corpus(CORPUS_WRITERS["parquet"], [], tmp_path, "dev")
    assert list(iterate_parquet(path)) == []


def test_a_failure_leaves_the_shards_of_before(tmp_path: Path) -> None:
    def failing():
        yield numbered(6, "new")
        raise RuntimeError

    writer = ParquetWriter(shard_rows=4)
    writer.write_shards([numbered(4)], tmp_path, "train")
    with pytest.raises(RuntimeError):
        writer.write_shards(failing(), tmp_path, "train")
    (path,) = tmp_path.iterdir()
    assert {document for document, _ in iterate_parquet(path)} == {"d"}


@pytest.mark.parametrize(
    "columns",
    [
        {"fr": ["Il pleut."], "en": ["It rains."]},
        {"English": ["It rains."], "French": ["Il pleut."]},
        {"source": ["Il pleut."], "target": ["It rains."], "score": ["high"]},
        {"src": ["Il pleut."], "tgt": ["It rains."], "score": [float("nan")]},
        {"translation": [{"en": "It rains.", "fr": "Il pleut."}], "id": [7]},
    ],
)
def test_columns_of_other_data_sets(tmp_path: Path, columns: dict) -> None:
    pq.write_table(pa.table(columns), tmp_path / "x.parquet")
    ((document, unit),) = iterate_parquet(tmp_path / "x.parquet")
    assert (document, unit.source, unit.target, unit.score) == (None, "Il pleut.", "It rains.", None)


def test_an_empty_cell_is_an_empty_side(tmp_path: Path) -> None:
    pq.write_table(pa.table({"fr": ["Il pleut.", None], "en": [None, "b"]}), tmp_path / "x.parquet")
    assert [(u.source, u.target) for _, u in iterate_parquet(tmp_path / "x.parquet")] == [("Il pleut.", ""), ("", "b")]


def not_utf8() -> pa.Table:
    bad = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff"]).buffers())
    return pa.table({"fr": bad, "en": ["b"]})


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda path: path.write_text("text"), FormatError, "broken file .Parquet."),
        (
            lambda path: pq.write_table(pa.table({"de": ["a"], "en": ["b"]}), path),
            FormatError,
            "among de, en; valid: fr/en",
        ),
        (lambda path: pq.write_table(pa.table({"fr": [1], "en": ["b"]}), path), FormatError, "column fr is int64"),
        (lambda path: pq.write_table(not_utf8(), path), FormatError, r"broken file .Parquet.: .*utf-8"),
        (
            lambda path: pq.write_table(pa.table({"fr": ["x" * 1_000_001], "en": ["b"]}), path),
            FormatError,
            "more than 1,000,000 characters in a cell",
        ),
        (lambda path: None, InputError, "no such file"),
    ],
)
def test_bad_files(tmp_path: Path, make, error: type, message: str) -> None:
    make(tmp_path / "x.parquet")
    with pytest.raises(error, match=message):
        list(iterate_parquet(tmp_path / "x.parquet"))


def test_names_of_columns() -> None:
    assert language_columns(["id", "EN", " fr "]) == (2, 1)
    assert language_columns(["fr", "de"]) is None


def test_an_unwritable_place_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        write_corpus(CORPUS_WRITERS["parquet"], [numbered(1)], tmp_path / "file", "x")


def test_without_pyarrow_the_extra_is_named(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from pipeline.cli.app import run\n"
        f"sys.exit(run(['corpus', 'merge', {str(tmp_path / 'a.tsv')!r}, '--out', {str(tmp_path / 'a.parquet')!r}]))"
    )
    (tmp_path / "a.tsv").write_text("un\tone\n")
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pip install 'bitexte[parquet]'" in done.stderr


def test_a_corpus_format_is_chosen_by_name() -> None:
    assert [writer.name for writer in select_writers(["parquet", "tsv"], CORPUS_WRITERS)] == ["tsv", "parquet"]
