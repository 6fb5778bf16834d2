"""Glossaries as other people's programs write them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from pipeline.errors import GlossaryError
from pipeline.glossary import Entry, Glossary, Kind, Policy
from pipeline.glossary.entries.files import read_glossary, write_glossary


def read(folder: Path, name: str, data: str | bytes) -> list[tuple[str, tuple[str, ...], str, str]]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    entries, problems = read_glossary(path)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return [(entry.source, entry.targets, entry.policy.value, entry.notes) for entry in entries]


ROULEMENT = [("roulement à billes", ("ball bearing",), "must", "")]


@pytest.mark.parametrize(
    "header",
    [
        ("source", "target"),
        ("fr", "en"),
        ("FR-CA", "en_US"),
        ("fra", "ENG"),
        ("French", "English"),
        ("Français", "Anglais"),
        ("Terme", "Traduction"),
        ("Terme source", "Terme cible"),
        ("src", "tgt"),
        ("src_text", "trg_text"),
        ("sourceTerm", "targetTerm"),
        ("Terme français", "Terme anglais"),
        ("Terme en français", "Terme en anglais"),
        ("French (France)", "English (United Kingdom)"),
        ("Source: French", "Target: English"),
    ],
)
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_header_rows_in_usual_words(tmp_path: Path, header: tuple[str, str], sign: str) -> None:
    name = "terms.tsv" if sign == "\t" else "terms.csv"
    rows = f"{sign.join(header)}\nroulement à billes{sign}ball bearing\n"
    assert read(tmp_path, name, rows) == ROULEMENT
    turned = f"{sign.join(header[::-1])}\nball bearing{sign}roulement à billes\n"
    assert read(tmp_path, name, turned) == ROULEMENT


@pytest.mark.parametrize(
    "row", ["français\tFrench", "terme\tterm", "traduction\ttranslation", "note\tnote", "source\tspring"]
)
def test_a_first_row_of_words_about_language_is_an_entry(tmp_path: Path, row: str) -> None:
    source, target = row.split("\t")
    assert read(tmp_path, "terms.tsv", f"{row}\nvis\tscrew\n")[0] == (source, (target,), "must", "")


def test_rows_follow_the_codes_of_their_languages(tmp_path: Path) -> None:
    rows = '"vis à bois","wood screw","FR","EN"\n"washer","rondelle","EN","FR"\n"ressort","spring","fr-CA","en-GB"\n'
    found = read(tmp_path, "deepl.csv", rows)
    assert found == [
        ("vis à bois", ("wood screw",), "must", ""),
        ("rondelle", ("washer",), "must", ""),
        ("ressort", ("spring",), "must", ""),
    ]
    headed = "source,target,source_lang,target_lang,note\nwasher,rondelle,en,fr,flat\n"
    assert read(tmp_path, "headed.csv", headed) == [("rondelle", ("washer",), "must", "flat")]


@pytest.mark.parametrize("language", ["DE", "fro", "enm", "Spanish"])
def test_rows_of_other_languages_are_refused_by_line(tmp_path: Path, language: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(f"vis,screw,FR,EN\nSchraube,screw,{language},EN\n", "utf-8")
    entries, problems = read_glossary(path)
    assert [entry.source for entry in entries] == ["vis"]
    assert [(problem.line, problem.code, problem.severity) for problem in problems] == [(2, "other-language", "error")]
    with pytest.raises(GlossaryError, match=f"{path}:2: a row from {language} to EN"):
        Glossary.load([path])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_texts_are_read(tmp_path: Path, encoding: str) -> None:
    data = "écrou à œil\teye nut\tpièce\nbride\tflange\n".encode(encoding)
    assert read(tmp_path, "terms.tab", data) == [
        ("écrou à œil", ("eye nut",), "must", "pièce"),
        ("bride", ("flange",), "must", ""),
    ]
    problems = read_glossary(tmp_path / "terms.tab")[1]
    assert [problem.code for problem in problems] == (["encoding"] if encoding == "cp1252" else [])


def test_french_excel_writes_semicolons(tmp_path: Path) -> None:
    rows = 'vis, écrou;screw and nut;\n"le mot ""clé""";"the word; ""key""";note\n'
    assert read(tmp_path, "excel.csv", rows) == [
        ("vis, écrou", ("screw and nut",), "must", ""),
        ('le mot "clé"', ('the word; "key"',), "must", "note"),
    ]
    assert read(tmp_path, "declared.csv", f"sep=;\n{rows}")[0][1] == ("screw and nut",)


@pytest.mark.parametrize("name", ["glossary.txt", "terms.tab", "terms.utf8"])
def test_omegat_reads_and_writes_a_row_for_each_form(tmp_path: Path, name: str) -> None:
    entries = [
        Entry("ONU", ("UN", "United Nations"), Kind.ORGANISATION, Policy.PREFER, "a body"),
        Entry("bride", ("flange",), Kind.TERM, Policy.MUST, "pipes"),
        Entry("bride", ("bridle",), Kind.TERM, Policy.FORBID),
        Entry("SNCF", ("SNCF",), Kind.ORGANISATION, Policy.KEEP),
    ]
    write_glossary(entries, tmp_path / name)
    lines = (tmp_path / name).read_text("utf-8").split("\n")
    assert lines == [
        "ONU\tUN\tkind=organisation policy=prefer a body",
        "ONU\tUnited Nations\tkind=organisation policy=prefer a body",
        "bride\tflange\tpipes",
        "SNCF\tSNCF\tkind=organisation policy=keep",
        "",
    ]
    back, problems = read_glossary(tmp_path / name)
    assert problems == []
    assert [(entry.source, entry.targets, entry.kind, entry.policy, entry.notes) for entry in back] == [
        (entry.source, entry.targets, entry.kind, entry.policy, entry.notes)
        for entry in entries
        if entry.policy is not Policy.FORBID
    ]


