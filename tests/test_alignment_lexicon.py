import numpy as np

from pipeline.alignment.lexicon import learn, learnt_renderings, stem_table

PAIRS = [
    (["le", "chat", "noir"], ["the", "black", "cat"]),
    (["le", "chien", "noir"], ["the", "black", "dog"]),
    (["le", "chat", "blanc"], ["the", "white", "cat"]),
    (["le", "chien", "blanc"], ["the", "white", "dog"]),
]


def test_words_find_their_renderings() -> None:
    found = learnt_renderings(PAIRS, least=0.3)
    best = {word: max((value, other) for (one, other), value in found.items() if one == word)[1] for word, _ in found}
    assert {word: best[word] for word in ("chat", "chien", "noir", "blanc")} == {
        "chat": "cat",
        "chien": "dog",
        "noir": "black",
        "blanc": "white",
    }


def test_what_met_once_is_not_learnt() -> None:
    assert learnt_renderings([(["chat"], ["cat"])]) == {}
    assert learnt_renderings([]) == {}


def test_the_stems_know_words_of_books() -> None:
    assert ("soupir", "sigh") in stem_table()


def test_probabilities_of_a_word_sum_to_one() -> None:
    pairs = [(np.array([0, 1]), np.array([0, 1])), (np.array([0, 2]), np.array([0, 2]))]
    table = learn(pairs, 3, 3)
    sums = np.bincount(table.keys // 3, table.probabilities)
    assert np.allclose(sums, 1.0)
    assert table.look_up(np.array([1 * 3 + 2])).tolist() == [0.0]
