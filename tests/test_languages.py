"""What the two languages' tables promise those who look things up in either."""

from __future__ import annotations

from types import ModuleType

import pytest

from pipeline.languages import english, french

SHARED = {name for name in vars(french) if name.isupper()} & {name for name in vars(english) if name.isupper()}


@pytest.mark.parametrize("language", [french, english], ids=["French", "English"])
def test_a_year_has_twelve_months_and_a_week_seven_days(language: ModuleType) -> None:
    assert (len(set(language.MONTHS)), len(set(language.WEEKDAYS))) == (12, 7)


@pytest.mark.parametrize("language", [french, english], ids=["French", "English"])
def test_a_month_cut_short_begins_its_month(language: ModuleType) -> None:
    wrong = {cut for cut, number in language.MONTHS_CUT.items() if not language.MONTHS[number - 1].startswith(cut)}
    assert wrong == set()


@pytest.mark.parametrize(("language", "nine", "sixteen"), [(french, "neuf", "seize"), (english, "nine", "sixteen")])
def test_number_words_stand_in_order(language: ModuleType, nine: str, sixteen: str) -> None:
    assert (language.NUMBERS.index(nine), language.NUMBERS.index(sixteen)) == (9, 16)


def test_both_languages_have_what_is_looked_up_by_language() -> None:
    assert {"MONTHS", "WEEKDAYS", "NUMBERS", "TENS", "HUNDREDS", "SCALES", "OTHER_NUMBERS", "STOP_WORDS"} <= SHARED
    assert {"BINDING_STOPS", "CASED_STOPS", "NUMBERED_STOPS", "LOOSE_STOPS", "DOUBLED", "PHRASE_INSIDES"} <= SHARED


@pytest.mark.parametrize("language", [french, english], ids=["French", "English"])
def test_words_are_in_lower_case_where_nothing_else_is_said(language: ModuleType) -> None:
    spelt = {"WEEKDAYS", "MONTHS", "MONTHS_CUT", "CASED_STOPS"}
    tables = {name: table for name, table in vars(language).items() if name.isupper() and name not in spelt}
    assert {word for table in tables.values() for word in table if word != word.lower()} == set()
