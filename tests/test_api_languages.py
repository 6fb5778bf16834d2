"""Which language a text is in, where nobody says."""

from __future__ import annotations

import pytest

from pipeline.api.languages import detect


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<p>Le <b>maire</b> parle.</p>", "fr"),
        ("Il pleut", "fr"),
        ("12", "fr"),
        ("", "fr"),
        ("Hello there, how are you?", "en"),
        ("Das ist ein schönes Haus, und wir wohnen darin.", "de"),
    ],
)
def test_a_few_words_are_french_unless_they_are_surely_not(text: str, code: str) -> None:
    (guess,) = detect([text])
    assert guess.code == code


def test_what_says_nothing_is_as_the_rest() -> None:
    texts = ["OK", "The mayor opened the bridge on Tuesday, and everybody was there."]
    assert [guess.code for guess in detect(texts)] == ["en", "en"]
