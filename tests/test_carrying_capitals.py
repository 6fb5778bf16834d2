"""Capitals lowered for the model and raised again."""

import pytest

from pipeline.bitext import Span
from pipeline.carrying.capitals import in_capitals, lowered, raised


@pytest.mark.parametrize("text", ["LE MINISTRE A PARLÉ", "BIENVENUE", "FERMÉ LE DIMANCHE ?", "LOI DE FINANCES 2024"])
def test_texts_in_capitals(text: str) -> None:
    assert in_capitals(text)


@pytest.mark.parametrize("text", ["ONU", "OTAN", "Le TGV", "A", "IBM", "", "123", "RATP SNCF"])
def test_texts_that_are_not(text: str) -> None:
    assert not in_capitals(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LE MINISTRE A ÉTÉ REÇU", "Le ministre a été reçu"),
        ("REUNION A PARTIR DE LUNDI", "Réunion à partir de lundi"),
        ("LOUIS XIV ÉTAIT ROI", "Louis XIV était roi"),
        ("L'ÉCOLE EST FERMÉE", "L'école est fermée"),
    ],
)
def test_lowered_with_accents(text: str, expected: str) -> None:
    assert lowered(text) == expected


def test_names_that_are_known_keep_their_spelling() -> None:
    assert lowered("POUTINE EST LÀ", [(Span(0, 7), "Poutine")]) == "Poutine est là"


def test_raised_is_as_long() -> None:
    assert raised("Straße, été") == "STRAßE, ÉTÉ"
