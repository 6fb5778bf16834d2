import numpy as np
import pytest

from pipeline.alignment.words import format_pharaoh, link_lines, link_units, link_words, look_alike, tokens
from pipeline.bitext import Unit


def test_tokens() -> None:
    text = "L'État a payé 12 500 € (3,5 %) à Aix-en-Provence."
    assert [span.of(text) for span in tokens(text)] == [
        *("L", "'", "État", "a", "payé", "12 500", "€", "(", "3,5", "%", ")", "à", "Aix-en-Provence", "."),
    ]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("nemo", "nemo", 1.0), ("12", "13", 0.0), ("?", "!", 0.3), ("national", "nations", 0.6), ("chat", "dog", 0.0)],
)
def test_look_alike(left: str, right: str, expected: float) -> None:
    assert look_alike(left, right) == pytest.approx(expected)


def test_the_table_links_known_words_and_names() -> None:
    french = ["le", "gouvernement", "de", "Nemo", "a", "signé", "le", "traité", "."]
    english = ["Nemo", "'s", "government", "signed", "the", "treaty", "."]
    links = {(french[i], english[j]) for i, j in link_words(french, english)}
    assert {("gouvernement", "government"), ("Nemo", "Nemo"), ("traité", "treaty"), (".", ".")} <= links


def test_attention_adds_what_the_table_does_not_know() -> None:
    french, english = ["zorglub", "dort"], ["bulgroz", "sleeps"]
    assert (0, 0) in link_words(french, english, np.array([[0.9, 0.05], [0.05, 0.9]]))


def test_units_get_spans() -> None:
    (unit,) = link_units([Unit("s0001", "Le gouvernement parle.", "The government speaks.")])
    assert ("gouvernement", "government") in [(s.of(unit.source), t.of(unit.target)) for s, t in unit.links]
    assert list(unit.links) == sorted(unit.links)


@pytest.mark.parametrize(("left", "right"), [([], ["a"]), (["a"], []), ([], [])])
def test_an_empty_side_has_no_links(left: list[str], right: list[str]) -> None:
    assert link_words(left, right) == []


def test_a_segment_of_many_words_has_no_links() -> None:
    words = [f"mot{number}" for number in range(401)]
    assert link_words(words[:400], words[:400]) == [(place, place) for place in range(400)]
    assert link_words(words, words[:1]) == link_words(words[:1], words) == []


def test_lines_keep_their_order() -> None:
    pairs = [(["deux", str(k)], ["two", str(k)]) for k in range(130)]
    assert [format_pharaoh(links) for links in link_lines(pairs)] == ["0-0 1-1\n"] * 130


def test_a_combining_mark_alone_looks_like_nothing():
    assert link_words(["a", "\u0301"], ["a", "1"]) == [(0, 0)]
