"""The aligner finds a hidden dictionary, whatever the order of the words."""

import random

import pytest

from pipeline.training.aligners import symmetrised
from pipeline.training.word_alignment import WordAligner, words


def corpus(size, seed):
    """Sentences of made-up words; neighbours swap places, and some words are rendered from nothing."""
    chance = random.Random(seed)
    pairs, gold = [], []
    for _ in range(size):
        numbers = chance.sample(range(60), chance.randint(3, 9))
        order = list(range(len(numbers)))
        for place in range(0, len(order) - 1, 2):
            if chance.random() < 0.4:
                order[place : place + 2] = reversed(order[place : place + 2])
        target, links = [], []
        for place in order:
            if chance.random() < 0.15:
                target.append("do")
            links.append((place, len(target)))
            target.append(f"e{numbers[place]}")
        pairs.append((" ".join(f"f{number}" for number in numbers), " ".join(target)))
        gold.append(sorted(links))
    return pairs, gold


def test_it_finds_the_links():
    pairs, gold = corpus(600, 1)
    aligner = WordAligner(bits=16)
    aligner.train(pairs)
    found = aligner.align(pairs[:200])
    right = sum(len(set(a) & set(b)) for a, b in zip(found, gold, strict=False))
    assert right / sum(map(len, gold[:200])) > 0.95
    assert right / sum(map(len, found)) > 0.95
    assert found[0] == sorted(found[0])


def test_equal_words_attract_each_other_and_empty_sides_have_no_links():
    aligner = WordAligner(bits=12)
    aligner.train([("Zelensky arrive", "comes Zelensky")] * 2)
    assert (0, 1) in aligner.align([("Zelensky arrive", "comes Zelensky")])[0]
    assert aligner.align([("", "word"), ("mot", ""), ("inconnu", "unknown")])[:2] == [[], []]


def test_long_and_short_sentences_keep_their_places():
    pairs, _ = corpus(50, 2)
    pairs[3] = (" ".join(["f1"] * 60), " ".join(["e1"] * 55))
    aligner = WordAligner(bits=14)
    aligner.train(pairs)
    for (french, english), links in zip(pairs, aligner.align(pairs), strict=True):
        assert all(i < len(words(french)) and j < len(words(english)) for i, j in links)


@pytest.mark.parametrize(
    ("forward", "reverse", "links"),
    [
        ({(0, 0), (1, 1)}, {(0, 0), (1, 1)}, [(0, 0), (1, 1)]),
        ({(0, 0), (0, 1)}, {(0, 0)}, [(0, 0), (0, 1)]),  # a neighbour, one side of which is free
        ({(0, 0)}, {(3, 3)}, [(0, 0), (3, 3)]),  # nothing agreed on: words left alone
        ({(0, 0), (1, 0)}, {(0, 0), (1, 1)}, [(0, 0), (1, 0), (1, 1)]),
        (set(), set(), []),
    ],
)
def test_symmetrised(forward, reverse, links):
    assert symmetrised(forward, reverse) == links
