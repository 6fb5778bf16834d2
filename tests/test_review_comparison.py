"""Comparing two versions: pairs by source, differences by word, chrF by segment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from sacrebleu import sentence_chrf
from sample_bitexts import sample

from pipeline.bitext import Bitext, Unit
from pipeline.review.comparison import CHANGED, compare, word_difference
from pipeline.review.marking import Piece
from pipeline.review.page import render_comparison
from pipeline.text.characters import picture_controls


def test_words_that_differ() -> None:
    old, new = word_difference("Mr Putin's gun.", "Putin's old gun.")
    assert "".join(piece.text for piece in old if piece.severity == "del").strip() == "Mr"
    assert "".join(piece.text for piece in new if piece.severity == "ins").strip() == "old"
    assert word_difference("", "a") == ((), (Piece("a", None, False, "ins"),))


@given(st.text(), st.text())
def test_pieces_join_to_the_texts(old: str, new: str) -> None:
    before, after = word_difference(old, new)
    assert "".join(piece.text for piece in before) == picture_controls(old)
    assert "".join(piece.text for piece in after) == picture_controls(new)
    if old == new:
        assert not any(piece.severity for piece in (*before, *after))


@pytest.mark.parametrize("new", [sample(), Bitext("b", (Unit("s0001", "Nouveau.", "New."),))])
def test_versions_of_which_nothing_is_scored(new: Bitext) -> None:
    comparison = compare(sample(), new)
    assert comparison.changed == 0
    assert "nrefs:1" in comparison.signature
    assert "".join(render_comparison(comparison))


def test_pairs_by_source_even_when_ids_moved() -> None:
    old = sample()
    first, second, third = old.units
    new = replace(
        old,
        units=(
            Unit("s0001", "Nouveau.", "New."),
            replace(first, id="s0002", target="Putin talked."),
            replace(third, id="s0003"),
        ),
    )
    comparison = compare(old, new)
    assert comparison.changed == 1
    assert comparison.removed == (second,)
    scores = [unit.score for unit in comparison.bitext.units]
    assert scores == [None, round(sentence_chrf("Putin talked.", ["Putin spoke."]).score, 2), 100.0]
    assert [flag.code for flag in comparison.bitext.units[1].flags] == [CHANGED]
    assert "version:" in comparison.signature
    tree = html.fromstring("".join(render_comparison(comparison)))
    assert [row.xpath('string(div[@class="old"])') for row in tree.xpath("//div[@data-hash]")] == [
        "",
        "Putin spoke.",
        third.target,
    ]
    assert tree.xpath("//del/text()") == ["spoke"]
    assert tree.xpath("//ins/text()") == ["talked"]
    assert tree.xpath('string(//details[@class="removed"]//li)') == f"{second.source} – {second.target}"
