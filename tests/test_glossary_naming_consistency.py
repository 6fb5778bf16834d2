from __future__ import annotations

from dataclasses import replace

from pipeline.bitext import Mention, Severity, Span, Unit, unit_identifier
from pipeline.glossary.naming.consistency import inconsistencies

PAIRS = [
    ("Le juge a vu Khodorkovski.", "The judge saw Khodorkovsky."),
    ("Hier Khodorkovski dormait.", "Yesterday Khodorkovsky slept."),
    ("Puis Khodorkovski parla.", "Khodorkovski then spoke."),
    ("Il parla à Oslo.", "He spoke in Oslo."),
]
UNITS = tuple(Unit(unit_identifier(index), *pair) for index, pair in enumerate(PAIRS))


def test_the_rarer_rendering_is_flagged_with_both_forms() -> None:
    flags = inconsistencies(UNITS)
    assert list(flags) == [2]
    (flag,) = flags[2]
    assert (flag.code, flag.severity) == ("inconsistent-name", Severity.WARNING)
    assert "'Khodorkovski'" in flag.message
    assert "'Khodorkovsky'" in flag.message
    assert flag.target == Span(0, 12)


def test_one_rendering_is_no_fault() -> None:
    assert inconsistencies(UNITS[:2]) == {}


def test_glossary_mentions_are_left_to_the_glossary() -> None:
    covered = [
        replace(
            unit,
            mentions=(Mention("Khodorkovski", "x", "person", "must", Span(unit.source.find("Kh"), len(unit.source))),),
        )
        for unit in UNITS[:3]
    ]
    assert inconsistencies(covered) == {}
