"""Out for review and back in: nothing done gives an empty patch, what was done comes home."""

from __future__ import annotations

import gc
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from sample_bitexts import sample

from pipeline.bitext import Bitext, Origin, Review, Unit
from pipeline.errors import FormatError, InputError, OptionError, OutputError
from pipeline.review.applying import apply_patch
from pipeline.review.exchange import EXCHANGES, read_review
from pipeline.review.patch import DocumentPatch, Edit, Patch
from pipeline.review.tables import COLUMNS

NAMESPACE = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
WRITING = [suffix for suffix, exchange in EXCHANGES.items() if exchange.writer]


def write(path: Path, *bitexts: Bitext) -> dict[str, int]:
    writer = EXCHANGES[path.suffix].writer
    assert writer is not None
    return dict(writer.write(bitexts, (path,)))


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


def xliff(path: Path) -> tuple[Any, list[Any], list[Any]]:
    tree = etree.parse(path)
    found = (tree.xpath(f"//x:{tag}", namespaces=NAMESPACE) for tag in ("trans-unit", "target"))
    units, targets = found
    return tree, units, targets


def test_xliff_edits(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(path, sample())
    tree, _, targets = xliff(path)
    targets[0].text = "Putin has spoken."
    targets[1].set("state", "signed-off")
    inner = etree.SubElement(targets[1], f"{{{NAMESPACE['x']}}}mrk", mtype="seg", mid="1")
    inner.text, targets[1].text = targets[1].text, None
    tree.write(path, encoding="utf-8")
    patch = read_review(path)
    assert [(edit.id, edit.target, edit.state) for edit in patch.documents[0].edits] == [
        ("s0001", "Putin has spoken.", Review.EDITED),
        ("s0002", "“No,” he said.", Review.APPROVED),
    ]
    applied = apply_patch(sample(), patch.documents[0])
    assert applied.approved == ("s0002",)
    assert applied.bitext.units[2] == sample().units[2]


def test_xliff_states_go_out_and_come_back(tmp_path: Path) -> None:
    units = tuple(
        Unit(f"s{number}", f"phrase {number}", target, origin=origin, review=review)
        for number, (target, origin, review) in enumerate(
            [
                ("a", Origin.MACHINE, Review.NONE),
                ("b", Origin.HUMAN, Review.NONE),
                ("c", Origin.HUMAN, Review.DRAFT),
                ("d", Origin.HUMAN, Review.EDITED),
                ("e", Origin.HUMAN, Review.APPROVED),
                ("", Origin.MACHINE, Review.NONE),
            ]
        )
    )
    write(tmp_path / "a.xlf", Bitext("a", units))
    _, elements, targets = xliff(tmp_path / "a.xlf")
    needs = "needs-review-translation"
    assert [target.get("state") for target in targets] == [needs, needs, "new", needs, "final", "needs-translation"]
    assert [element.get("approved") for element in elements] == ["no"] * 4 + ["yes", "no"]
    for edit in read_review(tmp_path / "a.xlf").documents[0].edits:
        assert (edit.id, edit.state) == ("s4", Review.APPROVED)


@pytest.mark.parametrize(
    ("attributes", "state"),
    [
        ({}, None),
        ({"state": "needs-review-translation"}, None),
        ({"state": "needs-translation"}, None),
        ({"state": "new"}, None),
        ({"state": "translated"}, Review.APPROVED),
        ({"state": "final"}, Review.APPROVED),
        ({"state": "signed-off"}, Review.APPROVED),
    ],
)
@pytest.mark.parametrize("extradata", [True, False])
def test_xliff_states_are_obeyed(
    tmp_path: Path, attributes: dict[str, str], state: Review | None, extradata: bool
) -> None:
    write(tmp_path / "a.xlf", sample())
    tree, units, targets = xliff(tmp_path / "a.xlf")
    for element in targets:
        element.attrib.pop("state")
        element.attrib.update(attributes)
    for unit in units:
        unit.attrib.pop("approved")
        if not extradata:
            unit.attrib.pop("extradata")
    tree.write(tmp_path / "a.xlf")
    applied = apply_patch(sample(), read_review(tmp_path / "a.xlf").documents[0])
    assert applied.conflicts == ()
    assert {unit.review for unit in applied.bitext.units} == {state or Review.NONE}
    assert len(applied.approved) == (3 if state else 0)


def test_xliff_notes(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(path, sample())
    tree, units, _ = xliff(path)
    notes = tree.xpath("//x:note", namespaces=NAMESPACE)
    assert [(note.get("from"), note.text) for note in notes] == [
        ("bitexte", "warning quotes: quotes differ"),
        ("bitexte", "error copied: the source is copied"),
        ("reviewer", "vérifier"),
    ]
    for note in notes:
        note.attrib.pop("from")
    etree.SubElement(units[0], f"{{{NAMESPACE['x']}}}note").text = "un mot"
    tree.write(path)
    (edit,) = read_review(path).documents[0].edits
    assert (edit.id, edit.state, edit.comment) == ("s0001", Review.NONE, "un mot")


@pytest.mark.parametrize("empty", ["<target/>", "<target> </target>"])
def test_an_emptied_xliff_target_means_not_translated(tmp_path: Path, empty: str) -> None:
    path = tmp_path / "a.xlf"
    write(path, sample())
    path.write_text(re.sub(r"<target[^>]*>Putin spoke.</target>", empty, path.read_text()))
    applied = apply_patch(sample(), read_review(path).documents[0])
    assert (applied.bitext.units[0].target, applied.bitext.units[0].review) == ("", Review.DRAFT)
    assert applied.approved == ()


def test_an_entity_that_cannot_be_resolved_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    write(path, sample())
    text = path.read_text().replace("<xliff", '<!DOCTYPE xliff [<!ENTITY e SYSTEM "x">]><xliff', 1)
    path.write_text(text.replace("Putin spoke.", "Putin &e; spoke."))
    with pytest.raises(FormatError, match=r"a\.xlf: line 6: the entity &e; cannot be resolved"):
        read_review(path)


def test_excel_edits(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, sample())
    book = openpyxl.load_workbook(path)
    sheet = book["review"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert book["bitexte"].sheet_state == "veryHidden"
    assert sheet["F3"].value == "warning: quotes differ (quotes)"
    sheet["C2"], sheet["D3"], sheet["E4"] = "Putin has spoken.", "Yes", "revoir"
    book.save(path)
    assert_edits(read_review(path))


def test_word_edits(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write(path, sample())
    document = docx.Document(str(path))
    rows = document.tables[0].rows
    rows[1].cells[2].text, rows[2].cells[3].text, rows[3].cells[4].text = "Putin has spoken.", "Yes", "revoir"
    assert [run.font.hidden for run in rows[1].cells[0].paragraphs[0].runs] == [None, True]
    document.save(str(path))
    assert_edits(read_review(path))


def assert_edits(patch: Patch) -> None:
    (document,) = patch.documents
    assert [(edit.id, edit.state, edit.comment) for edit in document.edits] == [
        ("s0001", Review.EDITED, None),
        ("s0002", Review.APPROVED, None),
        ("s0003", Review.NONE, "revoir"),
    ]
    assert document.edits[0].target == "Putin has spoken."
    assert apply_patch(sample(), document).conflicts == ()


def test_an_inserted_sheet_moved_columns_and_a_title_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, sample())
    book = openpyxl.load_workbook(path)
    sheet = book["review"]
    sheet["C2"], sheet["D3"], sheet["E4"] = "Putin has spoken.", "Yes", "revoir"
    sheet.insert_cols(1)
    sheet.insert_rows(1)
    sheet["A1"] = "checked by Anne"
    book.create_sheet("notes", 0)["A1"] = "not a table"
    book.save(path)
    assert_edits(read_review(path))


def test_a_sheet_without_its_traces_still_comes_home(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, sample())
    book = openpyxl.load_workbook(path)
    book["review"]["C2"] = "Putin has spoken."
    del book["bitexte"]
    book.save(path)
    (document,) = read_review(path).documents
    assert document.name == ""
    applied = apply_patch(sample(), document)
    assert [unit.review for unit in applied.bitext.units] == [Review.EDITED, Review.NONE, Review.NONE]
    assert applied.bitext.units[1:] == sample().units[1:]


def test_states_of_a_table_go_out_and_come_back(tmp_path: Path) -> None:
    units = tuple(replace(unit, review=review) for unit, review in zip(sample().units, list(Review)[1:], strict=True))
    write(tmp_path / "a.xlsx", replace(sample(), units=units))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert [book["review"][f"D{row}"].value for row in (2, 3, 4)] == ["draft", "edited", "approved"]
    assert read_review(tmp_path / "a.xlsx").documents[0].edits == ()
    book["review"]["D4"] = None
    book.save(tmp_path / "a.xlsx")
    (edit,) = read_review(tmp_path / "a.xlsx").documents[0].edits
    assert (edit.id, edit.state) == ("s0003", Review.EDITED)


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def wrapped(cell: Any, *tags: str) -> Any:
    """Puts the runs of a cell into elements of these tags, outermost first."""
    paragraph = cell.paragraphs[0]._p
    runs = paragraph.findall(f"{W}r")
    place = paragraph
    for tag in tags:
        place = etree.SubElement(place, f"{W}{tag}")
    place.extend(runs)
    return place


def test_tracked_changes_and_wrapped_text_are_read_as_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write(path, sample())
    document = docx.Document(str(path))
    first, second, third = (row.cells[2] for row in document.tables[0].rows[1:])
    wrapped(first, "del")
    assert first.paragraphs[0].runs == []
    for text in first.paragraphs[0]._p.iter(f"{W}t"):
        text.tag = f"{W}delText"
    inserted = etree.SubElement(first.paragraphs[0]._p, f"{W}ins")
    etree.SubElement(etree.SubElement(inserted, f"{W}r"), f"{W}t").text = "Putin has spoken."
    wrapped(second, "smartTag", "smartTag")
    wrapped(third, "sdt", "sdtContent")
    document.save(str(path))
    (document_patch,) = read_review(path).documents
    (edit,) = document_patch.edits
    assert (edit.id, edit.target, edit.state) == ("s0001", "Putin has spoken.", Review.EDITED)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".xlf"])
@given(share=st.floats(0, 0.999))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_truncated_files_are_refused_in_one_line(tmp_path: Path, suffix: str, share: float) -> None:
    path = tmp_path / f"whole{suffix}"
    if not path.exists():
        write(path, sample())
    data = path.read_bytes()
    cut = tmp_path / f"cut{suffix}"
    cut.write_bytes(data[: min(int(len(data) * share), len(data) - 2)])
    with pytest.raises(FormatError):
        read_review(cut)


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        ("a.xlf", b"<xliff", FormatError, "line 1: not well-formed XML"),
        ("a.xlf", b"<tmx/>", FormatError, "not XLIFF 1.2: the root element is <tmx>"),
        ("a.xliff", None, InputError, "no such file"),
        ("a.xlsx", b"no zip", FormatError, "broken file"),
        ("a.docx", b"no zip", FormatError, "broken file"),
        ("a.xlsx", None, InputError, "no such file"),
        ("a.docx", None, InputError, "no such file"),
        ("a.odt", b"", OptionError, "valid are .json, .xlf, .xlsx, .docx, .tmx"),
    ],
)
def test_broken_files(tmp_path: Path, name: str, data: bytes | None, error: type[Exception], message: str) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(error, match=message):
        read_review(tmp_path / name)


