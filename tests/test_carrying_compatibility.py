"""Signs that the model's pieces cannot hold, and their way back."""

import pytest

from pipeline.bitext import Span
from pipeline.carrying.compatibility import rejoined, restored, rewritten, stands_for_letter
from pipeline.carrying.copying import Copy


def copy(text: str) -> str:
    return Copy(text, Span(0, len(text)), tuple(edit for edit, _ in rewritten(text, 0, len(text)))).text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("2½ tasses", "2 1/2 tasses"),
        ("№ 5", "n° 5"),
        ("‹ Oui ›", "« Oui »"),
        ("l&rsquo;&eacute;t&eacute;", "l’été"),
        ("déci\u00adsion", "décision"),
        ("gouver-\nnement", "gouvernement"),
        ("Il pleut.", "Il pleut."),
    ],
)
def test_what_the_model_sees(text: str, seen: str) -> None:
    assert copy(text) == seen


def test_what_was_rewritten_comes_back_once() -> None:
    ways = [back for _, back in rewritten("½ et ½", 0, 6) if back is not None]
    (first, *_) = restored("1/2 and 3/4", ways)
    assert (first.span.of("1/2 and 3/4"), first.text) == ("1/2", "½")
    assert restored("one half", ways) == []


@pytest.mark.parametrize(
    ("head", "tail", "joint"),
    [("gouver", "nement", ""), ("déci", "sion", ""), ("au", "delà", "-"), ("porte", "parole", "-"), ("dit", "il", "-")],
)
def test_words_broken_at_line_ends(head: str, tail: str, joint: str) -> None:
    assert rejoined(head, tail) == joint


def test_entities() -> None:
    assert stands_for_letter("&eacute;")
    assert stands_for_letter("&laquo;")
    assert not stands_for_letter("&nbsp;")
    assert not stands_for_letter("&lt;")
