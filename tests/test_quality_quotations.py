"""Quotes that are lost or emptied."""

from __future__ import annotations

import pytest
from flagged import severities

from pipeline.bitext import Origin, Severity, Unit
from pipeline.quality.registry import CHECKS

CASES = [
    ("quotes-lost", "Il parle de « paix ».", "He speaks of peace.", ["warning"]),
    ("quotes-lost", "« Oui », dit-il, « et non ».", "“Yes,” he said, and no.", ["warning"]),
    ("quotes-lost", "« Nous sommes prêts.", "We are ready.", ["warning"]),
    ("quotes-lost", "Il parle de « paix ».", "He speaks of 'peace'.", []),
    ("quotes-lost", "Il parle de « paix ».", 'He speaks of "peace".', []),
    ("quotes-lost", 'Il parle de "paix".', 'He speaks of "peace.', []),
    ("quotes-lost", "Il parle de « paix ».", "He doesn't speak of the members' peace.", ["warning"]),
    ("quotes-lost", "Il parle de paix.", "He speaks of peace.", []),
    ("quotes-lost", "des « experts » et des « amis »", "'experts' and ‘friends’", []),
    ("quotes-lost", 'Un écran de 27" est là.', "A 27-inch screen is there.", []),
    ("quotes-lost", "Il parle de « paix ».", "In the '90s he spoke of peace.", ["warning"]),
    ("quotes-lost", 'Voir <a href="x.html">ici</a>.', "See here.", []),
    ("quotes-lost", "Il aime le « rock ».", "He likes rock 'n' roll.", ["warning"]),
    ("quotes-empty", "Il dit « oui ».", "He says “”.", ["error"]),
    ("quotes-empty", "Il dit ‹ oui ›.", "He says ' '.", ["error"]),
    ("quotes-empty", "Il dit « oui ».", "He says “yes”, and the members' plan.", []),
    ("quotes-empty", 'La chaîne "" est vide.', 'The string "" is empty.', []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected


def test_a_person_may_turn_a_quotation_into_reported_speech() -> None:
    unit = Unit("s0001", "« Je viens », dit-il.", "He said he was coming.", origin=Origin.HUMAN)
    (flag,) = CHECKS["quotes-lost"].inspect(unit)
    assert flag.severity is Severity.NOTE
