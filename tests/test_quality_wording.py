import pytest

from pipeline.quality.wording import is_british, is_english, words_of

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
