import shutil
import subprocess

import pytest
from document_laws import assert_survives, read, translated, units

from pipeline.documents.gettext import GettextFormat

FORM = GettextFormat()
CATALOGUE = """msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"

#. une note
#: a.c:12
msgid "Un \\"mot\\"\\n"
msgstr ""

msgid ""
"Deux "
"lignes"
msgstr ""

msgid "Déjà"
msgstr "Already"

#, c-format
msgid "%d mot"
msgid_plural "%d mots"
msgstr[0] ""
msgstr[1] ""

#~ msgid "Ancien"
#~ msgstr ""
"""
WRITTEN = (
    CATALOGUE.replace('mot\\"\\n"\nmsgstr ""', 'mot\\"\\n"\nmsgstr "Vo \\"npu\\"\\n"')
    .replace('lignes"\nmsgstr ""', 'lignes"\nmsgstr "Efvy mjhoft"')
    .replace('msgstr[0] ""', 'msgstr[0] "%e npu"')
    .replace('msgstr[1] ""', 'msgstr[1] "%e nput"')
)


def test_what_has_no_translation_gets_one():
    document = read(FORM, CATALOGUE.encode())
    blocks = [document.text[block.start : block.end] for block in document.blocks]
    assert blocks == ['Un "mot"\n', "Deux lignes", "%d mot", "%d mots"]
    assert FORM.write(CATALOGUE.encode(), document, translated(document)).decode() == WRITTEN
    assert FORM.write(CATALOGUE.encode(), document, units(document)).decode() == CATALOGUE


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs msgfmt: apt install gettext")
def test_msgfmt_takes_what_was_written(tmp_path):
    path = tmp_path / "a.po"
    document = read(FORM, CATALOGUE.encode())
    found = [unit for unit in translated(document) if "%" not in unit.source]
    path.write_bytes(FORM.write(CATALOGUE.encode(), document, found))
    subprocess.run(["msgfmt", "-c", "-o", str(tmp_path / "a.mo"), str(path)], check=True)


def test_another_encoding():
    data = CATALOGUE.replace("UTF-8", "ISO-8859-1").encode("latin-1")
    document = read(FORM, data)
    assert FORM.write(data, document, translated(document)) == WRITTEN.replace("UTF-8", "ISO-8859-1").encode("latin-1")


def test_damaged_catalogues_are_read():
    assert_survives(FORM, CATALOGUE.encode())
