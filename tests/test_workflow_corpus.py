from pathlib import Path

import pytest

from pipeline.corpus.build import build_corpus
from pipeline.corpus.filters import FILTERS
from pipeline.corpus.settings import Settings
from pipeline.corpus.sources import CorpusSource, read_entries
from pipeline.errors import InputError, OptionError, OutputError
from pipeline.glossary import Entry, Glossary, Kind
from pipeline.workflow.align import Aligning
from pipeline.workflow.artefacts import write_artefacts
from pipeline.workflow.corpus import judge_of, prepare_sources
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session
from pipeline.workflow.translate import translate_document

FRENCH = """Le train de Paris est arrivé à huit heures. Il pleuvait sur la gare.
Marie attendait son frère depuis le matin. Elle n'avait rien mangé.
Enfin Pierre descendit du train avec deux valises rouges."""
ENGLISH = """The train from Paris arrived at eight o'clock. It was raining on the station.
Marie had been waiting for her brother since morning and had eaten nothing.
At last Pierre stepped off the train with two red suitcases."""
PLAIN = Settings(dev=0, test=0)


@pytest.fixture
def texts(tmp_path: Path, argos_home: Path) -> Path:
    for name, text in (("fr/gare.txt", FRENCH), ("en/gare.txt", ENGLISH), ("fr/seul.txt", FRENCH)):
        (tmp_path / "books" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "books" / name).write_text(text)
    return tmp_path / "books"


@pytest.mark.parametrize("with_model", [True, False])
def test_a_folder_of_texts_is_aligned_into_pairs(texts: Path, tmp_path: Path, with_model: bool) -> None:
    session = Session(Recipe(model="embedded", glossaries=())) if with_model else None
    sources = prepare_sources([texts], [], tmp_path / "out", Aligning(session))
    assert sources.warnings == [f"{texts / 'fr' / 'seul.txt'}: has no other half, left out"]
    built = build_corpus(sources.found, tmp_path / "out", PLAIN, licences={"books": "CC0"}, formats=("jsonl",))
    assert built.read == {"books": 4}
    kept = {entry.unit.source: entry for entry in read_entries(tmp_path / "out" / "train.jsonl")}
    assert kept["Il pleuvait sur la gare."].unit.target == "It was raining on the station."
    assert {entry.document for entry in kept.values()} == {"gare"}
    assert all(0.5 <= entry.unit.score <= 1 for entry in kept.values())
    readme = (tmp_path / "out" / "README.md").read_text()
    assert "aligner:" in readme
    assert ("package:" in readme) is with_model


def test_another_glossary_aligns_anew(texts: Path, tmp_path: Path) -> None:
    def made(glossary: Glossary | None) -> str:
        sources = prepare_sources([texts], [], tmp_path / "out", Aligning(glossary=glossary))
        (source,) = (found for found in sources.found if isinstance(found, CorpusSource))
        return source.note

    plain = made(None)
    assert "glossary:none" in plain
    entry = Entry("gare", ("station",), Kind.TERM)
    assert made(Glossary([entry])) not in (
        plain,
        made(Glossary([entry, Entry("valises", ("suitcases",), Kind.TERM)])),
    )


def test_two_folders_and_two_files(texts: Path, tmp_path: Path) -> None:
    pair = (texts / "fr" / "gare.txt", texts / "en" / "gare.txt")
    sources = prepare_sources([], [(texts / "fr", texts / "en"), pair], tmp_path / "out", Aligning())
    assert build_corpus(sources.found, tmp_path / "out", PLAIN).read == {"fr": 4, "gare.txt": 4}


def test_what_is_aligned_stays_aligned_until_a_text_changes(texts: Path, tmp_path: Path) -> None:
    def made() -> dict[Path, int]:
        prepare_sources([texts], [], tmp_path / "out", Aligning())
        return {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.jsonl")}

    before = made()
    assert len(before) == 1
    assert made() == before
    (texts / "en" / "gare.txt").write_text(ENGLISH + "\n")
    assert made() != before


def test_what_was_said_of_a_pair_is_said_again(texts: Path, tmp_path: Path) -> None:
    (texts / "en" / "gare.txt").write_bytes(ENGLISH.encode() + " – café".encode("cp1252"))
    first = prepare_sources([texts], [], tmp_path / "out", Aligning())
    assert "read as Windows-1252" in first.warnings[0]
    assert prepare_sources([texts], [], tmp_path / "out", Aligning()).warnings == first.warnings


def test_lines_are_not_split(texts: Path, tmp_path: Path) -> None:
    sources = prepare_sources([texts], [], tmp_path / "out", Aligning(lines=True))
    assert build_corpus(sources.found, tmp_path / "out", PLAIN).read == {"books": 3}


def test_earlier_results_are_taken_as_they_are(texts: Path, tmp_path: Path) -> None:
    bitext = translate_document(texts / "fr" / "gare.txt", model="embedded", glossaries=())
    write_artefacts(bitext, tmp_path / "run" / "gare")
    sources = prepare_sources([tmp_path / "run"], [], tmp_path / "out", Aligning())
    built = build_corpus(sources.found, tmp_path / "out", PLAIN)
    assert built.origins == {"run": {"machine": 5}}
    assert not (tmp_path / "out" / ".aligned").exists()


def test_a_pair_that_fails_does_not_stop_the_others(texts: Path, tmp_path: Path) -> None:
    (texts / "en" / "seul.txt").write_text(FRENCH)
    sources = prepare_sources([texts], [], tmp_path / "out", Aligning())
    assert sources.failed == 1
    assert "hold the same text" in sources.warnings[0]
    assert build_corpus(sources.found, tmp_path / "out", PLAIN).read == {"books": 4}


def test_bad_requests(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="nothing to build from; a folder holds texts that pair"):
        prepare_sources([tmp_path / "empty"], [], tmp_path / "out", Aligning())
    pair = (texts / "fr" / "gare.txt", texts / "en" / "gare.txt")
    with pytest.raises(InputError, match=r"gare.txt: named twice"):
        prepare_sources([], [pair, pair], tmp_path / "out", Aligning())
    with pytest.raises(OptionError, match=r"--licence gare: .* the sources are books, gare.txt"):
        prepare_sources([texts], [pair], tmp_path / "out", Aligning(), licences=["gare"])
    with pytest.raises(InputError, match=r"none.tsv: no such file"):
        prepare_sources([texts, tmp_path / "none.tsv"], [], tmp_path / "out", Aligning())
    assert not (tmp_path / "out").exists()
    (texts / "en" / "gare.txt").write_text(FRENCH)
    with pytest.raises(InputError, match=r"none of its 1 pairs of texts could be aligned: .*same text"):
        prepare_sources([texts], [], tmp_path / "out", Aligning())
    with pytest.raises(OutputError, match="a file stands"):
        prepare_sources([texts], [], tmp_path / "file", Aligning())


def test_the_model_doubts_what_it_would_not_say(argos_home):
    judge = judge_of(Session(Recipe(model="embedded", glossaries=())))
    right, wrong = judge.score(
        [
            ("Les enfants jouent dans le jardin.", "The children are playing in the garden."),
            ("Les enfants jouent dans le jardin.", "The bank has raised its interest rates again."),
        ]
    )
    assert FILTERS["likelihood"].default < right
    assert wrong < right - 1
