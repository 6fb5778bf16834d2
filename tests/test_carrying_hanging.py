"""Marks that hang on words, and where they go."""

from pipeline.bitext import Span
from pipeline.carrying.hanging import Side, closes, hang, place


def test_pairs_and_sides() -> None:
    raw = "un **mot** fort[1]"
    marks = hang(raw, [Span(3, 5), Span(8, 10), Span(15, 18)])
    assert [(mark.text, mark.side, mark.partner) for mark in marks] == [
        ("**", Side.RIGHT, 1),
        ("**", Side.LEFT, 0),
        ("[1]", Side.LEFT, None),
    ]


def test_what_closes_what() -> None:
    assert closes("<b>", "</b>")
    assert not closes("<b>", "</i>")
    assert closes("[", "](x.html)")
    assert closes("**", "**")
    assert not closes("**", "*")


def test_a_pair_goes_round_what_renders_its_words() -> None:
    raw, source, target = "un *grand* chat", "un grand chat", "a cat that is big"
    marks = hang(raw, [Span(3, 4), Span(9, 10)])
    links = [(Span(3, 8), Span(14, 17)), (Span(9, 13), Span(2, 5))]
    placed = place(marks, [3, 8], source, target, links)
    assert [(item.position, item.sure) for item in placed] == [(14, True), (17, True)]


def test_a_mark_alone_goes_behind_the_word_before_it() -> None:
    raw, source, target = "le roi[2] dort", "le roi dort", "the king sleeps"
    (item,) = place(hang(raw, [Span(6, 9)]), [6], source, target, [(Span(3, 6), Span(4, 8))])
    assert (item.position, item.sure) == (8, True)


def test_without_links_the_place_is_a_guess_on_a_word() -> None:
    (item,) = place(hang("un chat[2] dort bien", [Span(7, 10)]), [7], "un chat dort bien", "a cat sleeps well", [])
    assert not item.sure
    assert "a cat sleeps well"[item.position - 1 : item.position].isalnum()
