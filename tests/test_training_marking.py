"""Marked examples: well formed, with links that still say which word renders which."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_examples import linked

from pipeline.training.marking import Example, Marker
from pipeline.training.word_alignment import words

MARK = re.compile(r"⦃ (.+?) ⇒ (.+?) ⦄")
FRENCH = "Hier, le président Vladimir Poutine a rencontré l’ancien ministre à Saint-Pétersbourg."
ENGLISH = "Yesterday, President Vladimir Putin met the former minister in Saint Petersburg."
WORD_LINKS = [
    ("Hier", "Yesterday"), ("président", "President"), ("Vladimir", "Vladimir"), ("Poutine", "Putin"),
    ("rencontré", "met"), ("l", "the"), ("ancien", "former"), ("ministre", "minister"), ("à", "in"),
    ("Saint", "Saint"), ("Pétersbourg", "Petersburg"),
]  # fmt: skip


def example():
    return linked(FRENCH, ENGLISH, WORD_LINKS)


@pytest.mark.parametrize("seed", range(40))
def test_marks_name_the_rendering_and_links_follow(seed):
    marked = Marker(share=1.0, seed=seed).mark(example())
    marks = MARK.findall(marked.source)
    assert 1 <= len(marks) <= 3
    assert MARK.sub(lambda match: match[1], marked.source) == FRENCH
    assert marked.target == ENGLISH
    assert all(rendering in ENGLISH for _, rendering in marks)
    assert all(re.search(rf"(?<![\w-]){re.escape(phrase)}(?![\w-])", FRENCH) for phrase, _ in marks)
    asked = {word for _, rendering in marks for word in words(rendering)}
    source, target = words(marked.source), words(marked.target)
    named = {(source[i], target[j]) for i, j in marked.links}
    assert named == {(b if b in asked else a, b) for a, b in WORD_LINKS}


def test_names_are_marked_above_all():
    marker = Marker(share=1.0, most=1)
    phrases = [MARK.findall(marker.mark(example()).source)[0][0] for _ in range(300)]
    assert sum(phrase[0].isupper() for phrase in phrases) > 200


def test_share_of_the_examples():
    marker = Marker(share=0.15)
    assert 100 < sum("⦃" in marker.mark(example()).source for _ in range(1000)) < 200


def test_some_names_ask_for_another_name():
    marker = Marker(share=1.0, most=1)
    others = [
        Example(f"Voici {name} enfin", f"Here is {name} at last", [(0, 0), (1, 2)]) for name in ("Merkel", "Obama")
    ]
    marked = [marker.mark(others[number % 2]) for number in range(200)]
    swapped = [m for m in marked if ("Merkel ⇒ Obama" in m.source or "Obama ⇒ Merkel" in m.source)]
    assert 5 < len(swapped) < 60
    for item in swapped:
        (_, rendering), *_ = MARK.findall(item.source)
        assert rendering in item.target.split()
        source, target = words(item.source), words(item.target)
        assert (rendering, rendering) in {(source[i], target[j]) for i, j in item.links}


def test_common_nouns_with_a_capital_keep_their_rendering():
    marker = Marker(share=1.0, most=1)
    for _ in range(100):
        marker.mark(Example("Voici Merkel", "Here is Merkel", [(1, 2)]))
        marker.mark(Example("une commission siège", "a commission sits", [(1, 1)]))
        marked = marker.mark(Example("la Commission siège", "the Commission sits", [(1, 1)]))
        assert "⦃ Commission ⇒ Commission ⦄" in marked.source


@pytest.mark.parametrize(
    ("source", "target", "links"),
    [
        ("le la les", "the the the", [(0, 0), (1, 1), (2, 2)]),  # no word fit for an edge
        ("Le chat dort", "The cat sleeps", []),  # nothing known about it
        ("le chat noir", "the black cat", [(1, 1), (1, 2), (2, 2)]),  # no phrase with a block of its own but both
        ("déjà ⦃ marqué ⇒ marked ⦄", "already marked", [(0, 0)]),
    ],
)
def test_nothing_fit_is_left_alone(source, target, links):
    plain = Example(source, target, links)
    marked = Marker(share=1.0).mark(plain)
    assert marked == plain or (marked.source.count("⦃") == 1 and "chat noir ⇒ black cat" in marked.source)


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), unique=True), st.integers(0, 50))
def test_links_stay_inside_and_the_text_comes_back(links, seed):
    plain = Example("Marie voit Paris et Pierre, Jean", "Mary sees Paris and Peter, John", sorted(links))
    marked = Marker(share=1.0, seed=seed).mark(plain)
    assert MARK.sub(lambda match: match[1], marked.source) == plain.source
    counts = len(words(marked.source)), len(words(marked.target))
    assert all(0 <= i < counts[0] and 0 <= j < counts[1] for i, j in marked.links)
