from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from pipeline.bitext import Origin, Severity
from pipeline.errors import ModelError
from pipeline.memory import Approved, Memory
from pipeline.workflow import session as sessions
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session

SOURCES = ["Il pleut.", "", "Nous avons deux enfants et une voiture.", "Il pleut."]


@pytest.fixture
def session(argos_home, tmp_path):
    session = Session(Recipe(model="embedded", glossaries=(), memory=tmp_path / "memory.sqlite"))
    yield session
    session.close()


def test_each_source_has_its_result_in_order(session):
    finished = list(session.translate(SOURCES))
    assert [bool(result.target) for result in finished] == [True, False, True, True]
    assert finished[0] == finished[3]
    assert "two children" in finished[2].target


def test_progress_counts_every_segment(session):
    seen = []
    list(session.translate(SOURCES, seen.append))
    list(session.translate(SOURCES, seen.append))
    assert sum(seen) == 2 * len(SOURCES)


def test_documents_in_several_threads_come_out_as_one_after_the_other(argos_home, tmp_path):
    names = ["Dupont", "Durand", "Lavoie", "Marchand"]
    for name in names:
        own = tmp_path / f"{name}.tsv"
        own.write_text(f"source\ttarget\tkind\tpolicy\tnotes\nPoutine\t{name}\tperson\tmust\t\n")

    def translated(name, session):
        sources = [f"Poutine est à Moscou depuis {number} jours." for number in range(2, 6)]
        return [
            one.target for one in session.translate(sources, glossary=session.glossary_with(tmp_path / f"{name}.tsv"))
        ]

    def made(memory, threads):
        session = Session(Recipe(model="embedded", glossaries=(), memory=tmp_path / memory))
        with ThreadPoolExecutor(threads) as pool:
            results = list(pool.map(translated, names, [session] * len(names)))
        session.close()
        return results

    together = made("together.sqlite", 4)
    assert together == made("alone.sqlite", 1)
    assert all(name in text for name, texts in zip(names, together, strict=True) for text in texts)


def test_a_failure_does_not_wait_for_the_groups_beside_it(session, monkeypatch):
    go_on, ended = Event(), []

    def finished(_, tasks, translations, **__):
        if tasks[0].plan.source == SOURCES[0]:
            raise ModelError("failed")
        go_on.wait(5)
        ended.append(tasks)
        return []

    monkeypatch.setattr(sessions, "_FIRST_GROUP", 1)
    monkeypatch.setattr(sessions, "_GROUP", 1)
    monkeypatch.setattr(sessions, "finish", finished)
    with pytest.raises(ModelError, match="failed"):
        list(session.translate(SOURCES))
    assert not ended
    go_on.set()


def test_a_second_session_takes_all_from_the_memory(session, tmp_path, monkeypatch):
    first = list(session.translate(SOURCES))
    monkeypatch.setattr(Session, "engine", property(lambda self: pytest.fail("nothing is left for a model to do")))
    again = Session(Recipe(model="embedded", glossaries=(), memory=tmp_path / "memory.sqlite"))
    counts = Counter()
    assert list(again.translate(SOURCES, counts=counts)) == first
    assert counts["reused"] == len(SOURCES)
    again.close()


def test_spans_point_into_the_source_as_it_is_written(session):
    sources = ["Le  président   est\u00a0arrivé.", "Le président est arrivé.", "Le pré\u00adsident est arrivé."]
    for source, result in zip(sources, session.translate(sources), strict=True):
        linked = {left.of(source) for left, _ in result.links}
        assert "arrivé" in linked
        assert all(word == word.strip() != "" for word in linked)


def test_a_glossary_change_reopens_only_the_segments_it_touches(argos_home, tmp_path):
    sources = ["Poutine est à Moscou.", "Il pleut."]
    reused = []
    for name, rendering in (("a.tsv", "Putin"), ("b.tsv", "Putine")):
        path = tmp_path / name
        path.write_text(f"source\ttarget\tkind\tpolicy\tnotes\nPoutine\t{rendering}\tperson\tmust\t\n")
        session = Session(Recipe(model="embedded", glossaries=(path,), memory=tmp_path / "memory.sqlite"))
        counts = Counter()
        results = list(session.translate(sources, counts=counts))
        assert rendering in results[0].target
        reused.append(counts["reused"])
        session.close()
    assert reused == [0, 1]


def test_a_long_segment_is_noted(session):
    (result,) = session.translate(["bonjour, " * 200 + "merci."])
    assert ("decoding-cut", Severity.NOTE) in {(flag.code, flag.severity) for flag in result.flags}


def test_the_signature_names_what_matters(session):
    names = [name for name, _ in session.signature.fields]
    assert names == [
        *(
            "bitexte",
            "package",
            "model",
            "splitter",
            "typography",
            "spans",
            "terms",
            "glossary",
            "decoding",
            "ctranslate2",
        ),
    ]
    assert dict(session.signature.fields)["glossary"] == "none"


def test_what_a_person_approved_comes_first_as_it_is(session, tmp_path):
    with Memory(tmp_path / "memory.sqlite") as memory:
        memory.approve([Approved("Il pleut.", "It's coming down in buckets.", "a")])
    approved, _, machine, again = session.translate(SOURCES)
    assert (approved.target, approved.origin, approved.score) == ("It's coming down in buckets.", Origin.HUMAN, None)
    assert again == approved
    assert machine.origin is Origin.MACHINE


def test_an_approved_pair_is_held_against_the_glossary_but_not_changed(argos_home, tmp_path):
    path = tmp_path / "g.tsv"
    path.write_text("source\ttarget\tkind\tpolicy\tnotes\nPoutine\tPutin\tperson\tmust\t\n")
    session = Session(Recipe(model="embedded", glossaries=(path,), memory=tmp_path / "memory.sqlite"))
    session.memory.approve(
        [Approved("Poutine rit.", "Poutine laughs.", "a"), Approved("Poutine dort.", "Putin sleeps.", "a")]
    )
    wrong, right = session.translate(["Poutine rit.", "Poutine dort."])
    assert wrong.target == "Poutine laughs."
    assert [flag.code for flag in wrong.flags] == ["term-missing"]
    assert [mention.step for mention in right.mentions] == ["plain"]
    session.close()


def test_words_are_linked_also_out_of_the_memory_unless_told_not_to(session, tmp_path):
    source = "Nous avons deux enfants et une voiture."
    for _ in range(2):
        (result,) = session.translate([source])
        assert ("voiture", "car") in {(left.of(source), right.of(result.target)) for left, right in result.links}
    plain = Session(Recipe(model="embedded", glossaries=(), memory=tmp_path / "memory.sqlite", links=False))
    (unlinked,) = plain.translate([source])
    plain.close()
    assert unlinked.links == ()
    assert unlinked.target == result.target
