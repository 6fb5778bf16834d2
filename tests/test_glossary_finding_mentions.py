from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import GlossaryError
from pipeline.glossary import Entry, Glossary, Kind, Policy

PLACES = (
    *("Corée du Nord", "Tours", "la Manche", "Nice", "Guinée", "Guinée-Bissau", "Niger", "Nigeria", "Mali", "le Caire"),
    *("région de l'Amour", "Komsomolsk-sur-l'Amour", "États-Unis", "Nations unies", "Russie", "Pérou", "Shanghai"),
)
GLOSSARY = Glossary(
    [
        *(Entry(source, (source.upper(),), Kind.PLACE) for source in PLACES),
        Entry("ONU", ("UN",), Kind.ORGANISATION),
        Entry("Poutine", ("Putin",), Kind.PERSON),
        Entry("Vladimir Poutine", ("Vladimir Putin",), Kind.PERSON),
        Entry("Kim", ("Kim",), Kind.PERSON),
        Entry("Kim Jong Un", ("Kim Jong Un",), Kind.PERSON),
        Entry("nord-coréen", ("North Korean",), Kind.DEMONYM),
        Entry("malien", ("Malian",), Kind.DEMONYM),
        Entry("russe", ("Russian",), Kind.DEMONYM),
        Entry("français", ("French", "Frenchman"), Kind.DEMONYM),
        Entry("or", ("gold",)),
        Entry("marché", ("market",)),
        Entry("pari", ("bet",)),
        Entry("cour", ("court",)),
        Entry("œuvre d'art", ("work of art",)),
        Entry("U.R.S.S.", ("USSR",), Kind.PLACE),
    ]
)


def found(sentence: str) -> list[str]:
    return [match.span.of(sentence) for match in GLOSSARY.find(sentence)]


@pytest.mark.parametrize(
    ("sentence", "mentions"),
    [
        # longest match
        ("Vladimir Poutine et Poutine", ["Vladimir Poutine", "Poutine"]),
        ("Kim Jong Un, puis Kim", ["Kim Jong Un", "Kim"]),
        ("la Guinée-Bissau et la Guinée", ["Guinée-Bissau", "Guinée"]),
        # whole words
        ("un kimono à Kimberley", []),
        ("le Nigeria et le Niger", ["Nigeria", "Niger"]),
        ("l'axe Russie-Mali", []),
        ("Kim Il-sung, Kim-Il", ["Kim"]),
        ("Poutine, dit-on, Poutine-là", ["Poutine", "Poutine"]),
        ("Kim, Jong Un", ["Kim"]),
        # elision, apostrophes, hyphens, spaces
        ("l'ONU, d’ONU, qu'ONU", ["ONU", "ONU", "ONU"]),
        ("aujourd'ONU", []),
        ("la région de l’Amour", ["région de l’Amour"]),
        ("Komsomolsk sur l'Amour", ["Komsomolsk sur l'Amour"]),
        ("en Corée\u00a0du\n Nord", ["Corée\u00a0du\n Nord"]),
        ("dirigeant nord\u2011coréen", ["nord\u2011coréen"]),
        ("des œuvres et une oeuvre d’art", ["oeuvre d’art"]),
        ("l'ex-U.R.S.S. et l'U.R.S.S", ["U.R.S.S", "U.R.S.S"]),
        # accents
        ("les Etats-Unis, les E\u0301tats-Unis", ["Etats-Unis", "E\u0301tats-Unis"]),
        ("Perou et Shanghaï", ["Perou", "Shanghaï"]),
        ("il marche au marché", ["marché"]),
        # feminine and plural of demonyms
        ("des Nord-Coréennes et un nord-coréen", ["Nord-Coréennes", "nord-coréen"]),
        ("les Maliens du Mali", ["Maliens", "Mali"]),
        ("franco-russe, anti-russe, russement", ["russe", "russe"]),
        # homographs
        ("Nous sommes à Tours, il y a trois tours", ["Tours"]),
        ("Tours et détours", []),
        ("« Tours et détours »", []),
        ("Nice est belle, c'est nice", ["Nice"]),
        ("sa manche traverse la Manche", ["Manche"]),
        ("la manche", []),
        ("Or, il a trouvé de l'or", ["or"]),
        ("poutine et frites", []),
        ("Vivre à Paris, perdre des paris", ["paris"]),
        ("au cours du procès, la cour", ["cour"]),
        # articles asked for
        ("du Caire au Caire, le Caire", ["Caire", "Caire", "Caire"]),
        ("une Manche, Caire", []),
        # case
        ("les Nations Unies, les Nations unies, les nations unies", ["Nations Unies", "Nations unies"]),
        ("POUTINE RENCONTRE KIM EN CORÉE DU NORD", ["POUTINE", "KIM", "CORÉE DU NORD"]),
        ("COREE DU NORD ET TOURS", ["COREE DU NORD"]),
        ("Vladimir POUTINE", ["Vladimir POUTINE"]),
        ("onu", []),
        ("", []),
    ],
)
def test_finds(sentence: str, mentions: list[str]) -> None:
    assert found(sentence) == mentions


