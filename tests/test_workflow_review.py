import json
import re
from dataclasses import replace

import pytest

from pipeline.bitext import Bitext, Origin, Review, Unit
from pipeline.cli.app import run
from pipeline.errors import InputError, OptionError
from pipeline.files.layout import MEMORY
from pipeline.formats.jsonl import read_jsonl
from pipeline.formats.tmx import TmxWriter
from pipeline.formats.tmx_reading import read_tmx
from pipeline.memory import Memory
from pipeline.review.fingerprint import segment_hash
from pipeline.review.patch import DocumentPatch, Edit, Patch
from pipeline.workflow.artefacts import Merger, write_artefacts
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.review import apply_review, export_review, open_documents
from pipeline.workflow.session import Session

UNITS = (Unit("s0001", "Il pleut.", "It rains."), Unit("s0002", "Merci.", "Thanks.", paragraph=1))


@pytest.fixture
def out(tmp_path):
    merger = Merger(tmp_path, ("tmx", "moses"))
    for name in ("a", "b"):
        bitext = Bitext(name, UNITS)
        write_artefacts(bitext, tmp_path / name)
        merger.add(bitext)
    merger.write()
    merger.discard()
    return tmp_path


def edit(number, target, source=None):
    unit = UNITS[number]
    return Edit(
        id=unit.id,
        hash=segment_hash(source or unit.source),
        target=target,
        state=Review.APPROVED,
    )


def save(patch, path):
    path.write_text(patch.to_json())
    return path


def test_edits_reach_every_artefact_and_the_next_translation(out, argos_home):
    patch = save(Patch((DocumentPatch("a", (edit(0, "It is pouring."),)),)), out / "patch.json")
    (reviewed,) = apply_review(patch, out)
    assert (reviewed.approved, reviewed.conflicts, reviewed.rejected) == (1, (), None)
    for file in ("a.en.txt", "a.tmx", "a.fr-en.en", "a.tsv", "a.jsonl", "a.html"):
        assert "It is pouring." in (out / "a" / file).read_text(), file
        assert "It is pouring." not in (out / "b" / file.replace("a.", "b.", 1)).read_text()
    assert json.loads((out / "a" / "a.report.json").read_text())["counts"]["origins"] == {"human": 1, "machine": 1}
    assert "run" not in json.loads((out / "a" / "a.report.json").read_text())
    assert [unit.target for unit in read_tmx(out / "corpus.tmx").units][:3] == [
        "It is pouring.",
        "Thanks.",
        "It rains.",
    ]

    session = Session(Recipe(model="embedded", glossaries=(), memory=out / MEMORY))
    (result,) = session.translate(["Il pleut."])
    session.close()
    assert (result.target, result.origin) == ("It is pouring.", Origin.HUMAN)


def test_a_changed_source_is_a_conflict_that_loses_nothing(out):
    gone = edit(0, "It snows.", source="Il neige.")
    patch = save(Patch((DocumentPatch("a", (gone, edit(1, "Thank you."))),)), out / "patch.json")
    (reviewed,) = apply_review(patch, out)
    assert reviewed.approved == 1
    assert len(reviewed.conflicts) == 1
    assert "s0001" in reviewed.conflicts[0]
    assert "It snows." in reviewed.rejected.read_text()
    assert [unit.target for unit in read_jsonl(out / "a" / "a.jsonl").units] == ["It rains.", "Thank you."]


def test_a_document_that_is_not_there_does_not_stop_the_others(out):
    patch = save(Patch((DocumentPatch("a", (edit(0, "x"),)), DocumentPatch("z", ()))), out / "patch.json")
    known, unknown = apply_review(patch, out)
    assert (known.name, known.conflicts) == ("a", ())
    assert "'z' is not in" in unknown.conflicts[0]
    assert read_jsonl(out / "a" / "a.jsonl").units[0].target == "x"


@pytest.mark.parametrize("name", ["z", "../a", "a/../a", "..", "."])
def test_a_patch_without_a_document_that_is_there(out, name):
    with pytest.raises(InputError, match="is not in"):
        apply_review(save(Patch((DocumentPatch(name, (edit(0, "x"),)),)), out / "patch.json"), out)
    assert read_jsonl(out / "a" / "a.jsonl").units[0].target == "It rains."


@pytest.mark.parametrize("state", [Review.DRAFT, Review.EDITED, Review.APPROVED])
def test_only_approved_pairs_reach_the_memory(out, state):
    change = replace(edit(0, "It is pouring."), state=state)
    (reviewed,) = apply_review(save(Patch((DocumentPatch("a", (change,)),)), out / "p.json"), out)
    assert reviewed.approved == (state is Review.APPROVED)
    assert read_jsonl(out / "a" / "a.jsonl").units[0].review is state
    with Memory(out / MEMORY) as memory:
        assert len(memory.approved()) == (state is Review.APPROVED)


def test_an_emptied_target_is_never_remembered(out):
    (reviewed,) = apply_review(save(Patch((DocumentPatch("a", (edit(0, " "),)),)), out / "p.json"), out)
    assert reviewed.approved == 0
    assert reviewed.errors[0].startswith("a: s0001: ")
    with Memory(out / MEMORY) as memory:
        assert memory.approved() == {}


