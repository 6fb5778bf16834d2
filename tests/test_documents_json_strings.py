import json

import pytest
from document_laws import assert_laws, assert_survives, read, translated
from hypothesis import given
from hypothesis import strategies as st

from pipeline.documents.json_strings import JsonFormat, is_text
from pipeline.errors import FormatError

FORM = JsonFormat()
FILE = (
    '{ "titre": "Un mot", "n": 12,\n  "liste": ["Deux", {"id": "a_b", "url": "http://a.fr/b"}],'
    ' "é": "\\u00e9t\\u00e9 \\"x\\"" }\n'
)


def test_values_are_read_and_keys_are_not():
    document = assert_laws(FORM, FILE.encode())
    assert [document.text[block.start : block.end] for block in document.blocks] == ["Un mot", "Deux", 'été "x"']
    made = FORM.write(FILE.encode(), read(FORM, FILE.encode()), translated(document)).decode()
    assert made.startswith('{ "titre": "Vo npu", "n": 12,\n  "liste": ["Efvy", {"id": "a_b", "url": "http://a.fr/b"}]')


def test_what_is_escaped_stays_escaped():
    data = b'{"a": "\\u00e9t\\u00e9"}'
    document = read(FORM, data)
    assert FORM.write(data, document, translated(document)) == b'{"a": "\\u00e9u\\u00e9"}'


NAMES = ["a_b", "a.b.c", "maClasse", "MAX_VALUE", "#fff", "http://a.fr", "img/a.png", "12", "btn-primary"]


@pytest.mark.parametrize("value", NAMES)
def test_names_for_programs_are_left_alone(value):
    assert not is_text(value)


@pytest.mark.parametrize("value", ["Fermer", "ouvrir", "Un mot", "été", "Bonjour {nom} !", "aujourd'hui"])
def test_words_are_read(value):
    assert is_text(value)


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)


@given(VALUES, st.booleans())
def test_any_json_keeps_its_keys_and_numbers(value, escaped):
    data = json.dumps(value, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    document = assert_laws(FORM, data) if "\\ud" not in data.decode(errors="ignore") else read(FORM, data)
    made = json.loads(FORM.write(data, document, translated(document)))
    assert shape(made) == shape(json.loads(data))


def shape(value):
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return "text" if isinstance(value, str) else value


def test_what_is_not_json_is_refused_in_one_line():
    with pytest.raises(FormatError, match=r"a\.json: not JSON"):
        FORM.read(b'{"a": ', "a.json")
    assert_survives(FORM, FILE.encode())
