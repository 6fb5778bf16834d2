"""Signs, currencies, units and percents."""

from __future__ import annotations

import pytest
from flagged import severities

CASES = [
    ("measure", "Il fait −3 °C ici.", "It is 3 °C here.", ["error"]),
    ("measure", "Il fait 3 °C ici.", "It is -3 °C here.", ["error"]),
    ("measure", "Il fait −3 °C ici.", "It is 3 degrees below zero here.", []),
    ("measure", "Une baisse de 3 %.", "A change of -3%.", []),
    ("measure", "Au moins 3 hommes, de 3-4 ans.", "At least 3 men, 3-4 years old.", []),
    ("measure", "Il coûte 12 $.", "It costs £12.", ["error"]),
    ("measure", "Il coûte 12 $.", "It costs 12.", ["warning"]),
    ("measure", "Entre 12 et 20 dollars.", "Between $12 and $20.", []),
    ("measure", "De 12 à 20 dollars.", "From 12 to 20 Dollars.", []),
    ("measure", "La part est de 40 %.", "The share is 40.", ["warning"]),
    ("measure", "La part est de 40 %.", "The share is 40 per cent.", []),
    ("measure", "Un sac de 5 kilos.", "A 5-kg bag.", []),
    ("measure", "Un sac de 5 livres.", "A bag of 5 pounds.", []),
    ("measure", "Un sac de 5 kilos.", "A 5-pound bag.", ["error"]),
    ("measure", "Un fichier de 5 Mo.", "A file of 5 GB.", ["error"]),
    ("measure", "Dans 5 jours.", "In 5 weeks.", ["error"]),
    ("measure", "Un enfant de 5 ans.", "A child aged 5.", []),
    ("measure", "Il court 5 km en 5 minutes.", "He runs 5 km in 5 minutes.", []),
    ("measure", "3 millions de dollars", "$3 million", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected
