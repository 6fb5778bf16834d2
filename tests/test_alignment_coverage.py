import numpy as np

from pipeline.alignment.bead import Bead
from pipeline.alignment.coverage import STRONG, WEAK, Rates, coverage

SOURCE = [[["chat", "noir"]], [["chien", "blanc"], ["dort"]], [["chat"]]]
TARGET = [[["cat", "black"]], [["dog", "white"], ["sleeps"]], [["bird"]]]
LINKS = {
    ("chat", "cat"): STRONG,
    ("noir", "black"): STRONG,
    ("chien", "dog"): STRONG,
    ("blanc", "white"): WEAK,
    ("dort", "sleeps"): STRONG,
}
FOUND = coverage(SOURCE, TARGET, LINKS)


def test_what_is_answered_speaks_for_and_the_rest_against() -> None:
    there, back = FOUND.gains(range(3), range(3), 2, Rates())
    assert there.answered.shape == (2, 4, 3)  # widths, clauses, sentences
    assert there.first.tolist() == [0, 1, 3, 4]
    assert there.answered[0, 0, 0] > 0 == there.answered[0, 0, 1]
    assert there.unanswered[0, 0, 0] == 0 > there.unanswered[0, 0, 1]
    assert back.answered[0, 0, 0] > 0


def test_a_wider_span_answers_more_and_says_less() -> None:
    there, _ = FOUND.gains(range(3), range(3), 2, Rates())
    assert there.answered[1, 1, 0] > 0  # the second sentence is in the span of two
    assert there.answered[1, 0, 0] < there.answered[0, 0, 0]


def test_a_weak_rendering_says_less() -> None:
    weak = coverage(SOURCE, TARGET, dict.fromkeys(LINKS, WEAK))
    firm = FOUND.gains(range(3), range(3), 1, Rates())[0].answered[0, 0, 0]
    assert 0 < weak.gains(range(3), range(3), 1, Rates())[0].answered[0, 0, 0] < firm


def test_rates_follow_the_beads() -> None:
    right = [Bead(0, 1, 0, 1, 0.9), Bead(1, 2, 1, 2, 0.9)] * 20
    wrong = [Bead(0, 1, 1, 2, 0.9), Bead(1, 2, 0, 1, 0.9)] * 20
    assert FOUND.rates(right).strong > FOUND.rates([]).strong > FOUND.rates(wrong).strong
    assert np.allclose(FOUND.rates([]), Rates())


def test_texts_that_share_nothing() -> None:
    there, back = coverage(SOURCE, TARGET, {}).gains(range(3), range(2), 3, Rates())
    assert not there.answered.any()
    assert not back.unanswered.any()
