from pipeline.text.vocabulary import common_english_words, english_words, french_only_words


def test_what_is_english() -> None:
    assert {"house", "walking", "abbreviation"} <= english_words()
    assert "maison" in french_only_words()
    assert common_english_words() < english_words()


def test_words_of_both_languages_are_not_french_only() -> None:
    assert french_only_words().isdisjoint({"table", "nation", "chat", "mentions"})
    assert {"dort", "les", "chapitre", "vendredi", "légales"} <= french_only_words()
