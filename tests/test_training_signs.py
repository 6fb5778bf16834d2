"""Swapped signs stand on both sides, and the links still hold."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.training.marking import Example
from pipeline.training.signs import swap_signs
from pipeline.training.vocabulary import REQUIRED_SIGNS
from pipeline.training.word_alignment import words


@pytest.mark.parametrize(
    ("source", "target", "links", "kept"),
    [
        ("Obama a 5 $", "Obama has $ 5", [(0, 0), (1, 1), (2, 3), (3, 2)], 3),
        ("Obama dort", "Obama sleeps", [(0, 0), (1, 1)], 1),
        ("il a 5 $", "he has $ 5", [(3, 2)], 3),
    ],
)
def test_one_word_changes_alike_on_both_sides(source, target, links, kept):
    seen = set()
    for seed in range(400):
        swapped = swap_signs(Example(source, target, links), random.Random(seed))
        before, after = words(source), words(swapped.source)
        assert sum(a == b for a, b in zip(before, after, strict=True)) >= kept
        assert swapped.links == links
        for i, j in links:
            if before[i] == words(target)[j]:
                assert after[i] == words(swapped.target)[j]
        seen.update(swapped.source)
    assert len(seen & set(REQUIRED_SIGNS)) > 20


@pytest.mark.parametrize(
    ("source", "target", "links"),
    [
        ("Obama dort", "Obama sleeps", []),  # not known to be the same
        ("Poutine dort", "Putin sleeps", [(0, 0)]),  # not alike
        ("non non", "no non", [(0, 1)]),  # no name
        ("Marie Marie", "Marie", [(0, 0), (1, 0)]),  # linked twice
    ],
)
def test_others_are_left_alone(source, target, links):
    example = Example(source, target, links)
    assert swap_signs(example, random.Random(1)) == example


@given(st.text(alphabet="ABCdefß $€&'.", max_size=30), st.integers(0, 99))
def test_words_stay_as_many(text, seed):
    links = [(k, k) for k in range(len(words(text)))]
    swapped = swap_signs(Example(text, text, links), random.Random(seed))
    assert swapped.source == swapped.target
    assert len(words(swapped.source)) == len(links)
