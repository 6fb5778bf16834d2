"""Text without a sentence round it."""

from __future__ import annotations

import pytest

from pipeline.translation.engine import Engine
from pipeline.translation.fragments import Form, chosen, forms, in_form
from pipeline.translation.hypothesis import Hypothesis


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Conseils utiles", [Form("Conseils utiles.", True), Form("conseils utiles", False)]),
        ("Vraiment ?", [Form("vraiment ?", False)]),
        ("annuler", [Form("annuler.", True)]),
        ("Zbigniew Kowalczyk", [Form("Zbigniew Kowalczyk.", True)]),
        ("« Oui »", [Form("« Oui ».", True)][:0]),
        ("Le président a reçu les ministres hier.", []),
        ("Le président a reçu les ministres hier", []),
        ("MENTIONS", []),
        ("12 500", []),
        ("", []),
    ],
)
def test_other_forms_of_a_fragment(text: str, expected: list[Form]) -> None:
    assert forms(text) == expected


def test_what_a_form_says_stands_as_the_fragment_does() -> None:
    said = Hypothesis("useful tips.", -0.2, ("x",), ((1.0,),))
    assert in_form(said, "Conseils utiles", Form("", True)) == Hypothesis("Useful tips", -0.2, ("x",))
    assert in_form(said, "Conseils utiles.", Form("", False)).text == "Useful tips."
    assert in_form(Hypothesis("end...", -0.2), "fin", Form("", True)).text == "end..."


def test_the_most_confident_stands() -> None:
    plain, other = Hypothesis("Annuler", -0.8), Hypothesis("To cancel", -0.4)
    assert chosen("Annuler", plain, [other]).text == "Cancel"
    assert chosen("Nom", Hypothesis("Nom", -0.4), [Hypothesis("Name", -0.4)]).text == "Nom"
    assert chosen("Partir ?", plain, [Hypothesis("To leave?", -0.1)]).text == "To leave?"


def test_headings_and_labels_come_out_in_english(engine: Engine) -> None:
    said = [found.best.text for found in engine.translate(["Fermé", "Nom", "Annuler", "Conseils utiles"])]
    assert said == ["Closed", "Name", "Cancel", "Useful advice"]


def test_names_stay_names(engine: Engine) -> None:
    names = ["Dijon", "Victor Hugo", "Tours", "Orange"]
    assert [found.best.text for found in engine.translate(names)] == names
