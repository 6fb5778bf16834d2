"""Other programs open what goes out for review, and what they give back comes home; skipped where they are missing."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from served_folder import UNITS, make_folder

from pipeline.bitext import Review, Unit
from pipeline.formats.jsonl import read_jsonl
from pipeline.workflow.review import apply_review, export_review

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><glossary_file>__DEFAULT__</glossary_file>
<dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>FR</source_lang><target_lang>EN</target_lang>
<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>
"""
SAVED = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.1"><header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="EN-US" datatype="plaintext"
creationtoolversion="3.6.0" segtype="paragraph" srclang="FR"/><body><tu><tuv lang="FR"><seg>Le chat dort.</seg></tuv>
<tuv lang="EN" changeid="anna" changedate="20260101T000000Z"><seg>The tomcat is asleep.</seg></tuv></tu></body></tmx>
"""
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def units(out: Path) -> list[Unit]:
    return list(read_jsonl(out / "autre" / "autre.jsonl").units)


def through_libreoffice(path: Path, kind: str, place: Path) -> Path:
    """The file as LibreOffice writes it again."""
    place.mkdir()
    profile = f"-env:UserInstallation=file://{place / 'profile'}"
    command = [program("soffice"), profile, "--headless", "--convert-to", kind, "--outdir", str(place), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return place / f"{path.stem}.{kind}"


def test_omegat_shows_the_french_and_gives_back_what_a_person_wrote(tmp_path: Path) -> None:
    omegat = program("omegat")
    out, project = make_folder(tmp_path / "out"), tmp_path / "project"
    export_review(out, "omegat")
    for folder in ("source", "target", "omegat", "tm/auto", "glossary", "dictionary"):
        (project / folder).mkdir(parents=True)
    (project / "omegat.project").write_text(PROJECT)
    (project / "omegat" / "project_save.tmx").write_text(SAVED)
    shutil.copy(out / "autre" / "autre.omegat.xlf", project / "source" / "autre.xlf")
    shutil.copy(out / "autre" / "autre.tmx", project / "tm" / "auto")
    options = ["--mode=console-translate", f"--config-dir={tmp_path / 'config'}", "--disable-project-locking"]
    subprocess.run([omegat, str(project), *options], check=True, capture_output=True, timeout=300)
    returned = project / "target" / "autre.xlf"
    targets = [target.text for target in etree.parse(returned).iter("{*}target")]
    assert targets == ["It rains.", "Thanks.", "The tomcat is asleep.", "End."]
    (reviewed,) = apply_review(returned, out)
    assert reviewed.conflicts == ()
    assert [(unit.target, unit.review) for unit in units(out)] == [
        ("It rains.", Review.NONE),
        ("Thanks.", Review.NONE),
        ("The tomcat is asleep.", Review.EDITED),
        ("End.", Review.NONE),
    ]


def test_what_nobody_translated_in_omegat_changes_nothing(tmp_path: Path) -> None:
    out = make_folder(tmp_path)
    export_review(out, "omegat")
    (reviewed,) = apply_review(out / "autre" / "autre.omegat.xlf", out)
    assert reviewed.conflicts == ()
    assert [(unit.target, unit.review) for unit in units(out)] == [(unit.target, Review.NONE) for unit in UNITS]


def test_libreoffice_gives_back_a_sheet(tmp_path: Path) -> None:
    out = make_folder(tmp_path / "out")
    export_review(out, "xlsx")
    path = out / "autre" / "autre.xlsx"
    assert apply_review(through_libreoffice(path, "xlsx", tmp_path / "untouched"), out)[0].conflicts == ()
    assert [unit.review for unit in units(out)] == [Review.NONE] * 4
    ods = through_libreoffice(path, "ods", tmp_path / "ods")
    book = openpyxl.load_workbook(through_libreoffice(ods, "xlsx", tmp_path / "again"))
    sheet = book["review"]
    sheet["C4"], sheet["D4"] = "The tomcat sleeps.", "approved"
    book.save(path)
    apply_review(through_libreoffice(path, "xlsx", tmp_path / "edited"), out)
    assert [(unit.target, unit.review) for unit in units(out)][2] == ("The tomcat sleeps.", Review.APPROVED)


def test_libreoffice_gives_back_tracked_changes(tmp_path: Path) -> None:
    out = make_folder(tmp_path / "out")
    export_review(out, "docx")
    path = out / "autre" / "autre.docx"
    with zipfile.ZipFile(path) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    root = etree.fromstring(entries["word/document.xml"])
    (text,) = (node for node in root.iter(f"{{{WORD}}}t") if node.text == "The cat sleeps.")
    run = text.getparent()
    author = f'xmlns:w="{WORD}" w:id="9" w:author="Anna" w:date="2026-01-01T00:00:00Z"'
    inserted = etree.fromstring(f"<w:ins {author}><w:r><w:t>The tomcat sleeps.</w:t></w:r></w:ins>")
    deleted = etree.fromstring(f"<w:del {author}><w:r><w:delText>The cat sleeps.</w:delText></w:r></w:del>")
    place = run.getparent().index(run)
    run.getparent()[place : place + 1] = [deleted, inserted]
    entries["word/document.xml"] = etree.tostring(root)
    with zipfile.ZipFile(path, "w") as file:
        for name, data in entries.items():
            file.writestr(name, data)
    returned = through_libreoffice(path, "docx", tmp_path / "back")
    with zipfile.ZipFile(returned) as file:
        assert b"<w:ins " in file.read("word/document.xml")
    (reviewed,) = apply_review(returned, out)
    assert reviewed.conflicts == ()
    assert [unit.target for unit in units(out)] == ["It rains.", "Thanks.", "The tomcat sleeps.", "End."]
