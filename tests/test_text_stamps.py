"""Stamps and texts that only begin like one."""

import pytest

from pipeline.text.stamps import date_stamp


@pytest.mark.parametrize(
    ("text", "date", "rest"),
    [
        ("date 2023-09 Le président", "2023-09", "Le président"),
        ("  date 2023-09-14\nLe président", "2023-09-14", "\nLe président"),
        ("date 2023-09", "2023-09", ""),
        ("date 2023-09 « Le mot »", "2023-09", "« Le mot »"),
        ("date 2023-09 — Été", "2023-09", "— Été"),
    ],
)
def test_stamps(text: str, date: str, rest: str) -> None:
    match = date_stamp(text)
    assert match is not None
    assert match["date"] == date
    assert text[match.end() :] == rest


@pytest.mark.parametrize(
    "text",
    ["date 2024-05 de la réunion", "date 2024-13 Le", "date 2024-05: Le", "Date 2024-05 Le", "date 2024-05 3 mai"],
)
def test_texts(text: str) -> None:
    assert date_stamp(text) is None
