"""The list of French forms that ships."""

from pipeline.text.word_list import bare, french_spellings, french_words


def test_common_words_outweigh_rare_ones() -> None:
    words = french_words()
    assert len(words) > 30_000
    assert words["maison"] > words["maisonnette"] if "maisonnette" in words else words["maison"] > 5


def test_spellings_share_their_letters() -> None:
    assert french_spellings()["reunion"][0] == "réunion"
    assert bare("Œuvre") == "oeuvre"
    assert bare("À l'ÉTÉ") == "a l'ete"
