"""Examples in pieces: their links, and their way to disk and back."""

import pytest

from pipeline.errors import InputError
from pipeline.training.marking import Example
from pipeline.training.shards import Encoded, Examples, encode, pieces_of_words, write_shards
from pipeline.training.vocabulary import load_vocabulary, train_vocabulary


@pytest.fixture(scope="module")
def processor():
    return load_vocabulary(train_vocabulary(["Le chat dort à Paris.", "The cat sleeps in Paris."] * 30, 300))


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["▁Le", "▁ch", "at", "."], [[0], [1, 2], [3]]),
        (["▁l", "'", "eau"], [[0], [1], [2]]),
        (["▁l'", "eau"], [[0], [0], [1]]),  # one piece may touch two words
        (["▁", "⦃", "▁a"], [[0, 1], [2]]),  # a lone space belongs to the word after it
        (["▁3", "▁", "€", "▁"], [[0], [1, 2]]),
        ([], []),
    ],
)
def test_pieces_of_words(pieces, expected):
    assert pieces_of_words(pieces) == expected


def test_links_between_words_become_links_between_pieces(processor):
    source, target = "Le ⦃ chat ⇒ tom ⦄ dort…", "The tom sleeps"
    (encoded,) = encode([Example(source, target, [(4, 1), (6, 2)])], processor)
    ids = [processor.id_to_piece(i) for i in encoded.source]
    rendered = [processor.id_to_piece(i) for i in encoded.target]
    linked = {(ids[i] if i < len(ids) else "</s>", rendered[j]) for i, j in encoded.links}
    assert {j for _, j in encoded.links} == set(range(len(rendered)))
    arrow = ids.index("⇒")
    tom = [j for i, j in encoded.links if arrow < i < ids.index("⦄")]
    assert "".join(rendered[j] for j in tom).replace("▁", "") == "tom"
    first = [i for i, j in encoded.links if j == 0]
    assert first == [len(ids)]  # `The` is linked to nothing, so to the end sign
    assert linked


def test_unlinked_and_overlong_examples(processor):
    examples = [Example("chat", "cat", []), Example("chat " * 200, "cat", [(0, 0)]), Example("", "cat", [])]
    (encoded,) = encode(examples, processor)
    assert encoded.links == []


def test_shards_come_back_as_they_were(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.training.shards._PAIRS_IN_A_SHARD", 2)
    rows = [Encoded([7 + k] * (k + 1), [9], [(k, 0)] if k % 2 else []) for k in range(5)]
    assert write_shards(iter(rows), tmp_path, "train") == 5
    paths = sorted(tmp_path.glob("train-*.npz"))
    assert len(paths) == 3
    examples = Examples(paths)
    assert len(examples) == 5
    assert examples.lengths().tolist() == [2, 3, 4, 5, 6]
    for k, row in enumerate(rows):
        assert examples.source[examples.source_at[k] : examples.source_at[k + 1]].tolist() == row.source
        assert examples.target[examples.target_at[k] : examples.target_at[k + 1]].tolist() == row.target
        assert [tuple(link) for link in examples.links[examples.links_at[k] : examples.links_at[k + 1]]] == row.links


def test_broken_shards_are_named(tmp_path):
    (tmp_path / "train-000.npz").write_bytes(b"nothing")
    with pytest.raises(InputError, match="train-000"):
        Examples([tmp_path / "train-000.npz"])
    with pytest.raises(InputError):
        Examples([])