@pytest.mark.parametrize(
    ("sentence", "renderings"),
    [
        ("le chef russe", ("Russian", "Russians")),
        ("tous les Russes", ("Russians", "Russian")),
        ("des chars russes", ("Russian", "Russians")),
        ("tous les Français", ("French", "Frenchman", "Frenchmen")),
        ("LE RETOUR DE POUTINE", ("PUTIN", "Putin")),
        ("Vladimir POUTINE", ("Vladimir Putin",)),
    ],
)
def test_renderings_follow_number_and_capitals(sentence: str, renderings: tuple[str, ...]) -> None:
    assert [match.renderings for match in GLOSSARY.find(sentence)] == [renderings]


def test_a_forbidden_form_stands_beside_the_entry_and_keep_copies_the_text() -> None:
    glossary = Glossary(
        [
            Entry("Kiev", ("Kyiv",), Kind.PLACE),
            Entry("Kiev", ("Kieff",), Kind.PLACE, Policy.FORBID),
            Entry("Le Monde", ("Le Monde",), Kind.ORGANISATION, Policy.KEEP),
        ]
    )
    matches = glossary.find("À Kiev, selon Le\u00a0Monde")
    assert [(match.entry.policy, match.renderings) for match in matches] == [
        (Policy.MUST, ("Kyiv",)),
        (Policy.FORBID, ("Kieff",)),
        (Policy.KEEP, ("Le\u00a0Monde",)),
    ]


@given(st.lists(st.sampled_from([*PLACES, "Kim", "russes", "’", "'", " ", "-", ".", "\u00a0", "é\u0301", "œ", "X"])))
def test_matches_are_ordered_disjoint_and_inside_the_sentence(parts: list[str]) -> None:
    sentence = "".join(parts)
    position = 0
    for match in GLOSSARY.find(sentence):
        assert position <= match.span.start < match.span.end <= len(sentence)
        position = match.span.end


def test_every_entry_of_a_large_glossary_is_found() -> None:
    entries = [Entry(f"Nom{index} Prénom", (f"N{index}",), Kind.PERSON) for index in range(5000)]
    glossary = Glossary(entries)
    for entry in entries[::500]:
        assert [match.entry for match in glossary.find(f"Ici {entry.source} dort.")] == [entry]


@pytest.mark.parametrize(
    ("source", "target", "sentence", "expected"),
    [
        (
            "loi organique",
            "organic law",
            "Deux lois organiques.",
            [("lois organiques", ("organic laws", "organic law"))],
        ),
        ("loi organique", "organic law", "Une loi organique.", [("loi organique", ("organic law",))]),
        ("organique", "organic", "Des lois organiques.", []),
        ("matériel", "equipment", "Les matériels.", [("matériels", ("equipment",))]),
        ("le bureau", "the bureau", "Les bureaux, des bureaux.", [("bureaux", ("the bureaus", "the bureau"))] * 2),
        ("le bureau", "the bureau", "Mes bureaux.", []),
        ("Bureau", "Bureau", "Les Bureaux.", []),
    ],
)
def test_the_plural_of_a_term(source, target, sentence, expected):
    found = Glossary([Entry(source, (target,), Kind.TERM)]).find(sentence)
    assert [(match.span.of(sentence), match.renderings) for match in found] == expected


@pytest.mark.parametrize(
    ("source", "sentence", "found"),
    [
        ("C++", "Un programme en C++ et en C.", ["C++"]),
        ("C++", "La vitamine C est bonne.", []),
        ("C#", "Écrit en C#, pas en C.", ["C#"]),
        ("vitamine C", "La vitamine C est bonne.", ["vitamine C"]),
        (".NET", "Le service .NET et le service net.", [".NET"]),
        ("net", "Le service .net est lent, le prix net est bas.", ["net"]),
        ("R&D", "La R&D coûte cher, R ou D moins.", ["R&D"]),
        ("AT&T", "AT&T a dit non.", ["AT&T"]),
        ("C", "Le langage C++ et le langage C.", ["C"]),
    ],
)
def test_signs_belong_to_the_term(source: str, sentence: str, found: list[str]) -> None:
    glossary = Glossary([Entry(source, ("x",), Kind.TERM)])
    assert [match.span.of(sentence) for match in glossary.find(sentence)] == found


def test_a_term_in_capitals_inside_a_sentence() -> None:
    glossary = Glossary([Entry("conseil municipal", ("town council",), Kind.TERM)])
    (match,) = glossary.find("Le CONSEIL MUNICIPAL a voté.")
    assert match.rendering == "TOWN COUNCIL"
    assert "town council" in match.renderings
    (match,) = glossary.find("Le conseil municipal a voté.")
    assert match.rendering == "town council"


def test_a_term_of_a_million_characters_is_refused_not_searched() -> None:
    with pytest.raises(GlossaryError, match="1,000,002 characters; at most 300"):
        Glossary([Entry("a" * 1_000_000, ("b",))]).find("a")
