from __future__ import annotations

import pytest

from pipeline.glossary.inflection import demonym_forms, english_plural


@pytest.mark.parametrize(
    ("masculine", "forms"),
    [
        ("russe", ["russe", "russes"]),
        ("nord-coréen", ["nord-coréen", "nord-coréenne", "nord-coréens", "nord-coréennes"]),
        ("français", ["français", "française", "françaises"]),
        ("grec", ["grec", "grecque", "grecs", "grecques"]),
        ("turc", ["turc", "turque", "turcs", "turques"]),
        ("breton", ["breton", "bretonne", "bretons", "bretonnes"]),
        ("letton", ["letton", "lettone", "lettons", "lettones"]),
        ("catalan", ["catalan", "catalane", "catalans", "catalanes"]),
        ("provençal", ["provençal", "provençale", "provençaux", "provençales"]),
        ("est-allemand", ["est-allemand", "est-allemande", "est-allemands", "est-allemandes"]),
        ("ouzbek", ["ouzbek", "ouzbèke", "ouzbeks", "ouzbèkes"]),
        ("andalou", ["andalou", "andalouse", "andalous", "andalouses"]),
    ],
)
def test_french_forms(masculine: str, forms: list[str]) -> None:
    assert list(demonym_forms(masculine)) == forms


def test_only_forms_that_are_no_singular_count_as_plural() -> None:
    assert demonym_forms("français") == {"français": False, "française": False, "françaises": True}


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("Russian", "Russians"),
        ("Chinese", "Chinese"),
        ("Frenchman", "Frenchmen"),
        ("Irishwoman", "Irishwomen"),
        ("German", "Germans"),
        ("Swiss", "Swiss"),
        ("Iraqi", "Iraqis"),
    ],
)
def test_english_plurals(singular: str, plural: str) -> None:
    assert english_plural(singular) == plural
