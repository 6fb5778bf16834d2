import numpy as np
import pytest

from pipeline.alignment.evidence import (
    GAP_FEATURES,
    STAGES,
    Sides,
    bead_features,
    bead_scores,
    feature_names,
    fitted_weights,
    typical_shares,
)
from pipeline.alignment.similarity import Space

WORDS = [{"red", "fox"}, {"blue", "whale"}, {"green", "frog"}]
SIDES = Sides({"surface": Space(WORDS, WORDS)}, np.array([10.0, 60.0, 30.0]), np.array([10.0, 60.0, 30.0]))


def feature(name: str, move: tuple[int, int]) -> np.ndarray:
    names = feature_names(["surface"])
    return bead_features(SIDES, range(3), range(3))[move][names.index(name)]


def test_shared_words() -> None:
    assert np.allclose(feature("surface shared", (1, 1)), np.eye(3))
    assert feature("surface shared", (2, 2))[0, 0] == pytest.approx(1.0)


def test_the_least_covered_sentence_speaks_against_joining_a_stranger() -> None:
    assert feature("surface least covered", (1, 2))[0, 0] == 0.0
    assert feature("surface least covered", (2, 2))[0, 0] == pytest.approx(1.0)


def test_length() -> None:
    length = feature("length", (1, 1))
    assert np.allclose(np.diag(length), 0.0)
    assert length[0, 1] < length[2, 1] < 0


def test_scores_are_the_weighted_features() -> None:
    weights = {name: 0.1 * k for k, name in enumerate(feature_names(["surface"]))}
    features = bead_features(SIDES, range(3), range(2))
    for move, score in bead_scores(SIDES, range(3), range(2), weights).items():
        assert np.allclose(score, np.tensordot(list(weights.values()), features[move], 1))


def test_every_stage_has_its_weights() -> None:
    weights = fitted_weights()
    for stage, spaces in STAGES.items():
        assert set(weights[stage]) == {*feature_names(spaces), *GAP_FEATURES}
        assert weights[stage]["gap extending"] == 0.0


def test_typical_shares() -> None:
    assert typical_shares(SIDES, []) == {"surface": pytest.approx(1.0)}
