"""`bitexte corpus` as a user meets it."""

import json
from pathlib import Path

import pytest

from pipeline.cli.app import run

ROWS = [f"Le document {k} parle du pont.\tDocument {k} speaks of the bridge.\td{k // 3}" for k in range(60)]


@pytest.fixture
def pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "pairs.tsv"
    path.write_text("\n".join([*ROWS, ROWS[0]]) + "\n")
    return path


def test_stats(pairs, capsys):
    assert run(["corpus", "stats", "pairs.tsv"]) == 0
    assert capsys.readouterr().out.split("\n")[1].split() == ["pairs", "61"]
    Path("other.tsv").write_text("Oui.\tYes.\n")
    assert run(["corpus", "stats", "pairs.tsv", "other.tsv", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {name: one["pairs"] for name, one in found.items()} == {"pairs.tsv": 61, "other.tsv": 1, "all": 62}
    assert found["all"]["duplicates"] == 1


@pytest.mark.parametrize("name", ["a.tmx", "a.tsv", "a.jsonl", "a.parquet", "a.fr"])
def test_every_format_in_and_out(pairs, capsys, name):
    assert run(["corpus", "dedupe", "pairs.tsv", "--out", name]) == 0
    out, err = capsys.readouterr()
    assert out.split("\n")[0] == name
    assert err == "61 pairs read, 1 dropped\n"
    assert run(["corpus", "merge", name, "pairs.tsv", "--out", "all.jsonl"]) == 0
    assert run(["corpus", "stats", "all.jsonl", "--json"]) == 0
    found = json.loads(capsys.readouterr().out.partition("\n")[2])["all.jsonl"]
    assert (found["pairs"], found["duplicates"]) == (121, 61)


def test_several_formats_at_once(pairs, capsys):
    assert run(["corpus", "sample", "pairs.tsv", "--size", "7", "--out", "few", "--formats", "tsv,moses"]) == 0
    assert capsys.readouterr().out.split() == ["few.tsv", "few.fr-en.fr", "few.fr-en.en"]
    assert Path("few.fr-en.en").read_text().count("\n") == 7
    assert run(["corpus", "sample", "pairs.tsv", "--size", "7", "--by-length", "--seed", "2", "--out", "s.tsv"]) == 0
    assert run(["corpus", "sample", "pairs.tsv", "--size", "70", "--out", "s.tsv"]) == 0
    assert capsys.readouterr().err == "bitexte: there are 61 pairs only\n"


def test_split(pairs, capsys):
    assert run(["corpus", "split", "pairs.tsv", "--out", "parts", "--dev", "6", "--test", "10%"]) == 0
    out, err = capsys.readouterr()
    assert out.split() == ["parts/train.tsv", "parts/dev.tsv", "parts/test.tsv"]
    assert "dev: 6 pairs in 2 documents" in err
    assert run(["corpus", "split", "pairs.tsv", "--out", "others", "--dev", "6", "--formats", "parquet,tmx"]) == 0
    assert Path("others/train-00000.parquet").exists()


def test_build_with_parquet_and_a_second_source(pairs, capsys):
    Path("more.tsv").write_text("Le chat dort bien ici.\tThe cat sleeps well here.\n")
    command = ["corpus", "build", "pairs.tsv", "more.tsv", "--out", "out", "--formats", "tsv, parquet"]
    assert run(command) == 0
    out, err = capsys.readouterr()
    assert out.split() == [
        "out/rejected.tsv",
        *(f"out/train{end}" for end in (".tsv", "-00000.parquet")),
        *("out/README.md", "out/datasheet.html", "out/report.json"),
    ]
    assert err.startswith("62 pairs read")


def test_build_aligns_texts(pairs, capsys):
    for name, text in (("a.fr.txt", "Il pleut sur la gare."), ("a.en.txt", "It is raining on the station.")):
        Path(name).write_text(text)
    assert run(["corpus", "build", "--align", "a.fr.txt", "a.en.txt", "--no-model", "--lines", "--out", "out"]) == 0
    assert capsys.readouterr().err.startswith("1 pairs read, 0 rejected")


def test_a_stopped_build_says_how_to_go_on(pairs, capsys, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.cli.progress.Bar.reach", stop)
    assert run(["corpus", "build", "pairs.tsv", "--out", "out"]) == 130
    assert capsys.readouterr().err == (
        "bitexte: interrupted; what was aligned or scored is kept, the same command goes on in out\n"
    )
    monkeypatch.undo()
    monkeypatch.chdir(pairs.parent)
    shard = Path("out/.scores/pairs.tsv.00000.npz")
    scored = shard.stat().st_mtime_ns
    assert run(["corpus", "build", "pairs.tsv", "--out", "out"]) == 0
    assert shard.stat().st_mtime_ns == scored


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["stats", "none.tsv"], "none.tsv: no such file"),
        (["stats", "empty.tsv"], "empty.tsv: holds no pair"),
        (["stats", "folder"], "folder: holds neither"),
        (["stats", "pairs.tsv", "./pairs.tsv"], "named twice"),
        (["merge", "pairs.tsv", "--out", "x.doc"], "unknown ending; valid: .tsv"),
        (["merge", "pairs.tsv", "--out", "pairs.tsv"], "pairs.tsv is a source"),
        (["merge", "pairs.tsv", "--out", "pairs.tsv/x.tsv"], "a file stands where a folder should be"),
        (["merge", "pairs.tsv", "--out", "x", "--formats", "pdf"], "unknown format 'pdf'"),
        (["merge", "pairs.tsv", "--out", "x", "--formats", ","], "names no format"),
        (["dedupe", "half.fr", "--out", "x.tsv"], "half a Moses pair"),
        (["split", "pairs.tsv", "--out", "x", "--dev", "all"], "--dev all: valid: a number of pairs"),
        (["split", "pairs.tsv", "--out", "x"], "give --dev, --test or both"),
        (["sample", "text.parquet", "--size", "3", "--out", "x.tsv"], "text.parquet: broken file (Parquet)"),
        (["build", "--out", "x"], "name a SOURCE"),
        (["build", "folder", "--out", "x"], "nothing to build from"),
        (["build", "pairs.tsv", "--out", "pairs.tsv"], "a file stands where a folder should be"),
        (["build", "pairs.tsv", "--out", "x", "--model", "m", "--no-model"], "--no-model does not go with --model"),
        (["build", "pairs.tsv", "--out", "x", "--licence", "pair=CC0"], "no source is called that"),
    ],
)
def test_bad_input_gets_one_line(pairs, capsys, arguments, expected):
    Path("empty.tsv").write_text("")
    Path("half.fr").write_text("un\n")
    Path("text.parquet").write_text("text")
    Path("folder").mkdir()
    assert run(["corpus", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert expected in err
    assert err.count("\n") == 1
    assert not Path("x.tsv").exists()
