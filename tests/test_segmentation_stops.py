"""Each rule on signs around a stop, alone."""

from __future__ import annotations

import pytest
from rule_opinion import opinion

from pipeline.segmentation import stops
from pipeline.segmentation.decisions import Rule


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (stops.nothing_said, "— …⏐ Oui", False),
        (stops.nothing_said, "— Ah…⏐ Oui", None),
        (stops.nothing_follows, "Fini.⏐ —", False),
        (stops.nothing_follows, "Fini.⏐ Oui", None),
        (stops.punctuation_follows, "Où ?⏐ , dit-il", False),
        (stops.punctuation_follows, "Où ?⏐ -, dit-il", False),
        (stops.punctuation_follows, "Où ?⏐ Ici", None),
        (stops.aside, "Il a gagné (!)⏐ Paul aussi", False),
        (stops.aside, "Il dit [...]⏐ Pierre", False),
        (stops.aside, "Il dit [...]⏐ Puis", True),
        (stops.aside, "Il dit (oui.)⏐ Puis", None),
        (stops.omission_follows, "Il partit tard.⏐ [...] Puis", True),
        (stops.omission_follows, "Il partit tard.⏐ Puis", None),
        (stops.list_letter, "Le premier cas.⏐ b) Le second", True),
        (stops.list_letter, "voir l'al.⏐ b) du texte", None),
        (stops.lower_case, "Non !⏐ dit-il", False),
        (stops.lower_case, "Non !⏐ Dit-il", None),
        (stops.lower_case, "Tout est fini.⏐ [i]l faut", None),
        (stops.lower_case, "Tout est fini.⏐ iTunes", None),
        (stops.lower_case, "Le travail est fait.⏐ il dort", True),
        (stops.lower_case, "Le travail est fait.⏐ et bien fait", True),
        (stops.lower_case, "Le travail est fait.⏐ bien fait", False),
        (stops.lower_case, "le travail est fait.⏐ bien fait", True),
        (stops.lower_case, "des pommes, etc.⏐ il dort", False),
        (stops.touching, "C'est fini.⏐Il dort", True),
        (stops.touching, "www.exemple.⏐Il dort", False),
        (stops.touching, "Quoi ?⏐Il dort", None),
        (stops.touching, "Jean.⏐Dupont", False),
        (stops.touching, "fini. ⏐Il dort", None),
        (stops.embedded_bracket, "Il a (Dieu merci !⏐ Enfin) survécu", False),
        (stops.embedded_bracket, "Il a (Dieu merci !⏐ Enfin.) Rien", None),
        (stops.embedded_bracket, "(Dieu merci !⏐ Enfin) survécu", None),
        (stops.exclaiming_name, "Yahoo!⏐ France", False),
        (stops.exclaiming_name, "Yahoo!⏐ Les", True),
        (stops.hesitation, "dans les…⏐ Pyrénées", False),
        (stops.hesitation, "dans les…⏐ Mais non", None),
        (stops.hesitation, "environ…⏐ 12", False),
    ],
)
def test_rule(rule: Rule, text: str, expected: bool | None) -> None:
    assert opinion(rule, text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"Come!"⏐ John said.', False),
        ('"Come!"⏐ The old man said.', False),
        ('"Come!"⏐ He said nothing.', None),
        ('"Come!"⏐ John left.', None),
        ("Come!⏐ John said.", None),
    ],
)
def test_reported(text: str, expected: bool | None) -> None:
    assert opinion(stops.reported, text, "en") is expected


def test_french_reports_with_small_letters_only() -> None:
    assert opinion(stops.reported, "« Viens ! »⏐ Pierre said.") is None
