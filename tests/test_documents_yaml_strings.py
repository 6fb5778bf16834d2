from dataclasses import replace

import pytest
import yaml
from document_laws import assert_laws, assert_survives, read, translated, units

from pipeline.documents.yaml_strings import YamlFormat
from pipeline.errors import FormatError

FORM = YamlFormat()
FILE = """# note
titre: Un mot  # encore
vide:
nombre: 12
nom: a_b.c
simple: 'L''été'
double: "Deux \\u00e9t\\u00e9"
liste: [Trois, {clé: quatre}]
texte: |
  Cinq mots.

  Six.
plié: >-
  Sept
  huit.
ancre: &a Neuf
alias: *a
"""


def test_values_are_read_and_written_in_their_style():
    document = read(FORM, FILE.encode())
    blocks = [document.text[block.start : block.end] for block in document.blocks]
    assert blocks[:5] == ["Un mot", "L'été", "Deux été", "Trois", "quatre"]
    assert blocks[5:] == ["Cinq mots.\n\nSix.", "Sept huit.", "Neuf"]
    assert FORM.write(FILE.encode(), document, units(document)).decode() == FILE
    made = FORM.write(FILE.encode(), document, translated(document)).decode()
    for line in ("titre: Vo npu  # encore", "simple: 'M''éué'", 'double: "Efvy éué"', "liste: [Uspjt, {clé: rvbusf}]"):
        assert line in made
    assert "texte: |\n  Djor nput.\n  Tjy.\nplié: >-\n  Tfqu ivju.\nancre: &a Ofvg\nalias: *a\n" in made
    assert yaml.safe_load(made).keys() == yaml.safe_load(FILE).keys()


def test_what_would_be_something_else_is_quoted():
    data = b"a: Un\nb: Deux\nc: Trois\n"
    document = read(FORM, data)
    targets = ["yes", "one: two", "it's #1"]
    made = FORM.write(
        data, document, [replace(unit, target=each) for unit, each in zip(units(document), targets, strict=True)]
    )
    assert list(yaml.safe_load(made).values()) == targets


def test_laws():
    assert_laws(FORM, b"a: Un mot\nb:\n  - 'Deux'\n  - \"Trois\"\n")


def test_what_is_not_yaml_is_refused_in_one_line():
    with pytest.raises(FormatError, match=r"a\.yaml: not YAML"):
        FORM.read(b"a: [b", "a.yaml")
    assert_survives(FORM, FILE.encode())
