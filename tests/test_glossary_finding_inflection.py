from __future__ import annotations

import pytest

from pipeline.glossary.finding.inflection import demonym_forms, english_plural, term_plural, term_plurals


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


@pytest.mark.parametrize(
    ("singular", "many"),
    [
        ("loi organique", "lois organiques"),
        ("mise en demeure", "mises en demeure"),
        ("taux d'intérêt", "taux d'intérêt"),
        ("cour d’appel", "cours d’appel"),
        ("tribunal", "tribunaux"),
        ("bureau de vote", "bureaux de vote"),
        ("enjeu", "enjeux"),
        ("travail de recherche", "travaux de recherche"),
        ("pneu", "pneus"),
        ("vœu", "vœux"),
    ],
)
def test_plurals_of_french_terms(singular: str, many: str) -> None:
    assert term_plural(singular) == many
    assert term_plural(many) == many


@pytest.mark.parametrize("singular", ["cour", "foi", "fil", "mai", "moi", "échec"])
def test_a_plural_that_is_mostly_another_word_is_none(singular: str) -> None:
    assert term_plural(singular) == singular


@pytest.mark.parametrize(
    ("singular", "many"),
    [
        ("wheat exporter", "wheat exporters"),
        ("rate of interest", "rates of interest"),
        ("policy", "policies"),
        ("survey", "surveys"),
        ("tax", "taxes"),
        ("child", "children"),
        ("chairman", "chairmen"),
        ("health crisis", "health crises"),
        ("training", "training"),
        ("department", "departments"),
        ("different", None),
        ("protective equipment", "protective equipment"),
        ("organic", None),
        ("general hospital", "general hospitals"),
        ("COVID-19", None),
        ("right to asylum", "rights to asylum"),
        ("synthesis", "syntheses"),
        ("veto", "vetoes"),
        ("human", "humans"),
        ("headquarters", "headquarters"),
        ("economics", "economics"),
        ("census", "censuses"),
        ("Lens", "Lenses"),
    ],
)
def test_plurals_of_english_terms(singular: str, many: str | None) -> None:
    assert term_plurals(singular) == many
