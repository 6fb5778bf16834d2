from __future__ import annotations

from pathlib import Path

from pipeline.glossary import Entry, Glossary, Kind, Policy
from pipeline.glossary.entries.files import read_glossary, write_glossary
from pipeline.glossary.naming.suggestion import Suggestion, draft, suggest
from pipeline.translation.engine import Engine

FRENCH = ["Le juge a vu Khodorkovski.", "Hier Khodorkovski dormait.", "Puis Khodorkovski parla à Oslo.", "Rien."]
ENGLISH = ["The judge saw Khodorkovsky.", "Yesterday Khodorkovsky slept.", "Khodorkovski then spoke in Oslo.", "None."]


def test_names_with_their_renderings_and_examples() -> None:
    found = suggest(FRENCH, ENGLISH, Glossary([Entry("Oslo", ("Oslo",), Kind.PLACE)]))
    renderings = (("Khodorkovsky", 2), ("Khodorkovski", 1))
    assert found == [Suggestion("Khodorkovski", 3, renderings, (FRENCH[0], FRENCH[1]))]
    assert suggest(FRENCH, ENGLISH, minimum=4) == []


def test_the_attention_finds_what_spelling_does_not(engine: Engine) -> None:
    french = ["Le ministre est arrivé à Londres mardi."]
    (found,) = suggest(french, ["The minister arrived in Beijing on Tuesday."], None, engine)
    assert found.name == "Londres"
    assert found.renderings in ((("Beijing", 1),), ())


def test_a_draft_is_a_glossary(tmp_path: Path) -> None:
    entries = draft(suggest(FRENCH, ENGLISH))
    assert [(entry.source, entry.rendering, entry.kind, entry.policy) for entry in entries] == [
        ("Khodorkovski", "Khodorkovsky", Kind.TERM, Policy.PREFER),
        ("Oslo", "Oslo", Kind.PLACE, Policy.PREFER),
    ]
    path = tmp_path / "draft.tsv"
    write_glossary(entries, path)
    read, problems = read_glossary(path)
    assert problems == []
    assert [entry.source for entry in read] == ["Khodorkovski", "Oslo"]
    assert "Khodorkovsky 2, Khodorkovski 1" in read[0].notes
