import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.numbers import address_spans, compare_numbers, find_numbers, roman_value

SAME = [
    ("12 500 habitants", "12,500 people"),
    ("12\u202f500 habitants", "12,500 people"),
    ("12.500 habitants", "12,500 people"),
    ("1.250.000 F", "1,250,000 F"),
    ("12 500,75 euros", "12,500.75 euros"),
    ("3,5 % des voix", "3.5 percent of the votes"),
    ("3,5 pour cent", "3.5 per cent"),
    ("1,5 million", "1.5 million"),
    ("1 500 000 personnes", "1.5 million people"),
    ("3 milliards d'euros", "€3 billion"),
    ("3 milliards", "$3bn"),
    ("de 3 à 5 millions", "from three million to 5 million"),
    ("deux millions et demi : 2 500 000", "2.5 million"),
    ("à 14 h 30", "at 2:30 p.m."),
    ("à 14h30", "at 14:30"),
    ("à 14 h 30", "at 2.30pm"),
    ("à 14 heures", "at 2 p.m."),
    ("24 heures plus tard", "24 hours later"),
    ("mardi 7 juin", "Tuesday, June 7"),
    ("le 1er août 1914", "on August 1st, 1914"),
    ("le 07/06/2011", "on June 7, 2011"),
    ("le XXe siècle", "the 20th century"),
    ("au XIXᵉ siècle", "in the nineteenth century"),
    ("François Ier", "Francis I"),
    ("la 2e fois", "the second time"),
    ("les années 60", "the 1960s"),
    ("les années 1960", "the sixties"),
    ("2008-2009", "2008-09"),
    ("n° 5", "No. 5"),
    ("deux hommes et 3 femmes", "2 men and three women"),
    ("50 % des gens", "half of the people"),
    ("les trois quarts", "75% of them"),
    ("300 000 tonnes", "three hundred thousand tonnes"),
    ("quatre-vingt-dix-sept", "97"),
    ("soixante et onze", "71"),
    ("deux cent cinquante mille", "250,000"),
    ("une dizaine", "10"),
    ("le G20 et l'A380", "the G20 and the A380"),
    ("½ litre", "1/2 litre"),
    ("voir http://a.fr/2011", "see it"),
    ("120 km² et 5 m²", "120 km2 and 5 m2"),
]
DIFFERENT = [
    ("en 2008", "in 2009", 1, 1),
    ("12 500 habitants", "12.500 people", 1, 1),
    ("3,5 %", "35%", 1, 1),
    ("3 milliards", "3 million", 1, 1),
    ("à 14 h 30", "at 2:40 p.m.", 1, 1),
    ("7 juin 2011", "July 7, 2011", 1, 1),
    ("XXe siècle", "19th century", 1, 1),
    ("5 chats", "cats", 1, 0),
    ("des chats", "5 cats", 0, 1),
    ("deux chats", "cats", 0, 0),
]


@pytest.mark.parametrize(("french", "english"), SAME)
def test_both_conventions_share_their_values(french: str, english: str) -> None:
    lost, added = compare_numbers(find_numbers(french, "fr"), find_numbers(english, "en"))
    assert (lost, added) == ([], [])


@pytest.mark.parametrize(("french", "english", "lost", "added"), DIFFERENT)
def test_differences(french: str, english: str, lost: int, added: int) -> None:
    comparison = compare_numbers(find_numbers(french, "fr"), find_numbers(english, "en"))
    assert (len(comparison.lost), len(comparison.added)) == (lost, added)


def test_spans_and_kinds() -> None:
    text = "Le 7 juin, 3,5 % de 12 500 F au XXe siècle"
    assert [(n.kind, n.span.of(text)) for n in find_numbers(text, "fr")] == [
        ("number", "7"),
        ("month", "juin"),
        ("percent", "3,5 %"),
        ("number", "12 500"),
        ("century", "XXe"),
        ("word", "siècle"),
    ]


def test_currency_is_kept() -> None:
    assert find_numbers("12 euros", "fr")[0].unit == find_numbers("€12", "en")[0].unit == "€"


def test_words_can_be_left_out() -> None:
    assert find_numbers("deux chats", "fr", words=False) == []
    assert find_numbers("deux chats", "fr")[0].readings == {Fraction(2)}


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("IV", 4), ("XIV", 14), ("MCMXLIV", 1944), ("", 0)])
def test_roman_value(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value


@pytest.mark.parametrize(
    "text", ["1" * 5_000, "1." * 5_000, "1," * 5_000, "1 " * 5_000, "1/" * 5_000, "9/" + "1" * 5_000]
)
def test_rows_of_more_digits_than_any_number_has(text: str) -> None:
    assert find_numbers(f"Il a {text} et 12 euros.", "fr")[-1].readings == {Fraction(12)}


@given(
    text=st.text(alphabet="a1.@/:hw \n", max_size=40)
    | st.lists(st.sampled_from(["www.", "a@", "http://", ".b", " "])).map("".join)
)
def test_addresses_are_those_of_one_pattern(text: str) -> None:
    pattern = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
    assert list(address_spans(text)) == [match.span() for match in pattern.finditer(text)]


@pytest.mark.parametrize("piece", ["é", "a@", "XIV ", "1/1/1 ", "www.", "deux mille "])
def test_hostile_texts_take_time_in_proportion_to_their_length(piece: str) -> None:
    text = piece * (200_000 // len(piece))  # minutes where each place looks at all behind it
    assert all(number.span.end <= len(text) for number in find_numbers(text, "fr"))