def test_new_errors_are_listed_and_fail_under_strict(out, capsys):
    patch = str(save(Patch((DocumentPatch("a", (edit(0, " "), edit(1, "Thank you."))),)), out / "p.json"))
    assert run(["review", "apply", patch, "--out", str(out)]) == 0
    assert "bitexte: new error: a: s0001: " in capsys.readouterr().err
    assert run(["review", "apply", patch, "--out", str(out), "--strict"]) == 0, "no longer new"
    other = str(save(Patch((DocumentPatch("b", (edit(0, " "),)),)), out / "q.json"))
    assert run(["review", "apply", other, "--out", str(out), "--strict"]) == 1


def test_a_translation_memory_comes_home(out):
    path = out / "a" / "a.tmx"
    text = path.read_text().replace("It rains.", "It is pouring.")
    edited = out / "back.tmx"
    edited.write_text(text)
    (reviewed,) = apply_review(edited, out)
    assert (reviewed.name, reviewed.approved, reviewed.conflicts) == ("a", 0, ())
    first, second = read_jsonl(out / "a" / "a.jsonl").units
    assert (first.target, first.review) == ("It is pouring.", Review.EDITED)
    assert replace(second, risk=None) == UNITS[1]
    edited.write_text(
        text.replace('<prop type="x-origin"', '<prop type="x-review">approved</prop><prop type="x-origin"')
    )
    assert apply_review(edited, out)[0].approved == 2


def test_a_translation_memory_of_another_program_reaches_every_document_with_its_french(out):
    TmxWriter().write(
        [Bitext("x", (Unit("1", "Merci.", "Thank you."), Unit("2", "Autre.", "Other.")))], (out / "x.tmx",)
    )
    bare = re.sub(r"<prop.*?</prop>|tuid=\"[^\"]*\"", "", (out / "x.tmx").read_text()).replace(
        ' creationtool="bitexte"', ' creationtool="x"'
    )
    (out / "x.tmx").write_text(bare)
    assert [reviewed.name for reviewed in apply_review(out / "x.tmx", out)] == ["a", "b"]
    for name in "ab":
        first, second = read_jsonl(out / name / f"{name}.jsonl").units
        assert replace(first, risk=None) == UNITS[0]
        assert (second.target, second.review) == ("Thank you.", Review.EDITED)


def test_only_the_formats_that_are_there_are_written(out):
    (out / "a" / "a.html").unlink()
    apply_review(save(Patch((DocumentPatch("a", (edit(0, "x"),)),)), out / "p.json"), out)
    assert not (out / "a" / "a.html").exists()


def test_the_documents_of_a_folder(out, tmp_path):
    assert [bitext.name for bitext in open_documents(out)] == ["a", "b"]
    with pytest.raises(InputError, match="no document here"):
        list(open_documents(out / "a"))


@pytest.mark.parametrize("kind", ["xlf", "xlsx", "docx"])
def test_out_and_back_in_through_other_programs(out, kind):
    paths = export_review(out, kind)
    assert paths == [out / name / f"{name}.{kind}" for name in ("a", "b")]
    (reviewed,) = apply_review(paths[0], out)
    assert reviewed.conflicts == ()
    assert [unit.target for unit in read_jsonl(out / "a" / "a.jsonl").units] == ["It rains.", "Thanks."]


def test_an_unknown_kind_of_export(out):
    with pytest.raises(OptionError, match="valid are xlf, xlsx, docx"):
        export_review(out, "pdf")


def test_the_report_keeps_what_the_run_said(out):
    said = {"warnings": ["read as Windows-1252"], "run": {"seconds": 1.5}}
    write_artefacts(Bitext("a", UNITS), out / "a", formats=("report",), **said)
    apply_review(save(Patch((DocumentPatch("a", (edit(0, "x"),)),)), out / "p.json"), out)
    report = json.loads((out / "a" / "a.report.json").read_text())
    assert {"warnings": report["warnings"], "run": report["run"]} == said


@pytest.mark.parametrize(
    "content",
    ["[" * 100_000, "[]", '{"warnings": 3, "run": ["x"]}', '{"warnings": [["x"]], "run": {"a": {}}}', "\ud800"],
)
def test_files_of_bitexte_that_somebody_changed_stop_nothing(out, content):
    for path in (out / "a" / "a.report.json", out / ".bitexte" / "corpus.json", out / ".bitexte" / "sources.json"):
        path.write_text(content, errors="surrogatepass")
    patch = save(Patch((DocumentPatch("a", (edit(0, "It is pouring."),)),)), out / "patch.json")
    assert run(["--debug", "review", "apply", str(patch), "--out", str(out)]) == 0
    assert json.loads((out / "a" / "a.report.json").read_text())["warnings"] == []


@pytest.mark.parametrize("name", ["/tmp/elsewhere", "../victim", "..", "b"])
def test_a_document_is_called_after_its_folder(tmp_path, name):
    from pipeline.workflow.review import export_review, open_documents

    out = tmp_path / "out"
    for folder in ("a", "b"):
        write_artefacts(Bitext(name, UNITS), out / folder)
    assert [bitext.name for bitext in open_documents(out)] == ["a", "b"]
    assert export_review(out, "xlf") == [out / "a" / "a.xlf", out / "b" / "b.xlf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]
