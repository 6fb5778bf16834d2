import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.repetition import is_looping, loop_ratio, repeated_words


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("the the cat", "en", ["the the"]),
        ("The the cat", "en", ["The the"]),
        ("in the house in the house", "en", ["in the house in the house"]),
        ("he had had it, that that was", "en", []),
        ("nous nous levons et vous vous asseyez", "fr", []),
        ("nous nous levons", "en", ["nous nous"]),
        ("Duran Duran played", "en", []),
        ("10 10", "en", []),
        ("no, no cat, cat", "en", []),
        ("il il part", "fr", ["il il"]),
        ("", "en", []),
    ],
)
def test_repeated_words(text: str, language: str, found: list[str]) -> None:
    assert [span.of(text) for span in repeated_words(text, language)] == found


@pytest.mark.parametrize(
    ("text", "looping"),
    [
        ("the cat of the cat of the cat of the cat of the cat of the cat", True),
        ("He said that he would come. He said that he would come. He said that he would come.", True),
        ("mainstre mainstre mainstre mainstre mainstre mainstre mainstre mainstre", True),
        ("Aaahahahahahahahahahaha", True),
        ("哈哈哈哈哈哈哈哈", True),
        ("No, no, no!", False),
        ("Non, non, non ! Je ne veux pas que tu partes sans moi ce soir.", False),
        ("........................", False),
        ("A plain sentence that says what it says.", False),
        ("", False),
    ],
)
def test_looping(text: str, looping: bool) -> None:
    assert is_looping(text) is looping


@given(st.text("ab .,", max_size=80))
def test_ratio_is_a_share(text: str) -> None:
    assert 0.0 <= loop_ratio(text) <= 1.0


@given(st.lists(st.sampled_from("abcdefg"), min_size=5, max_size=12), st.integers(2, 5))
def test_a_repeated_phrase_is_covered_whole(words: list[str], times: int) -> None:
    assert loop_ratio(" ".join(words * times)) == 1.0
