"""Documents in folders below the output folder, as `translate --recursive` leaves them: served, applied, exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from served_folder import UNITS, served

from pipeline.bitext import Bitext, Unit
from pipeline.cli.app import run
from pipeline.errors import InputError
from pipeline.files.layout import MEMBERS, document_names
from pipeline.formats.jsonl import read_jsonl
from pipeline.review.fingerprint import segment_hash
from pipeline.review.patch import DocumentPatch, Edit, Patch
from pipeline.workflow.artefacts import write_artefacts
from pipeline.workflow.review import apply_review, export_review

NAMES = ["a", "lettres/2019/avril", "lettres/a"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    out = tmp_path / "out"
    for number, name in enumerate(NAMES):
        units = (*UNITS[:3], Unit("s0004", f"Fin {number}.", f"End {number}."))
        write_artefacts(Bitext(name.rpartition("/")[2], units), out / name)
    return out


def english(out: Path, name: str) -> str:
    return read_jsonl(out / name / f"{name.rpartition('/')[2]}.jsonl").units[3].target


def patched(tmp_path: Path, name: str, number: int) -> Path:
    edit = Edit("s0004", segment_hash(f"Fin {number}."), "Over.")
    path = tmp_path / "p.json"
    path.write_text(Patch((DocumentPatch(name, (edit,)),)).to_json())
    return path


def test_the_whole_tree_is_served(out: Path) -> None:
    assert document_names(out) == NAMES
    with served(out) as client:
        assert [each["name"] for each in json.loads(client.ask("dashboard")[1])["documents"]] == NAMES
        client.document = "lettres/2019/avril"
        row = {"id": "s0004", "hash": segment_hash("Fin 1."), "base": 0, "target": "Over.", "state": "approved"}
        assert client.d("save", client.request([row]))[0] == 200
        assert 'id="s0004"' in client.ask("d/lettres%2F2019%2Favril/")[1]
        assert client.ask("d/lettres/2019/avril/file/txt") == (200, "It rains. Thanks.\n\nThe cat sleeps.\n\nOver.\n")
    assert [english(out, name) for name in NAMES] == ["End 0.", "Over.", "End 2."]
    assert read_jsonl(out / NAMES[1] / "avril.jsonl").name == "avril"
    with served(out) as client:
        client.document = "lettres/2019/avril"
        assert [row["target"] for row in client.state()["rows"]] == ["Over."]


@pytest.mark.parametrize(("name", "number"), [("avril", 1), ("lettres/2019/avril", 1), ("a", 0), ("lettres/a", 2)])
def test_a_patch_finds_its_document_in_the_tree(out: Path, tmp_path: Path, name: str, number: int) -> None:
    (reviewed,) = apply_review(patched(tmp_path, name, number), out)
    assert reviewed.conflicts == ()
    assert [english(out, each) for each in NAMES].count("Over.") == 1
    assert english(out, NAMES[number]) == "Over."


def test_of_several_of_one_name_that_with_the_french_is_meant(out: Path, tmp_path: Path) -> None:
    write_artefacts(Bitext("avril", UNITS), out / "avis" / "avril")
    apply_review(patched(tmp_path, "avril", 1), out)
    assert english(out, NAMES[1]) == "Over."
    path = tmp_path / "p.json"
    path.write_text(Patch((DocumentPatch("avril", (Edit("s0001", segment_hash("Il pleut."), "x"),)),)).to_json())
    with pytest.raises(InputError, match="2 times: avis/avril, lettres/2019/avril"):
        apply_review(path, out)


@pytest.mark.parametrize("kind", ["xlf", "xlsx", "docx"])
def test_what_goes_out_of_the_tree_comes_back(out: Path, kind: str) -> None:
    written = export_review(out, kind)
    assert [path.relative_to(out).as_posix() for path in written] == [
        f"a/a.{kind}",
        f"lettres/2019/avril/avril.{kind}",
        f"lettres/a/a.{kind}",
    ]
    for path, name in zip(written, NAMES, strict=True):
        assert [(each.name, each.conflicts) for each in apply_review(path, out)] == [(name, ())]


def test_a_translated_tree_is_merged_with_its_folders(tmp_path: Path, argos_home: Path) -> None:
    for name in ("un.txt", "b/un.txt"):
        path = tmp_path / "fr" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Il pleut.\n")
    options = ["--model", "embedded", "--no-glossary", "--formats", "tmx,jsonl"]
    assert run(["translate", "--recursive", str(tmp_path / "fr"), "--out", str(tmp_path / "out"), *options]) == 0
    assert json.loads((tmp_path / "out" / MEMBERS).read_text()) == ["un", "b/un"]
    edit = Edit("s0001", segment_hash("Il pleut."), "It pours.")
    (tmp_path / "p.json").write_text(Patch((DocumentPatch("b/un", (edit,)),)).to_json())
    apply_review(tmp_path / "p.json", tmp_path / "out")
    merged = (tmp_path / "out" / "corpus.tmx").read_text()
    assert merged.count("<tu ") == 2
    assert "It pours." in merged
