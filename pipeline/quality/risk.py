"""How likely a unit needs a person's hand: one number from its flags, the model's score and how its words are covered.

A logistic regression over machine translations of news; what it was to foretell is a chrF under 45 against a person's
translation (`benchmarks/risk.py` makes the weights and says how well they sort). Above all it sorts: the number itself
is a probability only for texts like those.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.bitext import Flag, Origin, Review, Severity, Unit
from pipeline.quality.check import both_sides
from pipeline.quality.coverage import WordsAdded, WordsLost

PAIR = ("fr", "en")
"""The languages it is made for."""

# Made by benchmarks/risk.py.
_WEIGHTS = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_USUAL_SCORE = -0.5
_ERROR_AT_LEAST = 0.5  # a unit with an error is looked at before one that only reads badly
_LOST, _ADDED = WordsLost(), WordsAdded()


def risk(unit: Unit, flags: Sequence[Flag]) -> float:
    """The risk of a French–English unit with these flags, 0 to 1, to three decimals.

    What a person approved has none; a blank for a blank neither. An error flag lifts it into the upper half.
    """
    if unit.review is Review.APPROVED or not (unit.source.strip() or unit.target.strip()):
        return 0.0
    odds = sum(weight * value for weight, value in zip(_WEIGHTS, features(unit, flags), strict=True))
    likely = 1 / (1 + math.exp(-odds))
    if any(flag.severity is Severity.ERROR for flag in flags):
        likely = _ERROR_AT_LEAST + (1 - _ERROR_AT_LEAST) * likely
    return round(likely, 3)


def features(unit: Unit, flags: Sequence[Flag]) -> list[float]:
    """What the regression weighs: a constant, kinds of errors and warnings, coverage both ways, the model's score."""
    errors = {flag.code for flag in flags if flag.severity is Severity.ERROR}
    warnings = {flag.code for flag in flags if flag.severity is Severity.WARNING} - errors
    lost, added = (_squashed(check.excess(unit)) if both_sides(unit) else 0.0 for check in (_LOST, _ADDED))
    machine = unit.origin is not Origin.HUMAN and unit.score is not None
    score = max(-3.0, unit.score) if machine and unit.score is not None else _USUAL_SCORE
    return [1.0, min(len(errors), 2), min(len(warnings), 3), lost, added, score]


def _squashed(excess: float) -> float:
    return max(-6.0, min(3.0, excess))
