import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alignment.lattice import MOVES, Gaps, best_path, posterior


def scores_for(n: int, m: int, rng: np.random.Generator) -> dict[tuple[int, int], np.ndarray]:
    return {(a, b): rng.normal(size=(n - a + 1, m - b + 1)) for a, b in MOVES if a <= n and b <= m}


def gaps_for(n: int, m: int) -> Gaps:
    return Gaps(-1.0, -0.2, np.zeros(n), np.zeros(m), -0.7)


def all_paths(n, m, scores, gaps, i=0, j=0, state="bead"):
    """Every path from (i, j) as (score, steps): what the dynamic programme sums without listing."""
    if (i, j) == (n, m):
        yield 0.0, ()
    for (a, b), score in scores.items():
        if i + a <= n and j + b <= m:
            for rest, steps in all_paths(n, m, scores, gaps, i + a, j + b):
                yield rest + score[i, j], ((i, j, a, b), *steps)
    if i < n and state != "target":
        cost = gaps.extending if state == "source" else gaps.opening
        for rest, steps in all_paths(n, m, scores, gaps, i + 1, j, "source"):
            yield rest + cost, ((i, j, 1, 0), *steps)
    if j < m:
        cost = gaps.extending if state == "target" else gaps.opening
        cost += gaps.facing if state == "source" else 0.0
        for rest, steps in all_paths(n, m, scores, gaps, i, j + 1, "target"):
            yield rest + cost, ((i, j, 0, 1), *steps)


@pytest.mark.parametrize(("n", "m"), [(1, 1), (2, 3), (3, 2), (0, 2), (2, 0), (3, 3)])
def test_posterior_equals_enumeration(n: int, m: int) -> None:
    scores, gaps = scores_for(n, m, np.random.default_rng(n * 10 + m)), gaps_for(n, m)
    paths = list(all_paths(n, m, scores, gaps))
    total = np.logaddexp.reduce([score for score, _ in paths])
    found = posterior(scores, gaps)
    assert found.total == pytest.approx(total)
    for (a, b), values in found.beads.items():
        for i, j in itertools.product(range(n - a + 1), range(m - b + 1)):
            expected = sum(np.exp(score - total) for score, steps in paths if (i, j, a, b) in steps)
            assert values[i, j] == pytest.approx(expected)
    for i in range(n):
        expected = sum(np.exp(s - total) for s, steps in paths if any(t[0] == i and t[2:] == (1, 0) for t in steps))
        assert found.source_gaps[i] == pytest.approx(expected)


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 99))
def test_the_best_path_covers_every_sentence_once_in_order(n: int, m: int, seed: int) -> None:
    path = best_path(posterior(scores_for(n, m, np.random.default_rng(seed)), gaps_for(n, m)))
    position = (0, 0)
    for bead in path:
        assert (bead.source_start, bead.target_start) == position
        assert 0.0 <= bead.confidence <= 1.0 + 1e-9
        position = (bead.source_end, bead.target_end)
    assert position == (n, m)


def test_a_long_gap_is_one_gap() -> None:
    scores = {(1, 1): np.full((3, 10), -5.0)}
    for i, j in ((0, 0), (1, 8), (2, 9)):
        scores[1, 1][i, j] = 4.0
    path = best_path(posterior(scores, gaps_for(3, 10)))
    assert [bead.shape for bead in path] == ["1-1"] + ["0-1"] * 7 + ["1-1"] * 2
