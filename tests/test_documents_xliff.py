import pytest
from document_laws import assert_survives, read, translated, units
from marked import shown

from pipeline.documents.xliff import XliffFormat
from pipeline.errors import InputError

FORM = XliffFormat()
OLD = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2"><file source-language="fr-FR" target-language="en" original="a"><body>
  <trans-unit id="1">
    <source>Un <g id="1">mot</g> &amp; <x id="2"/>deux</source>
  </trans-unit>
  <trans-unit id="2"><source>Trois</source><target state="new"/></trans-unit>
  <trans-unit id="3"><source>Quatre</source><target>Four</target></trans-unit>
  <trans-unit id="4" translate="no"><source>Cinq</source></trans-unit>
  <trans-unit id="5"><source><bpt id="1">{b}</bpt>Six<ept id="1">{/b}</ept> mots</source>
  <alt-trans><target>x</target></alt-trans></trans-unit>
</body></file></xliff>
"""
NEW = """<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="fr" trgLang="en"><file id="f">
<unit id="1"><segment><source>Un <pc id="1">mot</pc><ph id="2"/></source></segment></unit>
<unit id="2" translate="no"><segment><source>Deux</source></segment></unit>
<unit id="3"><segment state="initial"><source>Trois</source><target>Three</target></segment></unit>
</file></xliff>"""


def marked(text):
    document = FORM.read(text.encode(), "d")
    return shown(document.text, document.codes)


def changed(text):
    document = read(FORM, text.encode())
    assert FORM.write(text.encode(), document, units(document)).decode() == text
    return FORM.write(text.encode(), document, translated(document)).decode()


def test_version_1_2():
    assert marked(OLD) == "Un {1>mot<1} & [2]deux\n\nTrois\n\n{3>Six<3} mots"
    wanted = OLD.replace(
        "deux</source>\n", 'deux</source>\n    <target>Vo <g id="1">npu</g> &amp; <x id="2"/>efvy</target>\n'
    )
    wanted = wanted.replace('<target state="new"/>', "<target>Uspjt</target>")
    wanted = wanted.replace(
        "mots</source>", 'mots</source><target><bpt id="1">{b}</bpt>Tjy<ept id="1">{/b}</ept> nput</target>'
    )
    assert changed(OLD) == wanted


def test_version_2():
    assert marked(NEW) == "Un {1>mot<1}[2]"
    target = '<target>Vo <pc id="1">npu</pc><ph id="2"/></target>'
    assert changed(NEW) == NEW.replace('<ph id="2"/></source>', f'<ph id="2"/></source>{target}')


def test_another_language_is_refused():
    with pytest.raises(InputError, match=r"a\.xlf: its source language is 'de', not French"):
        FORM.read(OLD.replace("fr-FR", "de").encode(), "a.xlf")


def test_damaged_files_are_refused_in_one_line_or_read():
    assert_survives(FORM, OLD.encode())
    assert_survives(FORM, NEW.encode())
