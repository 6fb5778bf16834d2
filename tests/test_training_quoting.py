"""Quotation marks of training pairs: alike on both sides, round what renders each other."""

import re
from collections import Counter

import pytest
from sample_examples import linked

from pipeline.training.marking import Example
from pipeline.training.quotation import count_marks
from pipeline.training.quoting import Quoter
from pipeline.training.word_alignment import words

FRENCH = "Hier, le ministre a rencontré son homologue à Moscou, dit l’agence."
ENGLISH = "Yesterday the minister met his counterpart in Moscow, the agency says."
WORD_LINKS = [
    ("Hier", "Yesterday"), ("ministre", "minister"), ("rencontré", "met"), ("son", "his"),
    ("homologue", "counterpart"), ("à", "in"), ("Moscou", "Moscow"), ("dit", "says"), ("agence", "agency"), (".", "."),
]  # fmt: skip


def example():
    return linked(FRENCH, ENGLISH, WORD_LINKS)


@pytest.mark.parametrize("seed", range(60))
def test_only_marks_are_added_and_links_follow(seed):
    quoted = Quoter(share=1.0, seed=seed).quote(example())
    assert re.sub(r"«\s*|\s*»|[“”\"]", "", quoted.source) == FRENCH
    assert quoted.target.replace('"', "") == ENGLISH
    assert count_marks(quoted.source) == count_marks(quoted.target) in (0, 1, 2)
    source, target = words(quoted.source), words(quoted.target)
    named = [(source[i], target[j]) for i, j in quoted.links]
    assert Counter(pair for pair in named if pair[1] != '"') == Counter(WORD_LINKS)
    assert sum(pair[1] == '"' for pair in named) == count_marks(quoted.target)
    assert all(count_marks(source_word) for source_word, target_word in named if target_word == '"')


def test_phrases_whole_sentences_and_lone_marks_all_occur():
    quoter = Quoter(share=1.0)
    made = [quoter.quote(example()).target for _ in range(200)]
    assert any(text.startswith('"') and text.endswith('"') for text in made)
    assert any(text.startswith('"') and text.count('"') == 1 for text in made)
    assert any(text.endswith('"') and text.count('"') == 1 for text in made)
    inner = {match[1] for text in made if (match := re.search(r' "(.+)"', text))}
    assert "counterpart" in inner
    assert len(inner) > 5
    assert not any(text.startswith(",") or text.endswith(",") for text in inner)


def test_share_of_the_examples_and_the_same_each_time():
    quoters = [Quoter(share=0.2, seed=3) for _ in range(2)]
    texts = [[quoter.quote(example()) for _ in range(1000)] for quoter in quoters]
    assert texts[0] == texts[1]
    assert 140 < sum(count_marks(text.target) > 0 for text in texts[0]) < 260


@pytest.mark.parametrize(
    "untouched",
    [
        Example("Il dit « oui ».", 'He says "yes".', [(0, 0)]),
        Example("⦃ Poutine ⇒ Putin ⦄ parle.", "Putin speaks.", [(3, 0)]),
        Example("Sans liens.", "Without links.", []),
    ],
)
def test_examples_that_are_left_alone(untouched):
    assert Quoter(share=1.0).quote(untouched) == untouched


@pytest.mark.parametrize(
    ("french", "english", "links"),
    [
        ("La voiture du ministre est là.", "The minister's car is there.", [(1, 4), (2, 2), (3, 1), (4, 5), (5, 6)]),
        ("Il n'est pas bon.", "It isn't good.", [(0, 0), (3, 1), (4, 3), (5, 4)]),
        ("Le taux est de 3,5 % et de 10 000 euros.", "The rate was 3.5 % and 10,000 euros.",
         [(1, 1), (2, 2), (4, 3), (6, 5), (7, 6), (8, 7), (10, 8), (11, 10), (12, 11)]),
        ("Aux U.S.A. aujourd'hui tout va.", "In the U.S.A. all is well today.",
         [(1, 2), (3, 4), (5, 6), (7, 11), (9, 11), (10, 8), (11, 9)]),
    ],
)  # fmt: skip
def test_marks_do_not_stand_inside_words_numbers_and_abbreviations(french, english, links):
    quoter = Quoter(share=1.0)
    for _ in range(150):
        made = quoter.quote(Example(french, english, links))
        for text in made[:2]:
            assert not re.search(r"\w['’][«\"“]\s?(?:s\b|t\b|hui)|\d\s?[»\"”][.,]?\s?\d|\d[.,\s]?[«\"“]\d", text), text
            assert not re.search(r"U\"|[»\"”]\.?S\.", text), text


def test_a_mark_may_stand_behind_an_elision():
    links = [(0, 0), (1, 2), (3, 3), (4, 4)]
    quoter = Quoter(share=1.0)
    made = {
        quoter.quote(Example("Il voit l'Europe unie.", "He sees a Europe united.", links)).source for _ in range(80)
    }
    assert any(re.search(r"l'[«\"“]", text) for text in made)
