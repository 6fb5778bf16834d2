"""The rule by which a change to a row meets another that was made meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from pipeline.bitext import Review
from pipeline.review.notes import merge_notes


@dataclass(frozen=True, slots=True)
class Saying:
    """What stands in a row: its target, what was said of it, and the remark beside it."""

    target: str
    state: Review = Review.NONE
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody changed in a row; None for what was left alone."""

    target: str | None = None
    state: Review | None = None
    comment: str | None = None

    def on(self, base: Saying) -> Saying:
        """`base` with the change made. A new target without a state is edited."""
        target = base.target if self.target is None else self.target
        state = self.state
        if state is None:
            state = base.state if self.target is None else Review.EDITED
        return Saying(target, state, base.comment if self.comment is None else self.comment)


def merge(base: Saying, current: Saying, change: Change) -> Saying | None:
    """`current` with a change that was made on `base`; None where both changed the same thing differently.

    Target and state are one thing: who approves a text does not approve another. Notes are
    merged one by one: nobody's get lost.
    """
    wanted = change.on(base)
    text = _one((base.target, base.state), (current.target, current.state), (wanted.target, wanted.state))
    if text is None:
        return None
    comment = _one(base.comment, current.comment, wanted.comment)
    if comment is None:
        comment = merge_notes(base.comment, current.comment, wanted.comment)
    return Saying(text[0], text[1], comment)


_T = TypeVar("_T")


def _one(base: _T, current: _T, wanted: _T) -> _T | None:
    if wanted in (base, current):
        return current
    return wanted if current == base else None
