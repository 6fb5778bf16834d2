"""Characters: what XML allows, what counts as a line break, what a display needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.text.characters import (
    LINE_BREAKS,
    bidi_control_positions,
    control_characters,
    drop_bidi_controls,
    drop_xml_forbidden,
    flatten,
    has_bidi_controls,
    is_xml_character,
    picture_controls,
    replace_surrogates,
    valid_text,
    xml_forbidden_positions,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates included


@pytest.mark.parametrize(
    ("text", "clean", "dropped"),
    [
        ("Élysée\t« 😀 »\r\n\u202f\xa0", "Élysée\t« 😀 »\r\n\u202f\xa0", 0),
        ("a\x00b\x08c\x0bd\x0ce\x1f", "abcde", 5),
        ("\ud800x\udfff\ufffe\uffff\ufffd", "x\ufffd", 4),
        ("\x7f\x85\x9f", "\x7f\x85\x9f", 0),
    ],
)
def test_drop_xml_forbidden(text: str, clean: str, dropped: int) -> None:
    assert drop_xml_forbidden(text) == (clean, dropped)


@given(st.characters(exclude_categories=()))
def test_xml_predicate_agrees_with_lxml(character: str) -> None:
    element = etree.Element("seg")
    try:
        element.text = character
        allowed = True
    except ValueError:
        allowed = False
    # lxml lets a lone surrogate through to its encoder, which refuses it.
    assert is_xml_character(character) == allowed


@given(ANY_TEXT)
def test_positions_are_those_of_dropped_characters(text: str) -> None:
    positions = xml_forbidden_positions(text)
    assert "".join(c for i, c in enumerate(text) if i not in positions) == drop_xml_forbidden(text)[0]
    assert all(not is_xml_character(text[position]) for position in positions)


@pytest.mark.parametrize(
    ("text", "line", "count"),
    [
        ("sans rien", "sans rien", 0),
        ("a\r\nb", "a b", 1),
        ("a\n\rb", "a  b", 2),
        ("a\tb\x0bc\x0cd\x1ce\x1df\x1eg\x85h\u2028i\u2029j", "a b c d e f g h i j", 9),
    ],
)
def test_flatten(text: str, line: str, count: int) -> None:
    assert flatten(text) == (line, count)


@given(ANY_TEXT)
def test_flattened_text_is_one_line_for_every_program(text: str) -> None:
    line = flatten(text)[0]
    assert len(line.splitlines()) <= 1
    assert "\t" not in line


def test_line_breaks_are_those_of_splitlines() -> None:
    assert {chr(code) for code in range(0x110000) if len(f"a{chr(code)}b".splitlines()) == 2} == LINE_BREAKS


def test_control_characters_exclude_white_space() -> None:
    assert control_characters("a\x00\t\n\r\x0b\x0c\x1b\x7f\x85\x9f") == ["\x00", "\x1b", "\x7f", "\x9f"]


def test_replace_surrogates() -> None:
    assert replace_surrogates("a\ud83d b 😀") == ("a\ufffd b 😀", 1)


def test_bidi_controls() -> None:
    hostile = "a\u202eb\u2066c\u200fd"
    assert has_bidi_controls(hostile)
    assert not has_bidi_controls("שלום, « monde »")
    assert bidi_control_positions(hostile) == [1, 3, 5]
    assert drop_bidi_controls(hostile) == ("abcd", 3)


@given(ANY_TEXT)
def test_pictures_keep_the_length(text: str) -> None:
    pictured = picture_controls(text)
    assert len(pictured) == len(text)
    assert "\x00" not in pictured


def test_valid_text_joins_halves_and_replaces_lone_ones() -> None:
    assert valid_text("a\ud83d\ude00b\udc00c") == "a😀b\ufffdc"
