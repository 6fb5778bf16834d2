from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alignment.anchors import cut_places, heaviest_chain, meeting_points
from pipeline.alignment.similarity import Space


def weight_of_best(points: list[tuple[int, int, int]]) -> int:
    points = sorted(points)
    best: list[int] = []
    for k, (i, j, w) in enumerate(points):
        best.append(w + max([best[q] for q in range(k) if points[q][0] < i and points[q][1] < j], default=0))
    return max(best, default=0)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 9)), max_size=14, unique_by=lambda p: p[:2])
)
def test_the_chain_is_the_heaviest(points: list[tuple[int, int, int]]) -> None:
    arrays = [np.array([p[k] for p in points], dtype=np.int64) for k in range(3)]
    chain = heaviest_chain(arrays[0], arrays[1], arrays[2].astype(float))
    weights = {(i, j): w for i, j, w in points}
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(chain))
    assert sum(weights[pair] for pair in chain) == weight_of_best(points)


def test_cuts_follow_the_text_past_an_inserted_passage() -> None:
    source = [{f"word{i}", f"name{i}"} for i in range(200)]
    target = source[:100] + [{f"other{i}"} for i in range(300)] + source[100:]
    space = Space(source, target)
    chain = meeting_points(space)
    cuts = cut_places(space, chain, 1.0)
    assert len(chain) == 200
    assert cuts
    assert all(j - i in (0, 300) for i, j in cuts)
    assert all(max(b[0] - a[0], b[1] - a[1]) >= 40 for a, b in pairwise(cuts))


def test_no_sentence_no_chain() -> None:
    assert meeting_points(Space([], [])) == []
