from fractions import Fraction

import pytest

from pipeline.text.number_words import find_number_words


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("vingt et un", "fr", [21]),
        ("quatre-vingts", "fr", [80]),
        ("quatre-vingt-onze", "fr", [91]),
        ("soixante-dix-huit", "fr", [78]),
        ("cent deux", "fr", [102]),
        ("mille neuf cent quatorze", "fr", [1914]),
        ("trois millions deux cent mille", "fr", [3_200_000]),
        ("deux, trois", "fr", [2, 3]),
        ("deux ou trois", "fr", [2, 3]),
        ("deux trois", "fr", [2, 3]),
        ("Deux millions et demi", "fr", [2_500_000]),
        ("twenty-two", "en", [22]),
        ("two hundred and fifty thousand", "en", [250_000]),
        ("nineteen hundred", "en", [1900]),
        ("one and two", "en", [1, 2]),
        ("three billion", "en", [3_000_000_000]),
        ("lune neuve", "fr", []),
        ("someone weighs tenfold", "en", []),
    ],
)
def test_values(text: str, language: str, values: list[int]) -> None:
    found = list(find_number_words(text, language))
    assert len(found) == len(values)
    assert all(Fraction(value) in number.values for number, value in zip(found, values, strict=True))


def test_fractions_keep_all_their_readings() -> None:
    (half,) = find_number_words("la moitié", "fr")
    assert half.values == {Fraction(1, 2), Fraction(50)}
    assert Fraction(2, 3) in list(find_number_words("les deux tiers", "fr"))[-1].values


def test_spans() -> None:
    text = "Il a vingt et un ans et deux chats"
    assert [number.span.of(text) for number in find_number_words(text, "fr")] == ["vingt et un", "deux"]
