import numpy as np

from pipeline.alignment.lexicon import learn, translations

PAIRS = [
    (["le", "chat", "noir"], ["the", "black", "cat"]),
    (["le", "chien", "noir"], ["the", "black", "dog"]),
    (["le", "chat", "blanc"], ["the", "white", "cat"]),
    (["le", "chien", "blanc"], ["the", "white", "dog"]),
]


def test_words_find_their_renderings() -> None:
    table = translations(PAIRS, least=0.3)
    assert {word: table[word][0] for word in ("chat", "chien", "noir", "blanc")} == {
        "chat": "cat",
        "chien": "dog",
        "noir": "black",
        "blanc": "white",
    }


def test_what_met_once_is_not_learnt() -> None:
    assert translations([(["chat"], ["cat"])]) == {}
    assert translations([]) == {}


def test_probabilities_of_a_word_sum_to_one() -> None:
    pairs = [(np.array([0, 1]), np.array([0, 1])), (np.array([0, 2]), np.array([0, 2]))]
    table = learn(pairs, 3, 3)
    sums = np.bincount(table.keys // 3, table.probabilities)
    assert np.allclose(sums, 1.0)
    assert table.look_up(np.array([1 * 3 + 2])).tolist() == [0.0]
