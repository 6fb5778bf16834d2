from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.bitext import Bitext, Origin, Unit
from pipeline.cli.app import run
from pipeline.errors import FormatError, InputError
from pipeline.formats.registry import WRITERS
from pipeline.formats.tmx_reading import read_tmx
from pipeline.workflow.memories import memory_files, open_memories, read_memory
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session
from pipeline.workflow.translate import translate_text

TMX = """<tmx version="1.4"><header creationtool="OmegaT" srclang="EN-US"/><body>
<tu><tuv lang="EN-US"><seg>The shop is shut.</seg></tuv>
<tuv lang="FR" changedate="20210304T050607Z"><seg>La boutique est fermée.</seg></tuv></tu>
<tu creationid="MT!"><tuv lang="EN-US"><seg>x</seg></tuv><tuv lang="FR"><seg>y</seg></tuv></tu>
<tu><tuv lang="DE"><seg>x</seg></tuv><tuv lang="FR"><seg>y</seg></tuv></tu></body></tmx>
"""
PO = """msgid ""
msgstr ""
"Language: {}\\n"

msgid "{}"
msgstr "{}"

#, fuzzy
msgid "a"
msgstr "b"

msgid "c"
msgstr ""
"""
XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="fr-FR" target-language="en"><body>
<trans-unit id="1"><source>La boutique est <g id="1">fermée</g>.</source><target>The shop is shut.</target></trans-unit>
<trans-unit id="2"><source>a</source><target state="needs-review-translation">b</target></trans-unit>
<trans-unit id="3" approved="yes"><source>Oui.</source><target state="new">Yes.</target></trans-unit>
<trans-unit id="4"><source>a</source></trans-unit></body></file></xliff>
"""
XLIFF2 = """<xliff version="2.0" srcLang="en" trgLang="fr" xmlns="urn:oasis:names:tc:xliff:document:2.0"><file id="f">
<unit id="1"><segment state="final"><source>The shop is shut.</source><target>La boutique est fermée.</target></segment>
</unit></file></xliff>
"""
SHOP = ("La boutique est fermée.", "The shop is shut.")


@pytest.mark.parametrize(
    ("name", "text", "left_out"),
    [
        ("project_save.tmx", TMX, {"machine-made": 1, "no pair": 1}),
        ("a.po", PO.format("en_GB", *SHOP), {"fuzzy": 1, "not translated": 1}),
        ("a.po", PO.format("fr", *SHOP[::-1]), {"fuzzy": 1, "not translated": 1}),
        ("a.xlf", XLIFF, {"not finished": 1, "not translated": 1}),
        ("a.xliff", XLIFF2, {}),
        ("a.tsv", "source\ttarget\norigin\torigin\n{}\t{}\n".format(*SHOP).replace("origin\torigin\n", ""), {}),
    ],
)
def test_pairs_of_other_programs(tmp_path: Path, name: str, text: str, left_out: dict[str, int]) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    counts: Counter[str] = Counter()
    pairs = list(read_memory(tmp_path / name, counts))
    assert pairs[0][:2] == SHOP
    assert counts == left_out
    assert pairs[0].date == ("20210304T050607Z" if name.endswith(".tmx") else "")


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [("a.po", PO.format("de", "a", "b"), FormatError), ("a.xlf", XLIFF.replace("fr-FR", "de"), FormatError),
     ("a.doc", "", InputError)],
)  # fmt: skip
def test_other_languages_and_formats_are_refused(tmp_path: Path, name: str, text: str, error: type[Exception]) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(error):
        [pair for file in memory_files(tmp_path / name) for pair in read_memory(file, Counter())]


def test_of_an_omegat_project_saved_segments_and_memories_count(tmp_path: Path) -> None:
    for name in ("omegat/project_save.tmx", "omegat/project_save.tmx.bak", "tm/auto/old.tmx", "source/a.po"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(TMX)
    assert memory_files(tmp_path) == [tmp_path / "omegat/project_save.tmx", tmp_path / "tm/auto/old.tmx"]


def test_a_compiled_memory_is_kept_and_follows_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text(TMX)
    (tmp_path / "b.tsv").write_text("Oui.\tYes.\n")
    for paths, sizes in ((["a.tmx", "b.tsv"], [2]), (["b.tsv"], [1])):
        memories = open_memories([tmp_path / path for path in paths], tmp_path / "state", [])
        assert [len(memory) for memory in memories] == sizes
        for memory in memories:
            memory.close()
    assert (tmp_path / "state" / "memories.sqlite").is_file()


def test_a_translation_takes_from_the_memory_first(tmp_path: Path, argos_home: Path) -> None:
    (tmp_path / "a.tsv").write_text("Le quai fut repavé en 1987.\tThe quay got new stones in 1987.\nIl pleut.\tRain!\n")
    session = Session(Recipe(glossaries=(), memories=(tmp_path / "a.tsv",)))
    first, second, third = session.translate(["Le quai fut repavé en 2014.", "Il pleut.", "Il pleut très fort ici."])
    assert (first.target, first.origin) == ("The quay got new stones in 2014.", Origin.MEMORY)
    assert [flag.code for flag in first.flags] == ["adapted"]
    assert (second.target, [flag.code for flag in second.flags]) == ("Rain!", ["memory"])
    assert third.origin is Origin.MACHINE
    session.close()


def test_the_memory_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tmx").write_text(TMX)
    (tmp_path / "b.tsv").write_text("La porte est ouverte.\tThe door is open.\n")
    assert run(["memory", "import", "m.sqlite", "a.tmx", "b.tsv"]) == 0
    out, err = capsys.readouterr()
    assert out == "m.sqlite\n"
    assert "a.tmx: 2 left out: 1 machine-made, 1 no pair" in err
    assert "2 pairs read, 2 different ones" in err
    assert run(["memory", "list", "m.sqlite"]) == 0
    assert [line.split("\t")[0] for line in capsys.readouterr().out.rstrip().split("\n")] == ["1", "1"]
    assert run(["memory", "list", "m.sqlite", "--search", "shut"]) == 0
    assert capsys.readouterr().out == "La boutique est fermée.\tThe shop is shut.\t20210304\ta.tmx\n"
    assert run(["memory", "list", "m.sqlite", "--like", "La porte est fermée."]) == 0
    assert capsys.readouterr().out.startswith("80 %\t")
    assert run(["memory", "list", "m.sqlite", "--search", "nowhere"]) == 1
    assert run(["memory", "export", "m.sqlite", "all.tmx"]) == 0
    assert [unit.target for unit in read_tmx(tmp_path / "all.tmx").units] == ["The shop is shut.", "The door is open."]
    assert run(["memory", "prune", "m.sqlite", "--before", "2020"]) == 0
    assert "1 pairs removed, 1 left" in capsys.readouterr().err
    for wrong in (["import", "m.db", "a.tmx"], ["prune", "m.sqlite"], ["prune", "m.sqlite", "--before", "then"],
                  ["prune", "m.sqlite", "--file", "c.tmx"], ["list", "none.sqlite"]):  # fmt: skip
        assert run(["memory", *wrong]) == 2


def test_what_our_own_machine_made_is_no_memory(tmp_path: Path, argos_home: Path) -> None:
    bitext = translate_text("Il pleut. Il neige.", glossaries=())
    human = Unit("s0003", "Bonne nuit.", "Good night.", origin=Origin.HUMAN)
    WRITERS["tmx"].write([Bitext("a", (*bitext.units, human))], (tmp_path / "a.tmx",))
    counts: Counter[str] = Counter()
    assert [pair.target for pair in read_memory(tmp_path / "a.tmx", counts)] == ["Good night."]
    assert counts == {"machine-made": 2}
