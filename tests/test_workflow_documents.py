"""Whole documents through the pipeline, and back again after review."""

import re

from pipeline.bitext import Review
from pipeline.cli.app import run
from pipeline.formats.jsonl import read_jsonl
from pipeline.review.fingerprint import segment_hash
from pipeline.review.patch import DocumentPatch, Edit, Patch, Regrouping, Segment
from pipeline.workflow.review import apply_review

PAGE = """<!DOCTYPE html>
<html lang="fr"><head><title>La visite</title></head>
<body class=a><!-- rien -->
<p>Le président <b>Vladimir Poutine</b> est   arrivé.</p><pre>mot</pre>
</body></html>
"""


def translated(tmp_path, monkeypatch, *options):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text(PAGE)
    assert run(["translate", "page.html", "--model", "embedded", *options]) == 0
    return tmp_path / "out" / "page"


def test_a_page_comes_out_as_a_page(argos_home, tmp_path, monkeypatch):
    folder = translated(tmp_path, monkeypatch)
    page = (folder / "page.en.html").read_text()
    assert '<html lang="en">' in page
    assert "<b>Vladimir Putin</b>" in page
    assert "<pre>mot</pre>\n</body></html>\n" in page
    assert "<body class=a><!-- rien -->\n<p>" in page
    bitext = read_jsonl(folder / "page.jsonl")
    assert [unit.source for unit in bitext.units] == ["La visite", "Le président Vladimir Poutine est arrivé."]
    assert [code.native for code in bitext.units[1].target_codes] == ["<b>", "</b>"]
    assert (folder / "page.en.txt").read_text().count("\n\n") == 1


def test_what_is_mended_comes_home_into_the_document(argos_home, tmp_path, monkeypatch):
    folder = translated(tmp_path, monkeypatch)
    bitext = read_jsonl(folder / "page.jsonl")
    target = "President Vladimir Putin has landed."
    edit = Edit("s0002", segment_hash(bitext.units[1].source), target, Review.APPROVED)
    patch = tmp_path / "patch.json"
    patch.write_text(Patch((DocumentPatch("page", (edit,)),)).to_json())
    assert [reviewed.conflicts for reviewed in apply_review(patch, tmp_path / "out")] == [()]
    assert "<p>President <b>Vladimir Putin</b> has landed.</p>" in (folder / "page.en.html").read_text()


def test_a_document_is_written_only_where_it_is_asked_for(argos_home, tmp_path, monkeypatch):
    folder = translated(tmp_path, monkeypatch, "--formats", "tmx")
    assert [path.name for path in folder.iterdir()] == ["page.tmx"]


def test_sentences_that_a_reviewer_joins_keep_their_formatting(argos_home, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.html").write_text("<p>Il <b>pleut</b>. Il <i>neige</i> ici.</p>")
    assert run(["translate", "page.html", "--model", "embedded", "--no-glossary"]) == 0
    units = read_jsonl(tmp_path / "out" / "page" / "page.jsonl").units
    hashes = tuple(segment_hash(unit.source) for unit in units)
    target = "It is raining and it is snowing here."
    joined = Segment("Il pleut. Il neige ici.", target)
    group = Regrouping(tuple(unit.id for unit in units), hashes, (joined,))
    patch = tmp_path / "patch.json"
    patch.write_text(Patch((DocumentPatch("page", (), (group,)),)).to_json())
    assert [reviewed.conflicts for reviewed in apply_review(patch, tmp_path / "out")] == [()]
    (unit,) = read_jsonl(tmp_path / "out" / "page" / "page.jsonl").units
    assert [code.native for code in unit.source_codes] == ["<b>", "</b>", "<i>", "</i>"]
    made = (tmp_path / "out" / "page" / "page.en.html").read_text()
    assert re.sub("<[^>]*>", "", made) == target
    assert "<b>raining</b>" in made
    assert "<i>snowing</i>" in made
