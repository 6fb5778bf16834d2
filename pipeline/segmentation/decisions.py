"""Which rules a stop is put to, and in which order: the first with an opinion decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.segmentation import abbreviations, stops
from pipeline.segmentation.candidates import Candidate

Rule = Callable[[Candidate], "bool | None"]

_ALWAYS: Final[tuple[Rule, ...]] = (
    stops.nothing_said,
    stops.nothing_follows,
    stops.punctuation_follows,
    stops.aside,
    stops.omission_follows,
    stops.list_letter,
    stops.lower_case,
    stops.touching,
    stops.embedded_bracket,
)
FULL_STOP: Final[tuple[Rule, ...]] = (
    *_ALWAYS,
    abbreviations.label,
    abbreviations.era,
    abbreviations.binding,
    abbreviations.numbered,
    abbreviations.weekday,
    abbreviations.spaced_number,
    abbreviations.designation,
    abbreviations.initial,
    abbreviations.acronym,
    abbreviations.final,
    abbreviations.loose,
)
ELLIPSIS: Final[tuple[Rule, ...]] = (*_ALWAYS, stops.hesitation)
EXCLAMATION: Final[tuple[Rule, ...]] = (*_ALWAYS, stops.exclaiming_name, stops.reported)


def decide(candidate: Candidate) -> bool:
    """Whether the candidate ends its sentence; a stop that no rule has an opinion on does."""
    marks = candidate.marks
    rules = FULL_STOP if marks == "." else ELLIPSIS if "!" not in marks and "?" not in marks else EXCLAMATION
    for rule in rules:
        opinion = rule(candidate)
        if opinion is not None:
            return opinion
    return True
