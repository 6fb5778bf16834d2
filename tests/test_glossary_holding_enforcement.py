from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.bitext import Severity
from pipeline.glossary import Entry, Glossary, Kind, Policy
from pipeline.glossary.holding import enforcement
from pipeline.glossary.holding.enforcement import audit, enforce
from pipeline.glossary.holding.steps import STEPS
from pipeline.translation.engine import Engine

PLAIN = ["Le président a rencontré le ministre à Paris.", "Nous avons deux enfants."]
NAMES = Glossary(
    [
        Entry("Francfort", ("Frankfurt",), Kind.PLACE),
        Entry("Tchéquie", ("Czechia",), Kind.PLACE),
        Entry("Loukachenko", ("Lukashenko",), Kind.PERSON),
        Entry("Biélorussie", ("Belarus",), Kind.PLACE),
        Entry("Chambre des représentants", ("House of Representatives",), Kind.ORGANISATION),
        Entry("Komsomolsk-sur-l'Amour", ("Komsomolsk-on-Amur",), Kind.PLACE),
        # Invented renderings: no model says them by itself.
        Entry("Marseille", ("Massilor",), Kind.PLACE),
        Entry("Durand", ("Zelbar",), Kind.PERSON),
    ]
)
MENTIONING = [
    "Le marché mobile en Tchéquie est relativement avancé.",
    "Loukachenko a quitté la Biélorussie mardi.",
    "La Chambre des représentants a rejeté le projet lundi.",
    "Il travaille à Francfort depuis trois ans.",
    "Kim a visité l'usine de Komsomolsk-sur-l'Amour vendredi.",
    "Monsieur Durand habite à Marseille avec sa famille.",
]


def run(engine: Engine, glossary: Glossary, sentences: list[str]) -> list[enforcement.Enforced]:
    matches = [glossary.find(sentence) for sentence in sentences]
    return enforce(engine, sentences, matches, engine.translate(sentences))


def test_sentences_without_mentions_are_untouched(engine: Engine) -> None:
    plain = engine.translate(PLAIN)
    mixed = run(engine, NAMES, [PLAIN[0], MENTIONING[0], PLAIN[1]])
    assert [mixed[0].text, mixed[2].text] == [translation.best.text for translation in plain]
    assert [mixed[0].score, mixed[2].score] == [translation.best.score for translation in plain]
    assert mixed[0].mentions == mixed[0].flags == ()


def test_every_mention_is_held_or_flagged(engine: Engine) -> None:
    results = run(engine, NAMES, MENTIONING)
    held = 0
    for sentence, result in zip(MENTIONING, results, strict=True):
        missing = [flag for flag in result.flags if flag.code == "term-missing"]
        assert len(missing) == sum(mention.step == "missing" for mention in result.mentions)
        assert all(flag.severity is Severity.ERROR for flag in missing)
        for mention in result.mentions:
            entry = next(entry for entry in NAMES if entry.source == mention.term)
            assert mention.source.of(sentence).replace("’", "'") == entry.source
            if mention.step != "missing":
                held += 1
                assert mention.target is not None
                assert mention.target.of(result.text) == mention.rendering == entry.rendering
            if mention.step not in ("plain", "missing"):
                assert mention.score_before is not None
                assert mention.score_after is not None
    assert held >= 8  # of 9; a weak model may lose one


def test_a_translation_that_is_right_is_kept(engine: Engine) -> None:
    glossary = Glossary([Entry("Paris", ("Paris",), Kind.PLACE)])
    (result,) = run(engine, glossary, PLAIN[:1])
    assert result.text == engine.translate(PLAIN[:1])[0].best.text
    assert [mention.step for mention in result.mentions] == ["plain"]


def test_forbidden_forms_do_not_stand(engine: Engine) -> None:
    said = engine.translate(PLAIN[:1])[0].best.text
    assert "president" in said.lower()
    glossary = Glossary([Entry("président", ("president",), Kind.TERM, Policy.FORBID)])
    (result,) = run(engine, glossary, PLAIN[:1])
    standing = "president" in result.text.lower()
    assert [flag.code for flag in result.flags if flag.severity is Severity.ERROR] == ["term-forbidden"] * standing


def test_prefer_only_warns(engine: Engine) -> None:
    """Without a step to take, what is only preferred is missed with a warning, what must hold with an error."""
    entry = Entry("enfants", ("zebrilors",), Kind.TERM, Policy.PREFER)
    for policy, severity in ((Policy.PREFER, Severity.WARNING), (Policy.MUST, Severity.ERROR)):
        glossary = Glossary([replace(entry, policy=policy)])
        matches = [glossary.find(PLAIN[1])]
        (result,) = enforce(engine, PLAIN[1:], matches, engine.translate(PLAIN[1:]), steps=[])
        assert [(flag.code, flag.severity) for flag in result.flags] == [("term-missing", severity)]
        assert [mention.step for mention in result.mentions] == ["missing"]


def test_versions_that_the_model_finds_bad_are_flagged(engine: Engine) -> None:
    sentence = MENTIONING[5]
    strict = [replace(step, fall=-100.0) for step in STEPS]
    (result,) = enforce(engine, [sentence], [NAMES.find(sentence)], engine.translate([sentence]), steps=strict)
    assert "Massilor" in result.text
    assert "term-awkward" in [flag.code for flag in result.flags]


@pytest.mark.parametrize(
    ("target", "steps", "codes"),
    [
        ("He works in Frankfurt.", ["plain"], []),
        ("He works in Francfort.", ["missing"], ["term-missing"]),
    ],
)
def test_audit_changes_nothing(target: str, steps: list[str], codes: list[str]) -> None:
    held = audit(MENTIONING[3], NAMES.find(MENTIONING[3]), target)
    assert held.text == target
    assert [mention.step for mention in held.mentions] == steps
    assert [flag.code for flag in held.flags] == codes
