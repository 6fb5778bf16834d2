from pathlib import Path

import pytest

from pipeline.bitext import Bitext, Unit
from pipeline.corpus.sources import find_sources, read_pairs
from pipeline.corpus.splitting import parse_amount, split_corpus
from pipeline.errors import InputError, OptionError, OutputError
from pipeline.formats.registry import CORPUS_WRITERS, write_corpus

TSV = [CORPUS_WRITERS["tsv"]]


def source(tmp_path: Path, rows: list[tuple[str, str, str]]):
    path = tmp_path / "all.tsv"
    path.write_text("".join("\t".join(row) + "\n" for row in rows))
    return find_sources([path])[0]


def parts(out: Path) -> dict[str, list]:
    return {path.stem: list(read_pairs(path)) for path in out.iterdir()}


def test_documents_stay_whole_and_no_sentence_is_in_two_parts(tmp_path: Path) -> None:
    # every document of five has a sentence of its own, one shared with its neighbour, and "Oui."
    rows = [
        (text, text.upper(), f"d{d}")
        for d in range(40)
        for text in (f"a {d}", f"b {d}", f"c {d}", f"voisin {d // 2}", "Oui.")
    ]
    split = split_corpus(source(tmp_path, rows), tmp_path / "out", TSV, dev=25, test=0.1)
    found = parts(tmp_path / "out")
    assert split.units == {name: len(pairs) for name, pairs in found.items()}
    assert (split.documents["dev"], split.documents["test"]) == (5, 4)
    assert sorted(p[:2] for pairs in found.values() for p in pairs) == sorted(row[:2] for row in rows)
    for side in (0, 1):
        texts = [{pair[side] for pair in found[name]} for name in ("train", "dev", "test")]
        assert not texts[0] & texts[1]
        assert not texts[0] & texts[2]
        assert not texts[1] & texts[2]
    documents = [{pair.document for pair in found[name]} for name in ("train", "dev", "test")]
    assert sum(map(len, documents)) == 40 == len(set.union(*documents))
    assert "Oui." in {pair.source for pair in found["test"]}


def test_the_seed_decides_and_nothing_else(tmp_path: Path) -> None:
    made = {}
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        rows = [(f"un {d}", f"one {d}", f"d{d}") for d in range(50)]
        split_corpus(source(tmp_path, rows), tmp_path / name, TSV, test=10, seed=seed)
        made[name] = (tmp_path / name / "test.tsv").read_bytes()
    assert made["a"] == made["b"] != made["c"]
    assert not (tmp_path / "a" / "dev.tsv").exists()


def test_where_documents_are_larger_than_the_part_the_smallest_goes(tmp_path: Path) -> None:
    rows = [(f"un {k}", f"one {k}", "small" if k < 5 else "large") for k in range(20)]
    split = split_corpus(source(tmp_path, rows), tmp_path / "out", TSV, test=2)
    assert split.units == {"train": 15, "test": 5, "overlap": 0}


def test_bad_requests(tmp_path: Path) -> None:
    one = source(tmp_path, [("un", "one", "d"), ("deux", "two", "d")])
    with pytest.raises(InputError, match="1 document cannot be parted"):
        split_corpus(one, tmp_path / "out", TSV, test=1)
    with pytest.raises(OptionError, match="give --dev, --test or both"):
        split_corpus(one, tmp_path / "out", TSV)
    (tmp_path / "all.tsv").rename(tmp_path / "train.tsv")
    with pytest.raises(OptionError, match="is a source"):
        split_corpus(find_sources([tmp_path / "train.tsv"])[0], tmp_path, TSV, test=1)
    shards = write_corpus(CORPUS_WRITERS["parquet"], [Bitext("d", (Unit("s0001", "un", "one"),))], tmp_path, "train")
    with pytest.raises(OptionError, match="is a source"):
        split_corpus(find_sources(shards)[0], tmp_path, [CORPUS_WRITERS["parquet"]], test=1)


@pytest.mark.parametrize(("text", "amount"), [("0", 0), ("2000", 2000), ("0.01", 0.01), ("1%", 0.01), ("2.5%", 0.025)])
def test_amounts(text: str, amount: float) -> None:
    found = parse_amount("--dev", text)
    assert found == pytest.approx(amount)
    assert isinstance(found, type(amount))


@pytest.mark.parametrize("text", ["", "many", "-1", "1.5", "100%", "1e400", "nan"])
def test_bad_amounts(text: str) -> None:
    with pytest.raises(OptionError, match=r"--dev .*valid: a number of pairs"):
        parse_amount("--dev", text)


@pytest.mark.parametrize("formats", [["tsv"], ["parquet"], ["moses"]])
def test_parts_of_an_earlier_split_are_not_left_beside_the_new_ones(tmp_path: Path, formats: list[str]) -> None:
    rows = [(f"un {d}", f"one {d}", f"d{d}") for d in range(50)]
    out, writers = tmp_path / "out", [CORPUS_WRITERS[name] for name in formats]
    split_corpus(source(tmp_path, rows), out, writers, dev=5, test=5)
    split_corpus(source(tmp_path, rows), out, writers, dev=6, test=5)
    with pytest.raises(OutputError, match=r"dev.*: is of an earlier split"):
        split_corpus(source(tmp_path, rows), out, writers, test=5)
