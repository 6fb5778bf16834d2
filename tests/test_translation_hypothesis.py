"""Versions of a sentence's parts as versions of the whole."""

import pytest

from pipeline.bitext import Span
from pipeline.translation.hypothesis import Hypothesis, Translation, of_clauses, of_sentences

FIRST = Translation(
    (
        Hypothesis("He came.", -0.2, ("He", "came", "."), ((0.9, 0.1, 0.0), (0.2, 0.8, 0.0), (0.0, 0.1, 0.9))),
        Hypothesis("He has come.", -0.6, ("He", "has", "come", ".")),
    )
)
SECOND = Translation(
    (
        Hypothesis("She left.", -0.4, ("She", "left."), ((0.7, 0.3), (0.4, 0.6))),
        Hypothesis("She went.", -0.8, ("She", "went.")),
    ),
    problems=("loop",),
)


LINE = "Il est venu. Elle est partie."
SPANS = Span(0, 13), Span(14, 31)
SENTENCES = ((Span(0, 12), FIRST), (Span(13, 29), SECOND))


def test_versions_are_joined_rank_by_rank():
    whole = of_sentences(LINE, SENTENCES, [3, 2])
    assert [version.text for version in whole.hypotheses] == ["He came. She left.", "He has come. She went."]
    assert whole.best.pieces == ("He", "came", ".", "She", "left.")
    assert whole.best.score == pytest.approx((-0.2 * 4 - 0.4 * 3) / 7)
    assert whole.problems == ("loop",)
    assert whole.sentences == SENTENCES


def test_attention_stays_within_its_part():
    rows = of_sentences(LINE, SENTENCES, [3, 2]).best.attention
    assert [len(row) for row in rows] == [5] * 5
    assert rows[0] == (0.9, 0.1, 0.0, 0.0, 0.0)
    assert rows[3] == (0.0, 0.0, 0.0, 0.7, 0.3)


def test_attention_that_a_part_lacks_is_lacking_altogether():
    bare = Translation((Hypothesis("She left.", -0.4, ("She", "left.")),) * 2)
    assert of_clauses([FIRST, bare], [3, 2], 2).best.attention == ()


def test_parts_are_the_clauses_that_were_cut():
    cut = of_clauses([FIRST, SECOND], [3, 2], 2)
    assert (cut.parts, cut.sentences) == (2, ())
    assert of_sentences("", [(Span(0, 1), cut), (Span(1, 2), FIRST), (Span(2, 3), cut)], [5, 3, 5]).parts == 4
    assert of_sentences(LINE, SENTENCES, [3, 2]).parts == 1


def test_nothing_and_a_single_part():
    assert of_clauses([FIRST], [3], 2) is FIRST
    empty = of_clauses([], [], 2)
    assert [version.text for version in empty.hypotheses] == ["", ""]
    assert empty.parts == 0
    assert of_sentences("", [(Span(0, 0), empty)], [0]) is empty


def test_a_line_that_was_copied_has_that_problem_as_a_whole():
    copied = [Translation((Hypothesis(text, -0.1, (text,)),)) for text in ("le chat dort", "la nuit tombe ici")]
    whole = of_sentences("le chat dort. la nuit tombe ici", list(zip(SPANS, copied, strict=True)), [3, 4])
    assert "copy" in whole.problems
