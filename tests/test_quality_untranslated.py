"""Segments left in French."""

from __future__ import annotations

import pytest
from flagged import severities

FRENCH = "Le président a reçu les ministres de la région dans son palais."
ENGLISH = "The president received the ministers of the region in his palace."

CASES = [
    ("untranslated", FRENCH, FRENCH, ["error"]),
    ("untranslated", FRENCH, "The president a reçu les ministres de la région in his own palace today.", ["warning"]),
    ("untranslated", FRENCH, ENGLISH, []),
    ("untranslated", "Barack Obama, Wall Street", "Barack Obama, Wall Street", []),
    ("untranslated", "Des questions de grammaire et de style", "Questions of grammar and style", []),
    ("untranslated", "Lire https://a.fr/le/la/de.html.", "Read https://a.fr/le/la/de.html.", []),
    ("untranslated", "Ma porte grince.", "Ma porte grince.", ["error"]),
    ("untranslated", "Bienvenue !", "Bienvenue!", ["error"]),
    ("untranslated", "POIDS ET MESURES", "POIDS ET MESURES", ["error"]),
    ("untranslated", "12 rue du Moulin", "12 rue du Moulin", ["warning"]),
    ("untranslated", "Le Figaro", "Le Figaro", []),
    ("untranslated", "Dijon", "Dijon", []),
    ("untranslated", "Intervention", "Intervention", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected
