"""Which rules a stop is put to, and in which order: the first with an opinion decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pipeline.segmentation import abbreviations, typography
from pipeline.segmentation.candidates import Candidate

Rule = Callable[[Candidate], "bool | None"]

_ALWAYS: Final[tuple[Rule, ...]] = (
    typography.nothing_said,
    typography.nothing_follows,
    typography.punctuation_follows,
    typography.aside,
    typography.omission_follows,
    typography.list_letter,
    typography.lower_case,
    typography.touching,
    typography.embedded_bracket,
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
ELLIPSIS: Final[tuple[Rule, ...]] = (*_ALWAYS, typography.hesitation)
EXCLAMATION: Final[tuple[Rule, ...]] = (*_ALWAYS, typography.exclaiming_name, typography.reported)


def decide(candidate: Candidate) -> bool:
    """Whether the candidate ends its sentence; a stop that no rule has an opinion on does."""
    marks = candidate.marks
    rules = FULL_STOP if marks == "." else ELLIPSIS if "!" not in marks and "?" not in marks else EXCLAMATION
    for rule in rules:
        opinion = rule(candidate)
        if opinion is not None:
            return opinion
    return True
