import numpy as np

from pipeline.corpus.filters import FILTERS
from pipeline.corpus.pair import Measured, SentencePair
from pipeline.corpus.scoring import Scorer

PAIRS = [
    SentencePair("Le chat noir dort bien.", "The black cat sleeps well.", "d", 0.4),
    SentencePair("le chat noir dort bien", "The black cat sleeps well", "e"),
    SentencePair("", "x\ud800"),
]


def test_scores_are_those_of_the_filters() -> None:
    scores, keys = Scorer().score(PAIRS)
    for row, pair in zip(scores, PAIRS, strict=True):
        assert np.allclose(row, [filter_.score(Measured(pair)) for filter_ in FILTERS.values()])
    assert keys[0, 0] != keys[1, 0]
    assert keys[0, 1] == keys[1, 1]


def test_nothing_has_as_many_columns_as_something() -> None:
    assert [part.shape[1] for part in Scorer().score([])] == [part.shape[1] for part in Scorer().score(PAIRS)]


def test_results_do_not_depend_on_workers_and_wait_until_they_are_asked_for() -> None:
    pairs = [
        SentencePair(f"Le document {k} parle du pont.", f"Document {k} speaks of the bridge.") for k in range(6000)
    ]
    plain = Scorer().score(pairs)
    with Scorer(2) as scorer:
        first, second = scorer.begin(pairs), scorer.begin(PAIRS)
        assert all(np.array_equal(a, b) for a, b in zip(second(), Scorer().score(PAIRS), strict=True))
        assert all(np.array_equal(a, b) for a, b in zip(first(), plain, strict=True))