@pytest.mark.parametrize("suffix", WRITING)
def test_names_of_units_with_control_characters(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    bitext = Bitext("a", (Unit("s\x000001", "un", "one"), Unit("s0002", "deux", "two")))
    assert write(path, bitext)["xml-forbidden"] >= 1
    assert apply_patch(bitext, read_review(path).documents[0]).bitext == bitext


def test_what_excel_cannot_hold_is_refused_not_cut(tmp_path: Path) -> None:
    unit = Unit("s0001", "x", "y" * 32_768)
    with pytest.raises(OutputError, match="32,767 characters in a cell; s0001 has more"):
        write(tmp_path / "a.xlsx", Bitext("a", (unit,)))


def test_entities_in_a_word_file_are_not_lost_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write(path, sample())
    with zipfile.ZipFile(path) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    body = entries["word/document.xml"].replace(b"<w:document", b"<!DOCTYPE d [<!ENTITY e 'x'>]><w:document", 1)
    entries["word/document.xml"] = body.replace(b"Putin spoke.", b"Putin &e;")
    with zipfile.ZipFile(path, "w") as file:
        for name, data in entries.items():
            file.writestr(name, data)
    with pytest.raises(FormatError, match="the entity &e; cannot be resolved"):
        read_review(path)


def test_a_row_far_away_and_a_column_far_away(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, sample())
    with zipfile.ZipFile(path) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    good = entries[sheet]
    for row in (
        b'<row r="900000000"><c r="A900000000"><v>1</v></c></row>',
        b'<row r="9"><c r="ZZZ9"><v>1</v></c></row>',
    ):
        entries[sheet] = good.replace(b"</sheetData>", row + b"</sheetData>")
        with zipfile.ZipFile(path, "w") as file:
            for name, data in entries.items():
                file.writestr(name, data)
        if b"ZZZ" in row:
            assert apply_patch(sample(), read_review(path).documents[0]).bitext == sample()
        else:
            with pytest.raises(FormatError, match="rows in a sheet"):
                read_review(path)


def test_a_json_patch(tmp_path: Path) -> None:
    patch = Patch((DocumentPatch("a", (Edit("s0001", "0", "x"),)),))
    (tmp_path / "a.json").write_text(patch.to_json())
    assert read_review(tmp_path / "a.json") == patch


def broken(path: Path, how: str) -> None:
    """Writes an Excel file, which goes wrong midway."""

    def bitexts() -> Iterator[Bitext]:
        yield sample()
        if how == "source":
            raise FormatError("the source breaks off")
        if how == "long":
            yield Bitext("a", (Unit("s0001", "x" * 40_000, "y"),))

    if how == "place":
        path.mkdir()
    EXCHANGES[".xlsx"].writer.write(bitexts(), (path,))  # type: ignore[union-attr]


@pytest.mark.parametrize("how", ["source", "long", "place"])
def test_a_fault_leaves_no_sheet_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    complaints: list[str] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda found: complaints.append(str(found.exc_value)))
    with pytest.raises((FormatError, OutputError)):
        broken(tmp_path / "a.xlsx", how)
    gc.collect()
    assert complaints == []
    assert not (tmp_path / "a.xlsx").is_file()
