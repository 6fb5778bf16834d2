from __future__ import annotations

import pytest

from pipeline.glossary import Entry, Glossary, Kind
from pipeline.glossary.holding.case import Case
from pipeline.glossary.holding.enforcement import held_texts
from pipeline.glossary.holding.steps import (
    STEPS,
    clause_by_clause,
    forced,
    inserted,
    marked,
    other_hypotheses,
    respelt,
    substituted,
)
from pipeline.translation.engine import Engine
from pipeline.translation.hypothesis import Hypothesis, Translation

SOURCE = "Monsieur Durand, qui habite à Marseille, a rencontré le ministre, et il est rentré en train."
GLOSSARY = Glossary([Entry("Durand", ("Zelbar",), Kind.PERSON), Entry("Marseille", ("Massilor",), Kind.PLACE)])


@pytest.fixture
def case(engine: Engine) -> Case:
    return Case.of(SOURCE, GLOSSARY.find(SOURCE), engine.translate([SOURCE], hypotheses=4)[0])


def test_names_are_unique_and_fit_for_mentions() -> None:
    names = [step.name for step in STEPS]
    assert len(set(names)) == len(names)
    assert not {"plain", "missing", ""} & set(names)


def test_other_hypotheses_come_from_the_beam_at_hand(engine: Engine, case: Case) -> None:
    (candidates,) = other_hypotheses(engine, [case])
    assert [candidate.text for candidate in candidates] == [other.text for other in case.plain.hypotheses[1:]]


def test_other_hypotheses_are_decoded_where_the_caller_has_only_one(engine: Engine, case: Case) -> None:
    alone = Case.of(SOURCE, case.matches, engine.translate([SOURCE])[0])
    assert other_hypotheses(engine, [alone]) == other_hypotheses(engine, [case])


def test_forced_continues_after_the_rendering(engine: Engine, case: Case) -> None:
    (candidates,) = forced(engine, [case])
    assert len(candidates) == 1
    assert "Zelbar" in candidates[0].text or "Massilor" in candidates[0].text


def test_respelt_changes_the_name_and_nothing_else(engine: Engine) -> None:
    said = Hypothesis("Mr Durand met a Marseilles minister.", -0.5)
    case = Case.of(SOURCE, GLOSSARY.find(SOURCE), Translation((said,)))
    (candidates,) = respelt(engine, [case])
    assert [candidate.text for candidate in candidates] == ["Mr Zelbar met a Massilor minister."]


def test_respelt_leaves_alone_what_resembles_nothing(engine: Engine) -> None:
    case = Case.of(SOURCE, GLOSSARY.find(SOURCE), Translation((Hypothesis("He met a minister.", -0.5),)))
    assert respelt(engine, [case]) == [[]]


def test_attention_is_read_once_as_long_as_the_version_stands(
    engine: Engine, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = substituted(engine, [case])
    monkeypatch.setattr(engine, "continue_from", lambda pairs, **options: pytest.fail("read again") if pairs else [])
    assert substituted(engine, [case]) == first


def test_substituted_holds_what_it_located(engine: Engine, case: Case) -> None:
    (candidates,) = substituted(engine, [case])
    assert candidates
    assert all("Zelbar" in candidate.text or "Massilor" in candidate.text for candidate in candidates)


def test_clauses_are_joined_in_order(engine: Engine, case: Case) -> None:
    (candidates,) = clause_by_clause(engine, [case], held_texts)
    assert len(candidates) == 1
    assert case.gain(candidates[0].text) >= 1


def test_marks_ask_for_renderings_and_do_not_stay(engine: Engine, case: Case) -> None:
    marks = engine.package.term_marks
    (candidates,) = marked(engine, [case])
    assert bool(candidates) == (marks is not None)
    for candidate in candidates:
        assert not any(mark in candidate.text for mark in marks or ())


def test_a_name_that_was_lost_is_put_behind_its_neighbour(engine: Engine) -> None:
    source = "Le ministre a rencontré Durand mardi."
    match = GLOSSARY.find(source)
    lost = Hypothesis("The minister met on Tuesday.", -0.5)
    (candidates,) = inserted(engine, [Case.of(source, match, Translation((lost,)))])
    assert "The minister met Zelbar on Tuesday." in [candidate.text for candidate in candidates]


def test_nothing_is_put_in_where_nothing_tells_the_place(engine: Engine) -> None:
    source = "Durand dort."
    case = Case.of(source, GLOSSARY.find(source), Translation((Hypothesis("He sleeps.", -0.5),)))
    assert inserted(engine, [case]) == [[]]
