import json
from pathlib import Path

import pytest

from pipeline.corpus.build import build_corpus
from pipeline.corpus.settings import Settings
from pipeline.corpus.sources import read_entries, read_pairs
from pipeline.errors import InputError, OptionError, OutputError

ROWS = [
    (f"Le document {k} parle du nouveau pont de la ville.", f"Document {k} speaks of the town's new bridge.", f"d{k}")
    for k in range(40)
]
PLAIN = Settings(dev=0.2, test=0.2, near=False)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    rows = [*ROWS, ROWS[0], ("Le chat noir dort bien ici.", "Le chat noir dort bien ici.", "d1")]
    path = tmp_path / "pairs.tsv"
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_a_build_keeps_rejects_and_describes(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built = build_corpus([source], out, PLAIN, licences={"pairs.tsv": "CC0"})
    assert built.read == {"pairs.tsv": 42}
    assert built.rejected == {"copied": 1, "duplicate": 1}
    assert sum(built.kept.values()) == 40
    lines = [(out / f"{part}.fr-en.fr").read_text().split("\n")[:-1] for part in ("train", "dev", "test")]
    assert sorted(line for part in lines for line in part) == sorted(row[0] for row in ROWS)
    assert (out / "rejected.tsv").read_text().startswith("reason\tfrench\tenglish\tdocument\n")
    assert "| pairs.tsv | CC0 | TSV | 42 | 40 | 0 | 42 |" in (out / "README.md").read_text()
    assert json.loads((out / "report.json").read_text())["kept"] == dict(built.kept)


def test_a_second_build_reuses_the_scores_and_gives_the_same_bytes(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert build_corpus([source], out, PLAIN).reused_shards == 0
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    assert build_corpus([source], out, PLAIN).reused_shards == 1
    assert {name: (out / name).read_bytes() for name in before} == before
    (out / ".scores" / "pairs.tsv.00000.npz").write_bytes(b"damaged")
    assert build_corpus([source], out, PLAIN).reused_shards == 0


def test_what_was_built_can_be_a_source(source: Path, tmp_path: Path) -> None:
    build_corpus([source], tmp_path / "one", PLAIN, formats=("tmx", "jsonl", "moses"))
    first = (tmp_path / "one" / "train.fr-en.fr").read_text()
    for name in ("train.tmx", "train.jsonl"):
        built = build_corpus([tmp_path / "one" / name], tmp_path / name, Settings(dev=0, test=0, near=False))
        assert not built.rejected
        assert (tmp_path / name / "train.fr-en.fr").read_text() == first


@pytest.mark.parametrize(
    ("names", "message"),
    [([], "no source given"), (["none.tsv"], "none.tsv: no such file"), (["x.doc"], "valid: .tmx")],
)
def test_bad_sources(tmp_path: Path, names: list[str], message: str) -> None:
    (tmp_path / "x.doc").write_text("x")
    with pytest.raises(InputError, match=message):
        build_corpus([tmp_path / name for name in names], tmp_path / "out")


def test_another_build_in_the_same_folder_leaves_nothing_of_the_first(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build_corpus([source], out, PLAIN, formats=("moses", "parquet"))
    (out / "notes.txt").write_text("mine")
    (tmp_path / "other.tsv").write_text("".join(f"{row[0]}\t{row[1]}\n" for row in ROWS))
    built = build_corpus([tmp_path / "other.tsv"], out, PLAIN, formats=("tsv",))
    pages = {"README.md", "datasheet.html", "report.json", "notes.txt"}
    assert {path.name for path in out.iterdir() if path.is_file()} == {*built.files, *pages}
    assert {path.name for path in (out / ".scores").iterdir()} == {"other.tsv.00000.npz", "other.tsv.json"}


def test_parquet_shards_of_a_build_are_a_source(source: Path, tmp_path: Path) -> None:
    built = build_corpus([source], tmp_path / "one", PLAIN, formats=("parquet",))
    assert "train-00000.parquet" in built.files
    again = build_corpus([tmp_path / "one"], tmp_path / "two", PLAIN, formats=("parquet",))
    assert again.read == {"one": 40}
    assert again.kept == built.kept  # documents keep their names, and so their parts


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"licences": {"pair.tsv": "CC0"}}, OptionError, "--licence pair.tsv: .* the sources are pairs.tsv"),
        ({"formats": ("html",)}, OptionError, "unknown format 'html'; valid are tsv, moses, tmx, jsonl, parquet"),
        ({"out": "pairs.tsv"}, OutputError, "a file stands where a folder should be"),
    ],
)
def test_bad_requests(source: Path, tmp_path: Path, options: dict, error: type, message: str) -> None:
    out = tmp_path / options.pop("out", "out")
    with pytest.raises(error, match=message):
        build_corpus([source], out, PLAIN, **options)
    assert not (tmp_path / "out").exists()


def test_a_source_in_the_place_of_a_result(source: Path, tmp_path: Path) -> None:
    path = source.rename(tmp_path / "train.tsv")
    with pytest.raises(OptionError, match=r"train.tsv is a source"):
        build_corpus([path], tmp_path, PLAIN)


def test_machine_translations_stay_known_as_such(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text(
        "id\tfr\ten\torigin\nx-s0001\tIl pleut.\tIt rains.\tmachine\ny-s0001\tIl neige.\tIt snows.\thuman\n"
    )
    built = build_corpus([path], tmp_path / "out", Settings(dev=0, test=0))
    assert built.origins == {"a.tsv": {"human": 1, "machine": 1}}
    assert [e.unit.origin.value for e in read_entries(tmp_path / "out" / "train.tsv")] == ["machine", "human"]


def test_a_table_that_translate_wrote_is_read(tmp_path: Path) -> None:
    path = tmp_path / "article.tsv"
    path.write_text(
        "id\tfr\ten\tscore\torigin\tflags\ns0001\tIl pleut.\tIt rains.\t-0.1\tmachine\t\n", encoding="utf-8"
    )
    (pair,) = read_pairs(path)
    assert (pair.source, pair.target, pair.document) == ("Il pleut.", "It rains.", "article")
