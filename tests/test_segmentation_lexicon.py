"""The typed tables of both languages."""

from __future__ import annotations

from dataclasses import fields

import pytest

from pipeline.segmentation.english import english
from pipeline.segmentation.french import french
from pipeline.segmentation.lexicon import ROMAN, Lexicon


@pytest.mark.parametrize("lexicon", [french(), english()], ids=lambda lexicon: lexicon.language)
def test_tables_are_spelt_as_rules_look_them_up(lexicon: Lexicon) -> None:
    for field in fields(lexicon):
        table = getattr(lexicon, field.name)
        if isinstance(table, frozenset) and field.name != "cased":
            assert all(word == word.lower() and not word.endswith(".") for word in table), field.name
    assert not lexicon.final & (lexicon.binding | lexicon.loose)


@pytest.mark.parametrize(
    ("language", "label", "no_label"),
    [
        (
            "fr",
            ["1", "12", "1.2", "IV", "A", "a", "Art. 5", "Article 1er", "§ 2", "CHAPITRE PREMIER", "N.B"],
            ["Il", "vil"],
        ),
        ("en", ["1", "IV", "A", "Chapter 3", "Fig. 2", "PART ONE", "N.B"], ["It", "He"]),
    ],
)
def test_labels(language: str, label: list[str], no_label: list[str]) -> None:
    pattern = {"fr": french, "en": english}[language]().label
    assert [text for text in label if not pattern.match(text)] == []
    assert [text for text in no_label if pattern.match(text)] == []


@pytest.mark.parametrize(("text", "numeral"), [("IV", True), ("XIX", True), ("MCM", True), ("IIX", False), ("", False)])
def test_roman_numerals(text: str, numeral: bool) -> None:
    assert bool(ROMAN.match(text)) is numeral


def test_abbreviations_are_looked_up_in_every_table() -> None:
    assert all(french().is_abbreviation(token) for token in ("mme", "p", "cie", "etc", "j.-c"))
    assert not french().is_abbreviation("maison")
