"""Whole segments with what must come through, translated by the real model."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pipeline.glossary.entries.entry import Entry, Kind
from pipeline.glossary.finding.glossary import Glossary
from pipeline.text.spans import protected_spans
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session

CARRIED = (
    "Rendez-vous sur https://www.mairie.exemple/vivre/déchets?jour=mardi#haut avant ce soir.",
    "Écrivez à marie.curie+labo@exemple.fr ou appelez le 04 91 55 12 12.",
    "Bonjour {{prenom}}, il vous reste %d messages et %2$s fichiers.",
    "Ouvrez C:\\Données\\rapport.xlsx puis lancez `make essai`.",
    "Suivez @ville_lyon et #FêteDesLumières.",
    "Le serveur 10.0.0.12 répond en version 3.11.4.",
    "Le dossier n° FR-2024/113-B est clos.",
    "Cliquez sur <b>Envoyer</b> pour continuer.",
    "Un texte **important** et un lien vers [la page](./notes.md#fin).",
    "La surface est de 40 m² et le traité² date de 1815.",
    "Merci 😊 et à demain 🇧🇪 !",
    "Virement sur FR76 3000 6000 0112 3456 7890 189 avant lundi.",
)
AS_THEY_ARE = ("1 2 3 4 5 6 7", "* * *", "---", "01 42 68 53 00", "www.exemple.fr", "=====", "%s", "")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session(Recipe(model="embedded", glossaries=(), memory=None))


def english(session: Session, *sources: str) -> list[str]:
    return [finished.target for finished in session.translate(sources)]


def test_every_span_comes_through_once(session: Session) -> None:
    for source, finished in zip(CARRIED, session.translate(CARRIED), strict=True):
        spans = Counter(span.of(source) for span, _ in protected_spans(source))
        assert spans, source
        for text, times in spans.items():
            assert finished.target.count(text) >= times, (source, finished.target)
        assert [flag.code for flag in finished.flags if flag.code == "span-lost"] == [], finished.target


def test_what_has_no_words_is_copied(session: Session) -> None:
    assert english(session, *AS_THEY_ARE) == list(AS_THEY_ARE)


def test_marks_of_lists_and_dialogues_stay(session: Session) -> None:
    sources = ("— Où vas-tu ?", "  - un enfant", "a) la maison", "– Non, merci.", "1. Ouvrez la porte.")
    marks = ("— ", "  - ", "a) ", "– ", "1. ")
    for mark, target in zip(marks, english(session, *sources), strict=True):
        assert target.startswith(mark)
        assert target[len(mark) :].strip()


def test_capitals_come_back_in_capitals(session: Session) -> None:
    for target in english(session, "LE PRÉSIDENT EST À PARIS", "LES ENFANTS SONT EN VACANCES"):
        assert target.isupper()
    assert "CHILDREN" in english(session, "LES ENFANTS SONT EN VACANCES")[0]


def test_both_answers_of_a_form_are_translated(session: Session) -> None:
    assert english(session, "☐ Oui   ☑ Non") == ["☐ Yes   ☑ No"]


def test_quotations_inside_quotations(session: Session) -> None:
    (target,) = english(session, "Elle a écrit : « Le mot “paix” n'est pas dans le texte. »")
    assert target.count("“") == target.count("”") == 1
    assert "‘peace’" in target


def test_the_glossary_finds_nothing_in_addresses_and_holds_beside_them(tmp_path: Path) -> None:
    glossary = tmp_path / "g.tsv"
    glossary.write_text("source\ttarget\tkind\tpolicy\tnotes\nChine\tCathay\tplace\tmust\t\n", "utf-8")
    session = Session(Recipe(model="embedded", glossaries=(glossary,), memory=None))
    source = "Le fichier /data/Chine/liste.csv parle de la Chine."
    (finished,) = session.translate([source])
    assert "/data/Chine/liste.csv" in finished.target
    assert "Cathay" in finished.target.replace("/data/Chine/liste.csv", "")
    (mention,) = finished.mentions
    assert mention.source.of(source) == "Chine"
    assert mention.source.start > source.index("parle")
    assert mention.target is not None
    assert mention.target.of(finished.target) == "Cathay"


def test_spans_of_links_and_mentions_point_into_the_segment(session: Session) -> None:
    source = "  - Voir **le président** sur https://exemple.fr/a."
    (finished,) = session.translate([source])
    assert finished.links
    for left, right in finished.links:
        assert left.end <= len(source)
        assert right.end <= len(finished.target)


def test_plain_sentences_are_those_of_the_engine(session: Session) -> None:
    sources = ["Le président a rencontré le ministre à Paris.", "Nous avons deux enfants et une voiture."]
    assert english(session, *sources) == [translation.best.text for translation in session.engine.translate(sources)]


def test_names_in_capitals_are_held() -> None:
    from pipeline.carrying.plan import plan
    from pipeline.workflow.finishing import task

    glossary = Glossary([Entry("Pékin", ("Beijing",), Kind.PLACE)])
    (found,) = task(plan("LE MINISTRE EST À PÉKIN", glossary.spellings), glossary).matches
    assert [match.entry.source for match in found] == ["Pékin"]
