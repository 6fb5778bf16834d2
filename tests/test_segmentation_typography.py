"""Each rule on signs around a stop, alone."""

from __future__ import annotations

import pytest
from rule_opinion import opinion

from pipeline.segmentation import typography
from pipeline.segmentation.decisions import Rule


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (typography.nothing_said, "— …⏐ Oui", False),
        (typography.nothing_said, "— Ah…⏐ Oui", None),
        (typography.nothing_follows, "Fini.⏐ —", False),
        (typography.nothing_follows, "Fini.⏐ Oui", None),
        (typography.punctuation_follows, "Où ?⏐ , dit-il", False),
        (typography.punctuation_follows, "Où ?⏐ -, dit-il", False),
        (typography.punctuation_follows, "Où ?⏐ Ici", None),
        (typography.aside, "Il a gagné (!)⏐ Paul aussi", False),
        (typography.aside, "Il dit [...]⏐ Pierre", False),
        (typography.aside, "Il dit [...]⏐ Puis", True),
        (typography.aside, "Il dit (oui.)⏐ Puis", None),
        (typography.omission_follows, "Il partit tard.⏐ [...] Puis", True),
        (typography.omission_follows, "Il partit tard.⏐ Puis", None),
        (typography.list_letter, "Le premier cas.⏐ b) Le second", True),
        (typography.list_letter, "voir l'al.⏐ b) du texte", None),
        (typography.lower_case, "Non !⏐ dit-il", False),
        (typography.lower_case, "Non !⏐ Dit-il", None),
        (typography.lower_case, "Tout est fini.⏐ [i]l faut", None),
        (typography.lower_case, "Tout est fini.⏐ iTunes", None),
        (typography.lower_case, "Le travail est fait.⏐ il dort", True),
        (typography.lower_case, "Le travail est fait.⏐ et bien fait", True),
        (typography.lower_case, "Le travail est fait.⏐ bien fait", False),
        (typography.lower_case, "le travail est fait.⏐ bien fait", True),
        (typography.lower_case, "des pommes, etc.⏐ il dort", False),
        (typography.touching, "C'est fini.⏐Il dort", True),
        (typography.touching, "www.exemple.⏐Il dort", False),
        (typography.touching, "Quoi ?⏐Il dort", None),
        (typography.touching, "Jean.⏐Dupont", False),
        (typography.touching, "fini. ⏐Il dort", None),
        (typography.embedded_bracket, "Il a (Dieu merci !⏐ Enfin) survécu", False),
        (typography.embedded_bracket, "Il a (Dieu merci !⏐ Enfin.) Rien", None),
        (typography.embedded_bracket, "(Dieu merci !⏐ Enfin) survécu", None),
        (typography.exclaiming_name, "Yahoo!⏐ France", False),
        (typography.exclaiming_name, "Yahoo!⏐ Les", True),
        (typography.hesitation, "dans les…⏐ Pyrénées", False),
        (typography.hesitation, "dans les…⏐ Mais non", None),
        (typography.hesitation, "environ…⏐ 12", False),
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
    assert opinion(typography.reported, text, "en") is expected


def test_french_reports_with_small_letters_only() -> None:
    assert opinion(typography.reported, "« Viens ! »⏐ Pierre said.") is None
