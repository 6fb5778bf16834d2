"""Names that are lost."""

from __future__ import annotations

import pytest
from flagged import severities

from pipeline.bitext import Mention, Origin, Severity, Span, Unit
from pipeline.quality.registry import CHECKS

CASES = [
    ("name-lost", "Il a reçu le prix Nobel.", "He was awarded the prize.", ["warning"]),
    ("name-lost", "Klaus a lu le budget.", "He read the budget.", ["warning"]),
    ("name-lost", "Klaus a lu le budget.", "Klaus read the budget.", []),
    ("name-lost", "La Commission a voté.", "The committee voted.", []),
    ("name-lost", "Le juge Berthomieu a parlé.", "The judge spoke.", ["warning"]),
    ("name-lost", "Le juge Berthomieu a parlé.", "Judge Castagnède spoke.", ["warning"]),
    ("name-lost", "Le juge Berthomieu a parlé.", "Judge Bertomiew spoke.", []),
    ("name-lost", "Il a vu la Grèce et l'Écosse.", "He saw Greece and Scotland.", []),
    ("name-lost", "Il habite en Bolivie.", "He lives in a Bolivian town.", []),
    ("name-lost", "Berthomieu a parlé.", "He spoke.", ["warning"]),
    ("name-lost", "Madame la Présidente du Conseil a parlé.", "The chair spoke.", []),
    ("name-lost", "L'ONU a parlé.", "The UN spoke.", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected


def test_a_person_may_leave_a_name_out() -> None:
    unit = Unit("s0001", "Le juge Berthomieu a parlé.", "The judge spoke.", origin=Origin.HUMAN)
    (flag,) = CHECKS["name-lost"].inspect(unit)
    assert flag.severity is Severity.NOTE


def test_a_name_that_the_glossary_covers_is_the_glossary_s() -> None:
    mention = Mention("Berthomieu", "Smith", "person", "must", Span(8, 18), Span(6, 11))
    unit = Unit("s0001", "Le juge Berthomieu a parlé.", "Judge Smith spoke.", mentions=(mention,))
    assert list(CHECKS["name-lost"].inspect(unit)) == []
