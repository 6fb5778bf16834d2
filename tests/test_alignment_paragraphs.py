import numpy as np
import pytest

from pipeline.alignment.bead import Bead
from pipeline.alignment.paragraphs import Paragraphs, openings, read_agreement
from pipeline.alignment.sentences import align_sentences

EVERY_FOURTH = np.array([k % 4 == 0 for k in range(40)])
STRAIGHT = [Bead(k, k + 1, k, k + 1, 0.9) for k in range(40)]


def test_a_paragraph_opens_at_the_first_piece_of_its_first_segment() -> None:
    assert openings([0, 0, 1, 2], [0, 2, 3, 5, 6]).tolist() == [True, False, False, True, False, True]
    assert openings([], [0]).tolist() == []


def test_texts_that_keep_their_paragraphs_agree() -> None:
    found = read_agreement(EVERY_FOURTH, EVERY_FOURTH, STRAIGHT)
    assert found is not None
    assert found.agreement[1, 1] > 1
    assert found.agreement[1, 0] < -1
    assert found.agreement[0, 1] < -1


def test_paragraphs_that_have_nothing_to_do_with_each_other_say_nothing() -> None:
    other = np.random.default_rng(3).random(400) < 0.25
    source = np.tile(EVERY_FOURTH, 10)
    found = read_agreement(source, other, [Bead(k, k + 1, k, k + 1, 0.9) for k in range(400)])
    assert found is not None
    assert np.abs(found.agreement).max() < 0.3


@pytest.mark.parametrize(
    ("source", "target", "path"),
    [
        (EVERY_FOURTH, EVERY_FOURTH, STRAIGHT[:8]),
        (np.ones(40, dtype=bool), EVERY_FOURTH, STRAIGHT),  # one sentence a paragraph
        (EVERY_FOURTH, EVERY_FOURTH, [bead._replace(confidence=0.2) for bead in STRAIGHT]),
    ],
)
def test_too_little_to_go_by(source: np.ndarray, target: np.ndarray, path: list[Bead]) -> None:
    assert read_agreement(source, target, path) is None


def test_an_opening_inside_a_bead_speaks_against_it() -> None:
    agreement = np.array([[0.1, -2.0], [-2.0, 1.5]])
    found = Paragraphs(np.array([True, False, True, False]), np.array([True, True, False]), agreement)
    assert found.support(range(4), range(3), (1, 1)).tolist() == [
        [1.5, 1.5, -2.0],
        [-2.0, -2.0, 0.1],
        [1.5, 1.5, -2.0],
        [-2.0, -2.0, 0.1],
    ]
    assert found.support(range(4), range(3), (2, 1))[:, 0].tolist() == [1.5, -4.0, 1.5]
    assert found.support(range(4), range(3), (1, 2))[0].tolist() == [-0.5, 1.5]


@pytest.mark.parametrize("answered", [20, 21])
def test_paragraphs_tell_which_of_two_equal_sentences_is_answered(answered: int) -> None:
    french = [f"Le bateau {k} quitte le port de Brest." for k in range(100, 140)]
    english = [f"Boat {k} leaves the port of Brest." for k in range(100, 140)]
    french[20:20], english[20:20] = ["Non.", "Non."], ["No."]
    paragraphs = [number // 4 for number in range(20)]
    rest = [number // 4 + 5 for number in range(20)]
    left = [*paragraphs, 4, 5, *rest]
    right = [*paragraphs, 4 if answered == 20 else 5, *rest]
    beads = align_sentences(french, english, paragraphs=(left, right))
    assert [bead.source_start for bead in beads if bead.target_start == 20 and bead.shape == "1-1"] == [answered]
