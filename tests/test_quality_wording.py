import pytest

from pipeline.quality.wording import Surroundings, is_british, is_english, words_of

ENGLISH = "house organisations moulded paediatrician unvaccinated smartphones she’ll workers' didn't Parliament's"


@pytest.mark.parametrize("word", ENGLISH.split(" "))
def test_english(word: str) -> None:
    assert is_english(word)


@pytest.mark.parametrize("word", ["ganticling", "convoil", "countions", "vendredi", "walkilates"])
def test_not_english(word: str) -> None:
    assert not is_english(word)


def test_british() -> None:
    assert is_british("centre")
    assert is_british("humour")
    assert not is_british("maison")


def test_words_and_where_they_stand() -> None:
    words = words_of("— L'été, voir https://exemple.fr/a b. Aujourd'hui Zoé vient.", "fr")
    assert [word.text for word in words] == ["L'", "été", "voir", "b", "Aujourd", "hui", "Zoé", "vient"]
    assert [word.text for word in words if word.first and word.text[0].isupper()] == ["L'", "Aujourd"]
    assert words[1].folded == "ete"


def test_surroundings_are_all_words_of_a_sentence_and_the_near_ones_of_a_long_text() -> None:
    english = words_of(" ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(600)), "en")
    french = words_of("mot " * 600, "fr")
    few = Surroundings(english[:250], 100, 100)
    assert all(few.of(word) == english[:250] for word in french)
    many = Surroundings(english, english[-1].span.end, french[-1].span.end)
    for place, word in enumerate(french):
        around = many.of(word)
        assert len(around) == 80
        assert english[place] in around


def test_endless_words_are_no_compounds() -> None:
    assert not is_english("house" * 40_000)
