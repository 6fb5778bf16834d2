# ruff: noqa: E402 - what follows needs torch
"""The layout of a batch, and which examples come when."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from pipeline.training.batches import Prefetcher, collate, collate_lists, in_order, schedule
from pipeline.training.shards import Encoded, Examples, write_shards

torch.set_num_threads(1)  # small tensors: threads would only wait for each other


@pytest.fixture
def examples(tmp_path):
    rows = [Encoded([10, 11], [20], [(1, 0)]), Encoded([12], [21, 22, 23], [(0, 1), (1, 2)]), Encoded([13], [24], [])]
    write_shards(rows, tmp_path, "train")
    return Examples(sorted(tmp_path.glob("*.npz")))


def test_layout(examples):
    batch = collate(examples, np.array([1, 0]))
    assert batch.source.tolist() == [[12, 3, 0], [10, 11, 3]]
    assert batch.target.tolist() == [[2, 21, 22, 23, 3], [2, 20, 3, 0, 0]]
    assert batch.links.tolist() == [[0, 0, 1], [0, 1, 2], [1, 1, 0]]
    same = collate_lists([[12], [10, 11]], [[21, 22, 23], [20]])
    assert torch.equal(same.source, batch.source)
    assert torch.equal(same.target, batch.target)


@pytest.mark.parametrize("tokens", [10, 64, 10_000])
def test_a_pass_holds_each_example_once_and_batches_keep_the_limit(tokens):
    lengths = np.random.default_rng(1).integers(2, 40, 500)
    batches = schedule(lengths, tokens, longest=30, seed=1)
    for _ in range(2):
        seen = []
        while len(seen) < (lengths <= 30).sum():
            rows = next(batches)
            assert len(rows) * lengths[rows].max() <= tokens or len(rows) == 1
            seen += rows.tolist()
        assert sorted(seen) == np.flatnonzero(lengths <= 30).tolist()


def test_passes_differ_and_the_seed_decides():
    lengths = np.arange(2, 60)
    first, second, other = (schedule(lengths, 100, longest=99, seed=seed) for seed in (1, 1, 2))
    firsts, seconds, others = ([next(s).tolist() for _ in range(8)] for s in (first, second, other))
    assert firsts == seconds != others


def test_in_order_takes_all_once():
    lengths = np.array([5, 2, 9, 2])
    assert [row for rows in in_order(lengths, 9) for row in rows] == [1, 3, 0, 2]


def test_prefetching_hands_errors_on(examples):
    batches = Prefetcher(examples, iter([np.array([0])]), torch.device("cpu"))
    assert batches.next().source.tolist() == [[10, 11, 3]]
    with pytest.raises(ValueError, match="short enough"):
        batches.next()
    batches.close()
