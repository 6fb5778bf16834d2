import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.translation.clauses import cut


def words(text):
    return len(text.split()) + len(text) // 10


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("court", 5, ["court"]),
        (
            "Il pleut depuis ce matin ; la route est coupée",
            9,
            ["Il pleut depuis ce matin ;", "la route est coupée"],
        ),
        (
            "Il pleut depuis ce matin sur la côte, la route est coupée",
            13,
            ["Il pleut depuis ce matin sur la côte,", "la route est coupée"],
        ),
    ],
)
def test_cuts_stand_at_clause_boundaries(text, limit, parts):
    assert cut(text, limit, words) == parts


@given(st.text(alphabet="ab ,;.", max_size=400), st.integers(3, 40))
def test_parts_are_short_and_lose_only_white_space(text, limit):
    parts = cut(text, limit, words)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(words(part) <= limit for part in parts)


def test_a_line_without_spaces_is_cut():
    parts = cut("a" * 1000, 30, words)
    assert "".join(parts) == "a" * 1000
    assert all(words(part) <= 30 for part in parts)
