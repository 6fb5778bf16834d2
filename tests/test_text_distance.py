from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.distance import are_alike, distance, likeness

rapidfuzz = pytest.importorskip("rapidfuzz.distance", reason="compared with the package of the extra `similar`")
WORDS = st.text("abcé-", max_size=12)


@given(WORDS, WORDS)
def test_it_is_the_distance_that_others_compute(first: str, second: str) -> None:
    assert distance(first, second) == rapidfuzz.Levenshtein.distance(first, second)
    assert likeness(first, second) == pytest.approx(rapidfuzz.Levenshtein.normalized_similarity(first, second))


@given(WORDS, WORDS, st.sampled_from([0.0, 0.5, 0.6, 0.75, 1.0]))
def test_alike_is_a_likeness_of_at_least_that(first: str, second: str, least: float) -> None:
    assert are_alike(first, second, least) == (likeness(first, second) >= least)


def test_long_words() -> None:
    assert distance("a" * 200, "b" + "a" * 150) == 50
