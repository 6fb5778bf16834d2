"""Out for review and back in: nothing done gives an empty patch, what was done comes home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from sample_bitexts import sample

from pipeline.bitext import Bitext, Origin, Unit
from pipeline.errors import FormatError, InputError, OptionError
from pipeline.review.applying import apply_patch
from pipeline.review.exchange import EXCHANGES, read_review
from pipeline.review.patch import DocumentPatch, Edit, Patch

NAMESPACE = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
WRITING = [suffix for suffix, exchange in EXCHANGES.items() if exchange.writer]


def write(path: Path, *bitexts: Bitext) -> dict[str, int]:
    pytest.importorskip({".xlsx": "openpyxl", ".docx": "docx"}.get(path.suffix, "lxml"))
    writer = EXCHANGES[path.suffix].writer
    assert writer is not None
    return dict(writer.write(bitexts, (path,)))


def change_xliff(path: Path, change: Callable[[Any], None]) -> None:
    tree = etree.parse(path)
    change(tree)
    tree.write(path, encoding="utf-8")


@pytest.mark.parametrize("suffix", WRITING)
def test_untouched_files_change_nothing(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    bitexts = [sample(), replace(sample(), name="autre")]
    assert write(path, *bitexts) == {}
    patch = read_review(path)
    assert [document.name for document in patch.documents] == ["essai", "autre"]
    for bitext, document in zip(bitexts, patch.documents, strict=True):
        assert apply_patch(bitext, document).bitext == bitext


@pytest.mark.parametrize("suffix", WRITING)
def test_hostile_and_forbidden_characters(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    bitext = Bitext("a", (Unit("s0001", "=1+1\x00 <b>", "=HYPERLINK(1)\x0b & ]]>"), Unit("s0002", "x", "")))
    assert write(path, bitext) == {"xml-forbidden": 2} or suffix != ".xlf"
    (document,) = read_review(path).documents
    applied = apply_patch(bitext, document)
    assert applied.conflicts == ()
    assert applied.bitext.units[1] == bitext.units[1]


def test_xliff_edits(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(path, sample())

    def change(tree: Any) -> None:
        units = tree.xpath("//x:trans-unit", namespaces=NAMESPACE)
        units[0].xpath("x:target", namespaces=NAMESPACE)[0].text = "Putin has spoken."
        target = units[1].xpath("x:target", namespaces=NAMESPACE)[0]
        target.set("state", "signed-off")
        inner = etree.SubElement(target, f"{{{NAMESPACE['x']}}}mrk", mtype="seg", mid="1")
        inner.text, target.text = target.text, None

    change_xliff(path, change)
    patch = read_review(path)
    assert [(edit.id, edit.target, edit.edited, edit.reviewed) for edit in patch.documents[0].edits[:2]] == [
        ("s0001", "Putin has spoken.", True, False),
        ("s0002", "“No,” he said.", False, True),
    ]
    applied = apply_patch(sample(), patch.documents[0])
    assert applied.approved == ("s0001", "s0002")
    assert applied.bitext.units[2] == sample().units[2]


def test_xliff_states(tmp_path: Path) -> None:
    first, *rest = sample().units
    write(tmp_path / "a.xlf", replace(sample(), units=(replace(first, origin=Origin.HUMAN), *rest)))
    tree = etree.parse(tmp_path / "a.xlf")
    assert tree.xpath("//x:target/@state", namespaces=NAMESPACE) == ["final", *["needs-review-translation"] * 2]
    assert tree.xpath("//x:note[@from='bitexte']/text()", namespaces=NAMESPACE)[0] == "warning quotes: quotes differ"
    assert tree.xpath("//x:note[@from='reviewer']/text()", namespaces=NAMESPACE) == ["vérifier"]


def test_excel_edits(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "a.xlsx"
    write(path, sample())
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["C2"], sheet["E3"], sheet["D4"] = "Putin has spoken.", "Yes", "revoir"
    book.save(path)
    assert_edits(read_review(path))


def test_word_edits(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    path = tmp_path / "a.docx"
    write(path, sample())
    document = docx.Document(str(path))
    rows = document.tables[0].rows
    rows[1].cells[2].text, rows[2].cells[4].text, rows[3].cells[3].text = "Putin has spoken.", "Yes", "revoir"
    document.save(str(path))
    assert_edits(read_review(path))


def assert_edits(patch: Patch) -> None:
    (document,) = patch.documents
    assert [(edit.id, edit.edited, edit.reviewed, edit.comment) for edit in document.edits] == [
        ("s0001", True, False, None),
        ("s0002", False, True, None),
        ("s0003", False, False, "revoir"),
    ]
    assert document.edits[0].target == "Putin has spoken."
    assert apply_patch(sample(), document).conflicts == ()


def test_a_changed_check_column_names_the_row(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = tmp_path / "a.xlsx"
    write(path, sample())
    book = openpyxl.load_workbook(path)
    book.active["F3"] = "x"
    book.save(path)
    with pytest.raises(FormatError, match="row 3: the check column was changed"):
        read_review(path)


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.xlf", b"<xliff", FormatError, "line 1: not well-formed XML"),
        ("a.xlf", b"<tmx/>", FormatError, "not XLIFF 1.2: the root element is <tmx>"),
        ("a.xliff", None, InputError, "cannot be read"),
        ("a.xlsx", b"no zip", FormatError, "broken file"),
        ("a.docx", b"no zip", FormatError, "broken file"),
        ("a.xlsx", None, InputError, "cannot be read"),
        ("a.docx", None, InputError, "cannot be read"),
        ("a.odt", b"", OptionError, "valid are .json, .xlf, .xlsx, .docx"),
    ],
)
def test_broken_files(tmp_path: Path, name: str, data: bytes | None, error: type[Exception], message: str) -> None:
    pytest.importorskip({"a.xlsx": "openpyxl", "a.docx": "docx"}.get(name, "lxml"))
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=message):
        read_review(tmp_path / name)


def test_a_json_patch(tmp_path: Path) -> None:
    patch = Patch((DocumentPatch("a", (Edit("s0001", "0", "x"),)),))
    (tmp_path / "a.json").write_text(patch.to_json())
    assert read_review(tmp_path / "a.json") == patch
