"""JSON and XML of strangers: deep, wide, with half characters; and what libraries raise for damaged files."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import FormatError, InputError
from pipeline.files.limits import Limits, limits, set_limits
from pipeline.files.structure import library_faults, parse_json, parse_xml, read_state, writable

TEXTS = st.text(st.characters(codec="utf-8"))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda values: st.lists(values) | st.dictionaries(TEXTS, values),
    max_leaves=20,
)


@given(VALUES, st.booleans())
def test_any_value_comes_back(value: object, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert parse_json(text) == value == parse_json(text.encode())


def test_half_characters_are_replaced_everywhere() -> None:
    found = parse_json(r'{"a\ud800": ["\uDFFF", {"b": "\ud83d\ude00"}]}')
    assert found == {"a\ufffd": ["\ufffd", {"b": "😀"}]}
    kept = parse_json(r'[{"a": "\ud800", "b": "\ud800"}]', as_is=("a",))
    assert kept == [{"a": "\ud800", "b": "\ufffd"}]
    assert writable("a\udc00b") == "a\ufffdb"


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "[" * 900 + r'"\ud800"' + "]" * 900, b"\xff\xfe\x00"]
)
def test_what_is_too_deep_or_no_text(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r"deep|decode|Expecting"):
        parse_json(text)


def test_files_of_our_own_are_read_within_limits(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    assert read_state(path) is None
    os.mkfifo(path)  # reading it would wait for ever
    assert read_state(path) is None
    path.unlink()
    for data, value in ((b'{"a": 1}', {"a": 1}), (b"[" * 100_000, None), (b"\xff\xfe\x00", None), (b"", None)):
        path.write_bytes(data)
        assert read_state(path) == value


def test_too_many_values() -> None:
    before = limits()
    try:
        set_limits(Limits(marks=100))
        assert len(parse_json("[" + "1," * 99 + "1]")) == 100
        with pytest.raises(ValueError, match="more than 100 values"):
            parse_json("[" + "1," * 100 + "1]")
    finally:
        set_limits(before)


def test_xml_resolves_no_entity_and_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<!DOCTYPE a [<!ENTITY b SYSTEM "/etc/hostname">]>\n<a>&b;<!-- c --></a>')
    root = parse_xml(path)
    assert "".join(root.itertext("a")) == ""
    path.write_text("<a>\n<b></a>")
    with pytest.raises(FormatError, match=r"a\.xml: line 2: not well-formed XML"):
        parse_xml(path)


def test_xml_of_too_many_marks_or_too_deep(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<a>" + "<b/>" * 1_000 + "</a>")
    before = limits()
    try:
        set_limits(Limits(marks=1_000))
        with pytest.raises(FormatError, match="more than 1,000 marks"):
            parse_xml(path)
    finally:
        set_limits(before)
    path.write_text("<a>" * 100_000)
    with pytest.raises(FormatError, match="not well-formed"):
        parse_xml(path)


@pytest.mark.parametrize(
    ("error", "expected", "message"),
    [
        (KeyError("x"), FormatError, "broken file .Office.: 'x'"),
        (AttributeError(), FormatError, "broken file .Office.: AttributeError"),
        (OSError(5, "Input/output error"), InputError, "cannot be read: Input/output error"),
        (OSError("footer"), FormatError, "broken file .Office.: footer"),
        (MemoryError(), InputError, "more memory"),
        (FormatError("as it was"), FormatError, "^as it was$"),
    ],
)
def test_errors_of_libraries(error: Exception, expected: type[Exception], message: str) -> None:
    with pytest.raises(expected, match=message), library_faults(Path("a.docx"), "Office"):
        raise error
