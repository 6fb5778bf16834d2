"""What is copied and never translated."""

from __future__ import annotations

import pytest
from flagged import severities

CASES = [
    ("spans", "Il reste %d fichiers.", "There are files left.", ["error"]),
    ("spans", "Bonjour {nom} !", "Hello {name}!", ["error"]),
    ("spans", "Lisez https://a.fr/x et écrivez à b@a.fr.", "Read https://a.fr/x and write to b@a.fr.", []),
    ("spans", "Lisez https://a.fr/x.", "Read https://a.org/x.", ["error"]),
    ("spans", "Lisez https://a.fr/x.", "Read it at https://a.fr/x or https://a.fr/x.", ["error"]),
    ("spans", "Un <i>mot</i> ici.", "A <i>word</b> here.", ["error"]),
    ("spans", "Un mot ici.", "A <i>word</i> here.", ["error", "error"]),
    ("spans", "C'est fini ✅", "It is finished", ["error"]),
    ("spans", "C'est fini", "It is finished ✅", []),
    ("spans", "L'eau, H₂O, coule.", "Water, H2O, flows.", []),
    ("spans", "Soit 2²=4.", "Let 22=4.", ["error"]),
    ("spans", "Appelez le 01 42 68 53 00.", "Call 01.42.68.53.00.", ["error"]),
    ("spans", "Appelez le 01 42 68 53 00.", "Call 01\u00a042\u00a068\u00a053\u00a000.", []),
    ("spans", "Voir le traité¹.", "See the treaty.", ["warning"]),
    ("spans", "Nom ........ Prénom ........", "Name ..... First name .....", []),
    ("spans", "Dupont &amp; fils", "Dupont & Sons", []),
]


@pytest.mark.parametrize(("code", "source", "target", "expected"), CASES)
def test_what_is_flagged(code: str, source: str, target: str, expected: list[str]) -> None:
    assert severities(code, source, target) == expected
