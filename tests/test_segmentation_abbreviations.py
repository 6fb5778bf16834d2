"""Each rule on the word before a full stop, alone."""

from __future__ import annotations

import pytest
from rule_opinion import opinion

from pipeline.segmentation import abbreviations
from pipeline.segmentation.decisions import Rule


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        (abbreviations.label, "1.⏐ Le texte", False),
        (abbreviations.label, "Art. L. 121-1.⏐ – Nul", False),
        (abbreviations.label, "HARPAGON.⏐ – Au voleur", False),
        (abbreviations.label, "HARPAGON.⏐ Au voleur", None),
        (abbreviations.label, "Voir l'art. 1.⏐ Le texte", None),
        (abbreviations.era, "en 44 av. J.-C.⏐ César", True),
        (abbreviations.era, "le chanteur J.-C.⏐ César", None),
        (abbreviations.binding, "chez M.⏐ Dupont", False),
        (abbreviations.binding, "chez M.⏐ Le Goff", False),
        (abbreviations.binding, "chez M.⏐ Elle dort", True),
        (abbreviations.binding, "une rue (bd.)⏐ Voltaire", None),
        (abbreviations.binding, "tiré à 300 ex.⏐ Premier", None),
        (abbreviations.numbered, "à la p.⏐ 5", False),
        (abbreviations.numbered, "au t.⏐ II", False),
        (abbreviations.numbered, "la fig.⏐ A", False),
        (abbreviations.numbered, "de l'art.⏐ Les", None),
        (abbreviations.numbered, "en 20 min.⏐ S. aureus", None),
        (abbreviations.spaced_number, "le 12.⏐ 05. 1998", False),
        (abbreviations.spaced_number, "12 janv.⏐ 1998", False),
        (abbreviations.spaced_number, "en 1998.⏐ 12 hommes", None),
        (abbreviations.designation, "le plan B.⏐ Paul", True),
        (abbreviations.designation, "Charles X.⏐ La France", True),
        (abbreviations.designation, "Charles M.⏐ Schulz", None),
        (abbreviations.initial, "par J.⏐ Moulin", False),
        (abbreviations.initial, "par P.⏐ M. Koenig", False),
        (abbreviations.initial, "par J.⏐ La Fontaine", False),
        (abbreviations.initial, "par Jean-C.⏐ Petit", False),
        (abbreviations.initial, "le traité de S.⏐ Les juges", True),
        (abbreviations.acronym, "à l'O.N.U.⏐ Les", True),
        (abbreviations.acronym, "à l'O.N.U.⏐ Annan", False),
        (abbreviations.acronym, "à l'O.N.U.⏐ M. Petit", True),
        (abbreviations.acronym, "à l'ONU.⏐ Annan", None),
        (abbreviations.final, "et chats, etc.⏐ Pierre", True),
        (abbreviations.loose, "la Cie.⏐ Transat", False),
        (abbreviations.loose, "chez Acme Inc.⏐ Les", True),
        (abbreviations.loose, "il vit à la mer.⏐ Pierre", None),
    ],
)
def test_rule(rule: Rule, text: str, expected: bool | None) -> None:
    assert opinion(rule, text) is expected
