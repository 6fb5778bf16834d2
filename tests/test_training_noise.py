"""Typographic noise changes signs, never words."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.training.noise import NOISES, add_noise
from pipeline.training.word_alignment import words


def bare(text):
    letters = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return [word for word in words(letters.casefold()) if word.isalnum()]


SENTENCE = "« L'État, c’est moi ! » dit-il : « À l’été, Œdipe ? »"


@pytest.mark.parametrize("kind", NOISES)
@pytest.mark.parametrize("seed", range(6))
def test_each_kind_keeps_the_words(kind, seed):
    changed = NOISES[kind][1](SENTENCE, random.Random(seed))
    assert bare(changed) == bare(SENTENCE)
    assert len(words(changed)) == len(words(SENTENCE))


@pytest.mark.parametrize(
    ("kind", "text", "changed"),
    [
        ("straight-apostrophes", "l’eau d'ici", "l'eau d'ici"),
        ("curled-apostrophes", "l’eau d'ici", "l’eau d’ici"),
        ("no-accents", "Ça a été où ?", "Ca a ete ou ?"),
        ("bare-capitals", "À l’État été", "A l’Etat été"),
        ("upper-case", "été", "ÉTÉ"),
        ("lower-case", "ÉTÉ", "été"),
    ],
)
def test_kinds(kind, text, changed):
    assert NOISES[kind][1](text, random.Random(0)) == changed


@given(st.text(alphabet="abé çÀ«»'’:;!? .,12", max_size=60), st.integers(0, 99))
def test_no_word_is_added_lost_or_moved(text, seed):
    assert bare(add_noise(text, random.Random(seed))) == bare(text)


def test_every_kind_comes_up():
    chance = random.Random(1)
    seen = {add_noise(SENTENCE, chance) for _ in range(500)}
    assert {SENTENCE.upper().replace("’", "'"), SENTENCE.replace("'", "’")} & seen
    assert len(seen) > 50
