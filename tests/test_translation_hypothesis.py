"""Versions of a sentence's parts as versions of the whole."""

import pytest

from pipeline.translation.hypothesis import Hypothesis, Translation, joined

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


def test_versions_are_joined_rank_by_rank():
    whole = joined("Il est venu. Elle est partie.", [FIRST, SECOND], [3, 2], 2, 1)
    assert [version.text for version in whole.hypotheses] == ["He came. She left.", "He has come. She went."]
    assert whole.best.pieces == ("He", "came", ".", "She", "left.")
    assert whole.best.score == pytest.approx((-0.2 * 4 - 0.4 * 3) / 7)
    assert whole.problems == ("loop",)
    assert whole.parts == 1


def test_attention_stays_within_its_part():
    rows = joined("", [FIRST, SECOND], [3, 2], 1, 1).best.attention
    assert [len(row) for row in rows] == [5] * 5
    assert rows[0] == (0.9, 0.1, 0.0, 0.0, 0.0)
    assert rows[3] == (0.0, 0.0, 0.0, 0.7, 0.3)


def test_attention_that_a_part_lacks_is_lacking_altogether():
    bare = Translation((Hypothesis("She left.", -0.4, ("She", "left.")),))
    assert joined("", [FIRST, bare], [3, 2], 1, 1).best.attention == ()


def test_nothing_and_a_single_part():
    assert joined("Il est venu.", [FIRST], [3], 2, 1) is FIRST
    empty = joined("", [], [], 2, 0)
    assert [version.text for version in empty.hypotheses] == ["", ""]
    assert empty.parts == 0
