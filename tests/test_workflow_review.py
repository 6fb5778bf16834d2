import json
import threading
import urllib.error
import urllib.request

import pytest

from pipeline.bitext import Bitext, Origin, Unit
from pipeline.errors import InputError, OptionError
from pipeline.formats.jsonl import read_jsonl
from pipeline.formats.tmx_reading import read_tmx
from pipeline.memory import Memory
from pipeline.review.fingerprint import segment_hash
from pipeline.review.patch import DocumentPatch, Edit, Patch
from pipeline.workflow.artefacts import Merger, write_artefacts
from pipeline.workflow.review import apply_review, export_review, open_documents, review_server
from pipeline.workflow.run import MEMORY
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
        edited=True,
        reviewed=True,
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

    session = Session(model="embedded", glossaries=(), memory_path=out / MEMORY)
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


def test_a_document_that_is_not_there_stops_the_patch_before_anything_is_changed(out):
    patch = save(Patch((DocumentPatch("a", (edit(0, "x"),)), DocumentPatch("z", ()))), out / "patch.json")
    with pytest.raises(InputError, match="'z' is not in"):
        apply_review(patch, out)
    assert read_jsonl(out / "a" / "a.jsonl").units[0].target == "It rains."


def test_only_the_formats_that_are_there_are_written(out):
    (out / "a" / "a.html").unlink()
    apply_review(save(Patch((DocumentPatch("a", (edit(0, "x"),)),)), out / "p.json"), out)
    assert not (out / "a" / "a.html").exists()


def test_the_documents_of_a_folder(out, tmp_path):
    assert [bitext.name for bitext in open_documents(out)] == ["a", "b"]
    with pytest.raises(InputError, match="no document here"):
        list(open_documents(out / "a"))


def test_the_server_saves_into_artefacts_and_memory(out):
    server = review_server(out)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        assert "a" in urllib.request.urlopen(server.url).read().decode()
        urllib.request.urlopen(server.url + "a").read()
        patch = json.loads(Patch((DocumentPatch("a", (edit(0, "It is pouring."),)),)).to_json())
        body = json.dumps({"revision": 0, "patch": patch}).encode()
        origin = server.url.rsplit("/", 2)[0]
        headers = {"Content-Type": "application/json", "Origin": origin}
        request = urllib.request.Request(server.url + "a", data=body, headers=headers, method="POST")
        assert json.load(urllib.request.urlopen(request)) == {"conflicts": [], "approved": 1}
        stranger = urllib.request.Request(
            server.url + "a", data=body, headers=headers | {"Origin": "http://example.org"}, method="POST"
        )
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(stranger)
    finally:
        server.close()
        thread.join()
    assert "It is pouring." in (out / "a" / "a.en.txt").read_text()
    with Memory(out / MEMORY) as memory:
        assert [pair.target for pair in memory.approved().values()] == ["It is pouring."]


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
