"""Words left in French, and words that are none."""

from __future__ import annotations

import pytest
from flagged import severities

from pipeline.bitext import Mention, Span, Unit
from pipeline.quality.registry import CHECKS

CASES = [
    ("word-unknown", "TARTE À L'OIGNON", "ONIGNON TART", ["warning"]),
    ("word-unknown", "TARTE À L'OIGNON", "ONION TART", []),
    ("word-unknown", "Chapitre 4", "Phoe 4", ["warning"]),
    ("word-unknown", "Kowalczyk arrive demain.", "Kowalczyk arrives tomorrow.", []),
    ("word-unknown", "Le maire de Brindisi arrive.", "Brindisi's mayor arrives.", []),
    ("word-left", "Chapitre premier", "Chapitre one", ["warning"]),
    ("word-left", "CHAPITRE PREMIER", "CHAPITRE ONE", ["warning"]),
    ("word-left", "Samedi, il pleut.", "Samedi, it rains.", ["warning"]),
    ("word-left", "Il habite rue Verte.", "He lives in rue Verte.", []),
    ("word-left", "Le programme du centre", "The programme of the centre", []),
    ("word-left", "Le théâtre est plein.", "The théâtre is full.", ["warning"]),
    ("word-left", "Il lit Le Monde.", "He reads Le Monde.", []),
    ("word-unknown", "Il marche vite.", "He walkilates fast.", ["warning"]),
    ("word-unknown", "Il marche vite.", "He's walking in the countryside; she'll realise.", []),
    ("word-unknown", "Des métallocarboranes", "Metallacarboranes and metallacarboranes", []),
    ("word-unknown", "Il marche à Zlín.", "He walks in Zlínská.", []),
    ("word-unknown", "SOUPE AUX POIS", "SOUP OF POINIVES", ["warning"]),
    ("word-unknown", "Voir https://a.fr/xyzzyx.", "See https://a.fr/xyzzyx.", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected


def test_a_glossary_may_use_any_word() -> None:
    mention = Mention("trucmuche", "zworgle", "term", "must", Span(3, 12), Span(2, 9))
    assert list(CHECKS["word-unknown"].inspect(Unit("s0001", "Un trucmuche", "A zworgle", mentions=(mention,)))) == []
    assert len(list(CHECKS["word-unknown"].inspect(Unit("s0001", "Un trucmuche", "A zworgle")))) == 1
