from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.glossary.finding.folding import aligned, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Corée du Nord", " coree du nord "),
        ("l’Œuvre", " l oeuvre "),
        ("Komsomolsk\u2011sur‑l'Amour", " komsomolsk sur l amour "),
        ("E\u0301tats\u00a0\u00a0Unis", " etats unis "),
        ("l’ Amour", " l amour "),
        ("a, b", " a  b "),
        ("", "  "),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_span_covers_combining_marks_and_opened_ligatures() -> None:
    text = "la cafe\u0301 et l'œuvre"
    folded = fold(text)
    start = folded.text.index("cafe")
    assert folded.raw_span(start, start + 4).of(text) == "cafe\u0301"
    start = folded.text.index("oeuvre")
    assert folded.raw_span(start, start + 6).of(text) == "œuvre"


@given(st.text(alphabet=st.sampled_from("aÉœŒ \u00a0'’-‑\u0301,.Bß1"), max_size=20))
def test_offsets_are_monotonic_and_words_keep_their_letters(text: str) -> None:
    folded = fold(text)
    positions = [folded.raw_span(index, index) for index in range(1, len(folded.text) - 1)]
    assert positions == sorted(positions)
    for index, character in enumerate(folded.text):
        if character != " ":
            raw = folded.raw_span(index, index + 1)
            assert raw.start < len(text)
            assert text[raw.start].isalnum()


@pytest.mark.parametrize(
    ("text", "shown"),
    [("l’Œuvre", "l Oeuvre"), ("ŒUVRE", "OEUVRE"), ("Kim,  Jong", "Kim, Jong"), ("E\u0301tat", "État")],
)
def test_aligned_keeps_case_and_accents(text: str, shown: str) -> None:
    assert aligned(text) == shown
