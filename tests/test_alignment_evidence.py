import numpy as np
import pytest

from pipeline.alignment.bead import Bead
from pipeline.alignment.coverage import STRONG, coverage
from pipeline.alignment.evidence import (
    GAP_FEATURES,
    STAGES,
    Sides,
    bead_features,
    bead_scores,
    feature_names,
    fitted_weights,
    kind_of,
    length_spread,
    typical_share,
)
from pipeline.alignment.lattice import MOVES
from pipeline.alignment.similarity import Space

WORDS = [["red", "fox"], ["blue", "whale"], ["green", "frog"]]
SAME = {(word, word): STRONG for words in WORDS for word in words}
COVERAGE = coverage([[words] for words in WORDS], [[words] for words in WORDS], SAME)
LENGTHS = np.array([10.0, 60.0, 30.0])
MARKS = Space([{"?0"}, set(), set()], [{"?0"}, set(), set()])
SIDES = Sides({"looks": COVERAGE}, MARKS, LENGTHS, LENGTHS)


def feature(name: str, move: tuple[int, int]) -> np.ndarray:
    names = feature_names(["looks"])
    return bead_features(SIDES, range(3), range(3))[move][names.index(name)]


@pytest.mark.parametrize("name", ["looks told", "looks share"])
def test_words_that_answer_each_other_speak_for_a_bead(name: str) -> None:
    found = feature(name, (1, 1))
    assert (np.diag(found) > 0).all()
    assert (found[~np.eye(3, dtype=bool)] < 0).all()


def test_the_least_covered_sentence_speaks_against_joining_a_stranger() -> None:
    assert feature("looks least", (1, 2))[0, 0] < 0 < feature("looks least", (2, 2))[0, 0]
    assert (feature("looks least", (1, 1)) == 0).all()


def test_marks() -> None:
    assert feature("marks shared", (1, 1))[0, 0] == pytest.approx(1.0)
    assert feature("marks shared", (1, 1))[1, 1] == 0.0


def test_length() -> None:
    for name in ("length", "length tail"):
        length = feature(name, (1, 1))
        assert np.allclose(np.diag(length), 0.0)
        assert length[0, 1] < length[2, 1] < 0


def test_lengths_that_deviate_little_are_taken_at_their_word() -> None:
    beads = [Bead(k, k + 1, k, k + 1) for k in range(3)] * 20
    assert length_spread(SIDES, beads) < length_spread(SIDES, [])


def test_scores_are_the_weighted_features() -> None:
    weights = {name: 0.1 * k for k, name in enumerate(feature_names(["looks"]))}
    features = bead_features(SIDES, range(3), range(2))
    for move, score in bead_scores(SIDES, range(3), range(2), weights).items():
        assert np.allclose(score, np.tensordot(list(weights.values()), features[move], 1))


def test_every_stage_has_its_weights() -> None:
    weights = fitted_weights()
    for stage, spaces in STAGES.items():
        assert set(weights[stage]) == {*feature_names(spaces), *GAP_FEATURES}
        assert weights[stage]["gap extending"] == 0.0


def test_every_shape_has_a_kind() -> None:
    names = feature_names([])
    assert all(f"bead of {kind_of(move)}" in names for move in MOVES if move != (1, 1))


def test_typical_share() -> None:
    space = Space(map(set, WORDS), map(set, WORDS))
    assert typical_share(space, []) == pytest.approx(1.0)
