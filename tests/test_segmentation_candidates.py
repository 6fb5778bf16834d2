"""What a candidate knows of its surroundings."""

from __future__ import annotations

import pytest

from pipeline.segmentation.candidates import Candidate, QuoteCount, read_candidate, scan, token_before
from pipeline.segmentation.french import french


def candidates(text: str) -> list[Candidate]:
    quotes = QuoteCount(text, 0)
    read = [read_candidate(text, match, 0, len(text), 0, quotes, french()) for match in scan(text, 0, len(text))]
    return [candidate for candidate in read if candidate is not None]


@pytest.mark.parametrize(
    ("text", "marks", "closers", "openers", "word"),
    [
        ("Oui. Non", ".", "", "", "Non"),
        ("Oui ! ! Non", "! !", "", "", "Non"),
        ("Oui. . . Non", ". . .", "", "", "Non"),
        ("Oui ?… Non", "?…", "", "", "Non"),
        ("Oui ? … Non", "? …", "", "", "Non"),
        ("Oui ? …non", "?", "", "…", "non"),
        ("« Oui. » Non", ".", " »", "", "Non"),
        ("« “Oui.” » Non", ".", "” »", "", "Non"),
        ("(Oui.) « Non", ".", ")", "« ", "Non"),
        ("Oui.[1][2] Non", ".", "[1][2]", "", "Non"),
        ("Oui.[réf. ici] Non", ".", "[réf. ici]", "", "Non"),
        ("Oui. :) Non", ".", " :)", "", "Non"),
        ("Oui. — « Non", ".", "", "— « ", "Non"),
        ("Oui. (...) Non", ".", "", "(...) ", "Non"),
        ("Oui.Non", ".", "", "", "Non"),
        ('"Oui." Non', ".", '"', "", "Non"),
        ('" Oui. " Non', ".", ' "', "", "Non"),
        ('Oui. " Non', ".", "", '" ', "Non"),
        ('Oui. "Non', ".", "", '"', "Non"),
        ('"Oui."Non', ".", '"', "", "Non"),
        ("Oui. 12 fois", ".", "", "", "12"),
    ],
)
def test_parts(text: str, marks: str, closers: str, openers: str, word: str) -> None:
    found = candidates(text)[0]
    assert (found.marks, found.closers, found.openers, found.word) == (marks, closers, openers, word)
    assert text[found.mark : found.end] + found.gap + found.openers + found.word == text[found.mark : found.word_end]


@pytest.mark.parametrize("text", ["Oui", "Oui.", "Oui. ", "3.14", "www.exemple.fr", "a.b", "fini.il"])
def test_no_candidate_where_nothing_can_begin(text: str) -> None:
    assert candidates(text) == []


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("vu l’art", "art"),
        ("vu l'art", "art"),
        ("(cf", "cf"),
        ("« M", "M"),
        ("_M", "M"),
        ("av. J.-C", "J.-C"),
        ("McDonald's", "McDonald's"),
        ("mot ", ""),
        ("a/b", "a/b"),
    ],
)
def test_token_before(text: str, token: str) -> None:
    assert token_before(text, 0, len(text)) == token


def test_quotes_are_counted_once() -> None:
    text = '"a" b "c'
    quotes = QuoteCount(text, 0)
    assert [quotes.open_before(position) for position in (0, 1, 2, 3, 5, 8)] == [False, True, True, False, False, True]


@pytest.mark.parametrize(
    ("text", "common", "starter"),
    [
        ("A. Les", True, True),
        ("A. Pierre", False, False),
        ("A. Maison", True, False),
        ("A. M. Petit", False, False),
        ("A. L’an", True, True),
        ("A. À", False, False),
        ("A. À Lyon", True, True),
    ],
)
def test_next_word(text: str, common: bool, starter: bool) -> None:
    found = candidates(text)[0]
    assert (found.common(), found.starter()) == (common, starter)


def test_words_around() -> None:
    found = candidates("le plan B. Puis rien")[0]
    assert (found.token, found.preceding(), found.word, found.after_word(5)) == ("B", "plan", "Puis", " rien")
    assert candidates("à 12 km. Puis")[0].after_number()
    assert candidates("P. M. Koenig")[0].initial_follows()
    assert candidates("le RTE. Puis")[0].abbreviation() == ""
    assert candidates("ETC. LES")[0].abbreviation() == "etc"
