"""How likely a unit needs a person's hand: one number from its flags, the model's score and how its words are covered.

The score and the coverage are weighed by a logistic regression over machine translations of news; what it was to
foretell is a chrF under 35 against a person's translation. What a flag adds is set, not fitted: chrF hardly sees a
wrong number (`benchmarks/risk.py` makes the weights, and says how well all this sorts poor lines and planted errors).
Above all it sorts: the number itself is no probability.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pipeline.bitext import Flag, Review, Severity, Unit
from pipeline.quality.check import both_sides
from pipeline.quality.coverage import WordsAdded, WordsLost

PAIR = ("fr", "en")
"""The languages it is made for."""

# Made by benchmarks/risk.py: a constant, words lost, words added, the model's score.
_WEIGHTS = (-1.512, 0.182, 0.104, -2.176)
_USUAL_SCORE = -0.5
_WARNING = 1.0  # what each kind of warning adds to the log-odds, up to the number below
_MOST_WARNINGS = 3
_ERROR_AT_LEAST = 0.5  # a unit with an error is looked at before one that only reads badly
_LOST, _ADDED = WordsLost(), WordsAdded()


def risk(unit: Unit, flags: Sequence[Flag]) -> float:
    """The risk of a French–English unit with these flags, 0 to 1, to three decimals.

    What a person approved has none; a blank for a blank neither. An error flag lifts it into the upper half.
    """
    if unit.review is Review.APPROVED or not (unit.source.strip() or unit.target.strip()):
        return 0.0
    odds = sum(weight * value for weight, value in zip(_WEIGHTS, features(unit), strict=True))
    errors = {flag.code for flag in flags if flag.severity is Severity.ERROR}
    warnings = {flag.code for flag in flags if flag.severity is Severity.WARNING} - errors
    likely = 1 / (1 + math.exp(-(odds + _WARNING * min(len(warnings), _MOST_WARNINGS) + len(errors))))
    return round(_ERROR_AT_LEAST + (1 - _ERROR_AT_LEAST) * likely if errors else likely, 3)


def features(unit: Unit) -> list[float]:
    """What the regression weighs: a constant, coverage both ways, the model's score (a usual one for a person's)."""
    lost, added = (_squashed(check.excess(unit)) if both_sides(unit) else 0.0 for check in (_LOST, _ADDED))
    machine = unit.origin.is_machine and unit.score is not None
    score = max(-3.0, unit.score) if machine and unit.score is not None else _USUAL_SCORE
    return [1.0, lost, added, score]


def _squashed(excess: float) -> float:
    return max(-6.0, min(3.0, excess))
