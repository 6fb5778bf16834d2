import random

import numpy as np
import pytest

from pipeline.corpus.similar import LEAST_WORDS, are_similar, band_keys, similar_rows

WORDS = [
    f"{first}{second}" for first in ("ba", "ce", "di", "fo", "gu", "ha") for second in ("la", "me", "ni", "po", "ru")
]


def sentence(seed: int, count: int = 24) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=count))


def changed(text: str, *places: int) -> str:
    return " ".join("zut" if place in places else word for place, word in enumerate(text.split(" ")))


def found(pairs: list[tuple[str, str]], least: float = 0.9) -> list[int]:
    keys = band_keys(*zip(*pairs, strict=True))
    rows = np.flatnonzero(keys.any(axis=1))
    return list(similar_rows(rows, keys[rows], lambda wanted: [pairs[row] for row in wanted.tolist()], least))


FIRST, SECOND = (sentence(1), sentence(2)), (sentence(3), sentence(4))


@pytest.mark.parametrize(
    ("pair", "similar"),
    [
        (FIRST, True),
        ((changed(FIRST[0], 5), FIRST[1]), True),
        ((changed(FIRST[0], 5), changed(FIRST[1], 11)), True),
        ((changed(FIRST[0], *range(8)), FIRST[1]), False),
        ((FIRST[0], SECOND[1]), False),
        (SECOND, False),
    ],
)
def test_the_later_of_two_similar_pairs_is_found(pair: tuple[str, str], similar: bool) -> None:
    assert found([FIRST, pair]) == ([1] if similar else [])


def test_a_pair_is_compared_with_those_that_stay_only() -> None:
    steps = [FIRST, (changed(FIRST[0], 1, 2), FIRST[1]), (changed(FIRST[0], 1, 2, 3, 4), FIRST[1])]
    assert found(steps) == [1]


def test_short_pairs_have_no_bands() -> None:
    short = sentence(5, LEAST_WORDS - 1)
    assert not band_keys([short, short, ""], [short, sentence(6), ""]).any()
    assert band_keys([sentence(5, LEAST_WORDS)], [sentence(6, LEAST_WORDS)]).all()


def test_keys_do_not_depend_on_the_company() -> None:
    pairs = [(sentence(k), sentence(k + 50, 12 + k)) for k in range(8)]
    pairs.insert(3, ("un", "one"))
    whole = band_keys(*zip(*pairs, strict=True))
    assert np.array_equal(whole, np.concatenate([band_keys([s], [t]) for s, t in pairs]))
    assert len(np.unique(whole[:, 0])) == len(pairs)


def test_similarity_counts_words_in_order_and_passes_over_case_digits_and_punctuation() -> None:
    assert are_similar(("Un, deux 3 !", "One; two."), ("un deux", "ONE two 4"), 1.0)
    assert not are_similar(("un deux", "one two"), ("deux un", "one two"), 0.9)