def test_statuses_and_marks_of_a_table_forbid(tmp_path: Path) -> None:
    rows = "Terme,Traduction,Statut\nlevier,lever,Preferred\nlevier,crowbar,Forbidden\n"
    assert read(tmp_path, "status.csv", rows) == [
        ("levier", ("lever",), "must", ""),
        ("levier", ("crowbar",), "forbid", ""),
    ]
    marked = "source_term\ttarget_term\tforbidden\nlevier\tlever\tFALSE\nlevier\tcrowbar\tTRUE\n"
    assert [row[2] for row in read(tmp_path, "marked.tsv", marked)] == ["must", "forbid"]


def test_weblate_exports_leave_fuzzy_rows_out(tmp_path: Path) -> None:
    rows = (
        "location,source,target,id,fuzzy,context,translator_comments,developer_comments\n"
        ',levier,lever,,False,,"long arm",\n,cric,jack?,,True,,,\n'
    )
    assert read(tmp_path, "weblate.csv", rows) == [("levier", ("lever",), "must", "long arm")]
    assert [problem.code for problem in read_glossary(tmp_path / "weblate.csv")[1]] == ["fuzzy"]


def test_a_row_for_each_term_with_its_language_as_iate_exports(tmp_path: Path) -> None:
    rows = (
        "E_ID|E_DOMAINS|L_CODE|T_TERM|T_EVALUATION\n7|fish|fr|engin de pêche|\n7|fish|en|fishing tackle|Deprecated\n"
        "7|fish|en|fishing gear|Preferred\n7|fish|de|Fanggerät|\n8|fish|fr|chalut|\n"
    ).replace("|", ";")
    assert read(tmp_path, "iate.csv", rows) == [
        ("engin de pêche", ("fishing gear",), "must", ""),
        ("engin de pêche", ("fishing tackle",), "forbid", ""),
    ]
    problems = read_glossary(tmp_path / "iate.csv")[1]
    assert [(problem.line, problem.code) for problem in problems] == [(6, "incomplete-concept")]


def test_workbooks_are_read_from_their_first_sheet_that_holds_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Termes").append(["Terme source", "Note", "Terme cible"])
    book["Termes"].append(["vérin", "hydraulique", "cylinder"])
    book["Termes"].append([None, None, None])
    book["Termes"].append(["bride"])
    book.save(tmp_path / "terms.xlsx")
    entries, problems = read_glossary(tmp_path / "terms.xlsx")
    assert [(entry.source, entry.targets, entry.notes, entry.line) for entry in entries] == [
        ("vérin", ("cylinder",), "hydraulique", 2)
    ]
    assert [(problem.line, problem.code) for problem in problems] == [(4, "empty-target")]


TBX = """<?xml version="1.0" encoding="UTF-8"?>
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>t</p></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="1"><descrip type="definition">Outil à long manche</descrip>
 <langSet xml:lang="fra"><tig><term>levier</term></tig></langSet>
 <langSet xml:lang="en-GB">
  <tig><term>bar</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig>
  <tig><term>lever</term><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
  <tig><term>crow</term><termNote type="administrativeStatus">forbidden</termNote><note>old</note></tig>
  <tig><term>prise</term><termNote type="normativeAuthorization">supersededTerm</termNote></tig></langSet>
</termEntry>
<termEntry id="2"><descrip type="Translation needed">No</descrip>
 <langSet xml:lang="fr"><tig><term>Inkscape</term></tig></langSet></termEntry>
<termEntry id="3"><langSet xml:lang="fr-CA"><ntig><termGrp><term>levier</term></termGrp></ntig></langSet>
 <langSet xml:lang="ENG"><ntig><termGrp><term>leverage</term></termGrp></ntig></langSet></termEntry>
<termEntry id="4"><langSet xml:lang="fro"><tig><term>chastel</term></tig></langSet>
 <langSet xml:lang="enm"><tig><term>castel</term></tig></langSet></termEntry>
</body></text></martif>
"""


def test_termbases_say_how_terms_stand(tmp_path: Path) -> None:
    assert read(tmp_path, "terms.tbx", TBX) == [
        ("levier", ("lever", "bar", "leverage"), "must", "Outil à long manche; old"),
        ("levier", ("crow", "prise"), "forbid", "Outil à long manche; old"),
        ("Inkscape", ("Inkscape",), "keep", ""),
    ]
    problems = read_glossary(tmp_path / "terms.tbx")[1]
    assert [(problem.severity, problem.code) for problem in problems] == [("warning", "incomplete-concept")]


PO = """msgid ""
msgstr ""
"Language: fr\\n"

msgid "lever"
msgstr "levier"

msgid "crowbar"
msgstr "levier"

#, fuzzy
msgid "jack"
msgstr "cric"
"""


def test_catalogues_go_either_way(tmp_path: Path) -> None:
    assert read(tmp_path, "weblate.po", PO) == [("levier", ("lever", "crowbar"), "must", "")]
    problems = read_glossary(tmp_path / "weblate.po")[1]
    assert [(problem.severity, problem.code) for problem in problems] == [("warning", "left-out")]
    with pytest.raises(GlossaryError, match="Language: de"):
        read(tmp_path, "weblate.po", PO.replace("Language: fr", "Language: de"))
