from __future__ import annotations

import pytest

from pipeline.glossary import Entry, Glossary, Kind
from pipeline.glossary.naming.names import capitalised, find_names, rendering_of


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Selon Jean-Marie Le Pen, l'Assemblée vote.", ["Jean-Marie Le Pen", "Assemblée"]),
        ("L'hôtel Omnia vu par Charles de Gaulle", ["Omnia", "Charles de Gaulle"]),
        ("Le président Ólafur Ragnar Grímsson parle.", ["Ólafur Ragnar Grímsson"]),
        ("il va à N'Djamena en Décembre avec Le Corbusier", ["N'Djamena", "Le Corbusier"]),
        ("le Su-57 et l’OTAN", ["OTAN"]),
        ("rien", []),
    ],
)
def test_capitalised(sentence: str, names: list[str]) -> None:
    assert [span.of(sentence) for span in capitalised(sentence)] == names


def test_counts_names_and_passes_over_sentence_starts_and_entries() -> None:
    sentences = ["Macron a vu Scholz.", "Hier, Macron était à Berlin.", "Voitures et motos.", "MACRON À BERLIN"]
    names = find_names(sentences, Glossary([Entry("Berlin", ("Berlin",), Kind.PLACE)]))
    assert [(name.name, [place.sentence for place in name.occurrences]) for name in names] == [
        ("Macron", [0, 1]),
        ("Scholz", [0]),
    ]


@pytest.mark.parametrize(
    ("name", "english", "rendering"),
    [
        ("Macron", "Macron's plan", "Macron"),
        ("Khodorkovski", "said Khodorkovsky's lawyer", "Khodorkovsky"),
        ("Jean Ziegler", "by John Ziegler", "John Ziegler"),
        ("Pékin", "in Beijing", None),
    ],
)
def test_renderings_are_known_by_their_spelling(name: str, english: str, rendering: str | None) -> None:
    assert rendering_of(name, english) == rendering


def test_addresses_hold_no_names() -> None:
    sentences = [
        "Écrivez à Paul@Martin.fr ou voyez https://www.Dupont.fr/Plan.",
        "Le fichier /Users/Lise/Notes.txt est vide.",
    ]
    assert find_names(sentences) == []
