"""Misread UTF-8 is found and mended; right texts are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.mojibake import misread, repaired


@pytest.mark.parametrize(
    "text", ["L'été à Orléans coûte 3 €.", "« Où ? » — là…", "cœur", "l’œuvre", "Ça, déjà : 20\u00a0%"]
)
def test_a_round_trip_through_the_wrong_encoding(text: str) -> None:
    wrong = "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.encode("utf-8")
    )
    assert wrong != text
    assert misread(wrong)
    assert repaired(wrong) == text


@pytest.mark.parametrize("text", ["L'été à Orléans.", "São Paulo, Ærø, Þór", "« Â »", "À “Â” près", "DÉJÀ VU", "naïve"])
def test_right_texts_are_left_alone(text: str) -> None:
    assert misread(text) == []


@given(st.text("abéèàç ’«»", max_size=30))
def test_mending_is_done_once(text: str) -> None:
    assert repaired(repaired(text)) == repaired(text)
