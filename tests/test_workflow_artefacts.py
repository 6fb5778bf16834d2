import json

import pytest

from pipeline.bitext import Bitext, Flag, Mention, Severity, Span, Unit
from pipeline.documents.registry import Original
from pipeline.errors import FormatError, OptionError
from pipeline.files.limits import Limits, limits, set_limits
from pipeline.formats.tmx_reading import read_tmx
from pipeline.workflow.artefacts import FORMATS, Merger, kept_original, merged_names, parse_formats, write_artefacts
from pipeline.workflow.report import FlagCount, TermAudit, report, term_audit

MISSING = Flag("term-missing", Severity.ERROR, "Poutine is not rendered")
UNITS = (
    Unit(
        "s0001",
        "Poutine parle.",
        "Putin speaks.",
        mentions=(Mention("Poutine", "Putin", "person", "must", Span(0, 7), Span(0, 5), "plain"),),
    ),
    Unit(
        "s0002",
        "Poutine rit.\x0c",
        "He laughs.",
        paragraph=1,
        mentions=(Mention("Poutine", "Putin", "person", "must", Span(0, 7), None, "missing"),),
        flags=(MISSING,),
    ),
)
BITEXT = Bitext("a", UNITS, metadata={"date": "2023-09"})


def test_every_file_the_user_was_promised(tmp_path):
    files = write_artefacts(BITEXT, tmp_path / "a")
    assert {file.name for file in files} == {
        *("a.en.txt", "a.tmx", "a.fr-en.fr", "a.fr-en.en", "a.tsv", "a.jsonl", "a.html", "a.report.json"),
    }
    assert sorted(tmp_path.joinpath("a").iterdir()) == sorted(files)
    made = json.loads((tmp_path / "a" / "a.report.json").read_text())
    assert made["counts"]["units"] == 2
    assert made["counts"]["errors"] == 1
    assert made["metadata"] == {"date": "2023-09"}
    assert made["changed_characters"]
    assert "run" not in made


def test_a_kept_original_has_the_limits_of_all_files(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".a.html").write_bytes(b"<p>Bonjour.</p>")
    assert kept_original(tmp_path / "a") == Original(b"<p>Bonjour.</p>", ".html")
    before = limits()
    try:
        set_limits(Limits(whole=4))
        with pytest.raises(FormatError, match=r"--limit whole="):
            kept_original(tmp_path / "a")
    finally:
        set_limits(before)


def test_chosen_formats_only(tmp_path):
    files = write_artefacts(BITEXT, tmp_path / "a", formats=("moses",))
    assert [file.name for file in files] == ["a.fr-en.fr", "a.fr-en.en"]


def test_the_audit_says_what_became_of_every_mention():
    assert term_audit(BITEXT) == [
        TermAudit("Poutine", "person", "must", 2, renderings={"Putin": 1}, steps={"plain": 1}, missed=("s0002",))
    ]
    assert report(BITEXT).flags == (FlagCount("term-missing", "error", ("s0002",)),)


def test_several_documents_are_merged_with_unique_ids(tmp_path):
    merger = Merger(tmp_path, FORMATS)
    for name in ("a", "b"):
        merger.add(Bitext(name, UNITS))
    written = merger.write()
    merger.discard()
    assert [path.name for path in written] == ["corpus.tmx", "corpus.fr", "corpus.en"]
    assert len(read_tmx(tmp_path / "corpus.tmx").units) == 4
    assert (tmp_path / "corpus.en").read_text().count("\n") == 4
    assert {unit.id for unit in read_tmx(tmp_path / "corpus.tmx").units} == {
        *("a-s0001", "a-s0002", "b-s0001", "b-s0002"),
    }
    assert [path.name for path in (tmp_path / ".bitexte").iterdir()] == ["corpus.json"]
    assert merged_names(tmp_path) == ["a", "b"]


def test_what_a_killed_run_left_is_swept_up(tmp_path):
    left = tmp_path / ".bitexte" / "merging-999999999"
    left.mkdir(parents=True)
    Merger(tmp_path, FORMATS).discard()
    assert not left.exists()


def test_one_document_is_not_merged(tmp_path):
    merger = Merger(tmp_path, FORMATS)
    merger.add(BITEXT)
    assert merger.write() == []


@pytest.mark.parametrize(
    ("names", "expected"), [(None, FORMATS), ("tmx", ("tmx",)), ("report, text", ("text", "report"))]
)
def test_format_lists(names, expected):
    assert parse_formats(names) == expected


@pytest.mark.parametrize("names", ["docx", "", "tmx,xyz"])
def test_unknown_formats_are_named_with_the_valid_ones(names):
    with pytest.raises(OptionError, match=r"valid names.*tmx"):
        parse_formats(names)
