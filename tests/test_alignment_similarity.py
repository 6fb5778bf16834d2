import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alignment.similarity import Space

SENTENCES = st.lists(st.sets(st.sampled_from("abcdefgh")), max_size=8)


@given(SENTENCES, SENTENCES)
def test_overlap_is_the_weight_of_shared_terms(source: list[set[str]], target: list[set[str]]) -> None:
    space = Space(source, target)
    overlap = space.overlap(range(len(source)), range(len(target)))
    assert overlap.shape == (len(source), len(target))
    for i in range(len(source)):
        for j in range(len(target)):
            mass = space.source_masses[i] + space.target_masses[j]
            assert np.isclose(2 * overlap[i, j], space.dice(i, j) * mass)


def test_rare_terms_weigh_more() -> None:
    space = Space([{"the", "whale"}, {"the"}], [{"the", "whale"}, {"the"}])
    assert space.overlap(range(2), range(2)).tolist() == [[0.5, 0.0], [0.0, 0.0]]


def test_a_part_of_the_documents() -> None:
    space = Space([{"a"}, {"b"}, {"c"}], [{"x"}, {"c"}, {"b"}])
    assert (space.overlap(range(1, 3), range(1, 3)) > 0).tolist() == [[False, True], [True, False]]
