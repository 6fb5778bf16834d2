import gzip
from pathlib import Path

import pytest

from pipeline.bitext import Bitext, Origin, Unit
from pipeline.corpus.sources import find_sources, folder_files, read_entries, read_pairs
from pipeline.corpus.writing import bitexts
from pipeline.errors import BitexteError, FormatError, InputError
from pipeline.formats.registry import CORPUS_WRITERS, WRITERS, output_paths, write_corpus

UNITS = {
    "d1": [("Il pleut.", "It rains.", 0.9, Origin.HUMAN), ("Il neige.", "It snows.", None, Origin.HUMAN)],
    "d~2-s": [("Oui.", "Yes.", -0.25, Origin.MACHINE)],
}


def corpus() -> list[Bitext]:
    return [
        Bitext(
            name, tuple(Unit(f"s{k:04d}", *pair[:2], k, origin=pair[3], score=pair[2]) for k, pair in enumerate(pairs))
        )
        for name, pairs in UNITS.items()
    ]


@pytest.mark.parametrize("name", ["tsv", "tmx", "jsonl", "parquet"])
def test_documents_origins_and_confidence_come_back(tmp_path: Path, name: str) -> None:
    path = write_corpus(CORPUS_WRITERS[name], corpus(), tmp_path, "c")[0]
    found = [(e.document, e.unit.source, e.unit.target, e.unit.score, e.unit.origin) for e in read_entries(path)]
    assert found == [(document, *pair) for document, pairs in UNITS.items() for pair in pairs]
    assert [pair.confidence for pair in read_pairs(path)] == [0.9, None, None]


@pytest.mark.parametrize("name", CORPUS_WRITERS)
def test_every_format_a_corpus_is_written_in_is_read_again(tmp_path: Path, name: str) -> None:
    path = write_corpus(CORPUS_WRITERS[name], corpus(), tmp_path, "c")[0]
    assert [pair[:2] for pair in read_pairs(path)] == [pair[:2] for pairs in UNITS.values() for pair in pairs]


def test_long_documents_come_back_whole(tmp_path: Path) -> None:
    entries = [("lang#1", Unit("", f"un {k}", f"one {k}")) for k in range(2_500)] + [("b", Unit("", "x", "y"))]
    (path,) = write_corpus(CORPUS_WRITERS["tsv"], bitexts(entries), tmp_path, "c")
    found = list(read_entries(path))
    assert [entry.document for entry in found] == [document for document, _ in entries]
    assert len({entry.unit.id for entry in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("un\tone\ndeux\ttwo\n", [("un", "one", "x#0"), ("deux", "two", "x#0")]),
        ("un\tone\tbook\n\ndeux\ttwo\t\n", [("un", "one", "book"), ("deux", "two", "x#0")]),
        ("English\tFrench\tDocument\none\tun\tb\n", [("un", "one", "b")]),
        ("reason\tfrench\tenglish\tdocument\ncopied\tun\tun\td\n", [("un", "un", "d")]),
        ("id\tfr\ten\tscore\torigin\tflags\ns0001\tun\tone\t\thuman\t\n", [("un", "one", "x")]),
        ("id\tfr\ten\n17\tun\tone\n", [("un", "one", "x#0")]),
        *((f"fr\ten\tscore\nun\tone\t{cell}\n", [("un", "one", "x#0")]) for cell in ("nan", "-inf", "high")),
    ],
)
def test_tables(tmp_path: Path, text: str, expected: list) -> None:
    for name, data in (("x.tsv", text.encode()), ("x.tsv.gz", gzip.compress(text.encode()))):
        (tmp_path / name).write_bytes(data)
        pairs = list(read_pairs(tmp_path / name))
        assert [pair[:3] for pair in pairs] == expected
        assert {pair.confidence for pair in pairs} == {None}


def test_a_hundred_pairs_of_a_file_without_documents_are_one(tmp_path: Path) -> None:
    (tmp_path / "x.fr").write_text("un\n" * 250)
    (tmp_path / "x.en").write_text("one\n" * 250)
    documents = [entry.document for entry in read_entries(tmp_path / "x.fr")]
    assert documents == ["x#0"] * 100 + ["x#1"] * 100 + ["x#2"] * 50


def test_names_are_as_short_as_they_can_be(tmp_path: Path) -> None:
    for name in ("a/x.tsv", "b/x.tsv", "b/y.tsv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("un\tone\n")
    sources = find_sources([tmp_path / "a/x.tsv", tmp_path / "b/x.tsv", tmp_path / "b/y.tsv"])
    assert [source.name for source in sources] == ["a/x.tsv", "b/x.tsv", "y.tsv"]


def test_folders_of_results_and_of_shards(tmp_path: Path) -> None:
    for name in ("one", "two"):
        WRITERS["jsonl"].write(corpus()[:1], output_paths(WRITERS["jsonl"], tmp_path / "out" / name, name))
    (source,) = find_sources([tmp_path / "out"])
    assert (source.kind, [path.stem for path in source.files]) == ("results of bitexte", ["one", "two"])
    assert len(list(source.entries())) == 4
    assert folder_files(tmp_path / "out" / "one") == ("results of bitexte", (tmp_path / "out" / "one" / "one.jsonl",))
    write_corpus(CORPUS_WRITERS["parquet"], corpus(), tmp_path / "shards", "train")
    (source,) = find_sources([tmp_path / "shards"])
    assert (source.name, source.kind, len(list(source.entries()))) == ("shards", "Parquet", 3)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["none.tsv"], "no such file"),
        (["x.doc"], "not a corpus this reads; valid: .tmx"),
        (["half.fr"], "half a Moses pair; .*half.en is missing"),
        (["pair.en"], "the English half of a Moses pair; name .*pair.fr alone"),
        (["x.tsv", "folder/../x.tsv"], "named twice"),
        (["folder"], "neither results of bitexte"),
    ],
)
def test_bad_sources(tmp_path: Path, names: list[str], message: str) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("x.doc", "half.fr", "pair.fr", "pair.en", "x.tsv"):
        (tmp_path / name).write_text("un\tone\n")
    with pytest.raises(InputError, match=message):
        find_sources([tmp_path / name for name in names])


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.tsv", "", "holds no pair"),
        ("x.tsv", "un\tone\ndeux\n", "line 2: expected French TAB English"),
        ("x.jsonl", '{"type": "x"}\n', "line 1: not a bitexte record"),
        ("x.jsonl", '{"fr": "un", "de": "ein"}\n', "line 1: no French and English among fr, de"),
        ("x.tmx", "<tmx>", "not well-formed"),
        ("x.tsv.gz", "un\tone\n", "broken gzip"),
    ],
)
def test_bad_content(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text)
    (source,) = find_sources([tmp_path / name])
    with pytest.raises(BitexteError, match=message):
        list(source.entries())


def test_a_longer_half_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.fr").write_text("un\ndeux\n")
    (tmp_path / "x.en").write_text("one\n")
    with pytest.raises(FormatError, match=r"x.en: ends after line 1"):
        list(read_pairs(tmp_path / "x.fr"))
