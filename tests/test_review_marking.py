"""Pieces: joined they are the text; each carries the marks of its characters."""

from __future__ import annotations

from hypothesis import given
from sample_bitexts import bitexts, sample

from pipeline.bitext import Bitext, Flag, Mention, Severity, Span, Unit
from pipeline.review.marking import Piece, source_pieces, target_pieces
from pipeline.text.characters import picture_controls


@given(bitexts())
def test_joined_pieces_are_the_text(bitext: Bitext) -> None:
    for unit in bitext.units:
        assert "".join(piece.text for piece in source_pieces(unit)) == picture_controls(unit.source)
        assert "".join(piece.text for piece in target_pieces(unit)) == picture_controls(unit.target)


def test_marks_of_the_sample() -> None:
    first, second, _ = sample().units
    assert source_pieces(first) == [Piece("Poutine", 0, True, ""), Piece(" a parlé.", None, False, "")]
    assert target_pieces(second) == [Piece("“No,”", None, False, "warning"), Piece(" he said.", None, False, "")]


def test_overlapping_marks_are_cut_and_the_worst_flag_wins() -> None:
    unit = Unit(
        "s0001",
        "abcdef",
        "",
        mentions=(Mention("bcd", "x", "term", "must", Span(1, 4)),),
        flags=(
            Flag("n", Severity.NOTE, "", Span(2, 6)),
            Flag("e", Severity.ERROR, "", Span(3, 5)),
        ),
    )
    assert source_pieces(unit) == [
        Piece("a", None, False, ""),
        Piece("b", 0, False, ""),
        Piece("c", 0, False, "note"),
        Piece("d", 0, True, "error"),
        Piece("e", None, False, "error"),
        Piece("f", None, False, "note"),
    ]
    assert target_pieces(unit) == []


def test_bidi_controls_stand_alone() -> None:
    unit = Unit("s0001", "a\u202eb", "", mentions=(Mention("b", "x", "term", "must", Span(1, 3)),))
    assert source_pieces(unit) == [
        Piece("a", None, False, ""),
        Piece("\u202e", None, False, "bidi"),
        Piece("b", 0, True, ""),
    ]
