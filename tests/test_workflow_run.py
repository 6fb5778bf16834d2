import os
import signal
import subprocess
import sys
import time

from conftest import SEED

from pipeline.workflow.recipe import Recipe
from pipeline.workflow.run import translate_files
from pipeline.workflow.session import Session


def command(*arguments):
    return [sys.executable, "-m", "pipeline", *map(str, arguments)]


def texts(folder):
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".bitexte" not in path.parts
    }


def test_one_bad_document_does_not_stop_the_others(argos_home, tmp_path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("Il pleut.\n")
    bad.write_bytes(bytes(range(256)) * 10)
    session = Session(Recipe(model="embedded", glossaries=()))
    first, second, third = translate_files([bad, tmp_path / "none.txt", good], tmp_path / "out", session)
    assert "binary" in str(first.error)
    assert "no such file" in str(second.error)
    assert third.error is None
    assert (tmp_path / "out" / "good" / "good.en.txt").read_text() == third.bitext.units[0].target + "\n"


def test_two_sources_of_one_name(argos_home, tmp_path):
    paths = [tmp_path / folder / "a.txt" for folder in "xy"]
    for path in paths:
        path.parent.mkdir()
        path.write_text("Il pleut.\n")
    session = Session(Recipe(model="embedded", glossaries=()))
    assert [outcome.bitext.name for outcome in translate_files(paths, tmp_path / "out", session)] == ["a", "a-2"]
    assert {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")} == {
        *("a", "a-2", "corpus.tmx", "corpus.fr", "corpus.en"),
    }


def test_equal_runs_give_equal_bytes(argos_home, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    made = []
    for name in ("one", "two"):
        session = Session(Recipe(model="embedded", memory=tmp_path / name / ".bitexte" / "memory.sqlite"))
        assert all(outcome.error is None for outcome in translate_files([SEED], tmp_path / name, session))
        session.close()
        made.append(texts(tmp_path / name))
    assert made[0] == made[1]
    # a third run takes everything from the memory, and nobody can tell
    session = Session(Recipe(model="embedded", memory=tmp_path / "two" / ".bitexte" / "memory.sqlite"))
    list(translate_files([SEED], tmp_path / "two", session))
    session.close()
    assert texts(tmp_path / "two") == made[0]


def test_a_run_killed_at_any_moment_goes_on_and_ends_the_same(argos_home, tmp_path):
    source = tmp_path / "long.txt"
    source.write_text(
        "".join(f"Le ministre numéro {number} a rencontré {number % 13} députés à Paris.\n" for number in range(700))
    )
    environment = os.environ | {"SOURCE_DATE_EPOCH": "0"}
    whole = tmp_path / "whole"
    arguments = ("translate", source, "--no-glossary", "--model", "embedded", "--formats", "text,tmx,report", "--out")
    subprocess.run(command(*arguments, whole), check=True, env=environment, capture_output=True)

    cut = tmp_path / "cut"
    memory = cut / ".bitexte" / "memory.sqlite-wal"
    process = subprocess.Popen(
        command(*arguments, cut), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (memory.exists() and memory.stat().st_size > 50_000):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert not (cut / "long").exists()

    from pipeline.memory import Memory

    with Memory(cut / ".bitexte" / "memory.sqlite") as kept:
        assert kept.warnings == []
        assert 0 < len(kept) < 700
    done = subprocess.run(command(*arguments, cut), check=True, env=environment, capture_output=True, text=True)
    assert "from memory" in done.stderr
    assert texts(cut) == texts(whole)


def test_a_glossary_beside_the_document_counts_for_it_alone(argos_home, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Poutine est arrivé à Moscou.\n")
    (tmp_path / "a.glossary.tsv").write_text("source\ttarget\tkind\tpolicy\tnotes\nPoutine\tPutine\tperson\tmust\t\n")
    session = Session(Recipe(model="embedded"))
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    first, second = translate_files(paths, tmp_path / "out", session, formats=("text",))
    assert "Putine" in first.bitext.units[0].target
    assert "Putine" not in second.bitext.units[0].target
    assert first.bitext.signature != second.bitext.signature


def test_a_bad_glossary_beside_a_document_fails_that_document_alone(argos_home, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Il pleut.\n")
    (tmp_path / "a.glossary.tsv").write_text("source\ttarget\tkind\tpolicy\tnotes\nPoutine\n")
    session = Session(Recipe(model="embedded", glossaries=()))
    first, second = translate_files([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", session)
    assert "a.glossary.tsv" in str(first.error)
    assert second.error is None
