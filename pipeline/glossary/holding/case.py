"""A sentence on its way through the enforcement: what it says now and what is still missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.bitext import Span
from pipeline.glossary.entries.entry import Policy
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.renderings import answers, is_met, occurrences
from pipeline.translation.diagnosis import problems

if TYPE_CHECKING:
    from pipeline.glossary.holding.location import Attended
    from pipeline.translation.attention import Attention
    from pipeline.translation.hypothesis import Translation

# A repair with fewer words than this share of the plain translation's (of the source's, where the plain
# translation is no sane one) lost some.
_SHORTEST, _SHORTEST_OF_SOURCE = 0.75, 0.5


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another English version. score: mean log-probability per piece given the French, None if not known yet.

    attention: kept from the decoding that said it, if any.
    """

    text: str
    score: float | None = None
    attention: Attention | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Version:
    """A candidate that was judged: its score, and the mean over the pieces around the renderings alone."""

    step: str
    text: str
    score: float
    around: float


@dataclass(slots=True)
class Case:
    """A sentence with mentions.

    text, score, answers: the version taken so far, its mean log-probability per piece, and for each
    mention the span that answers it. steps: for each mention, the step that met it, "" where none did.
    awkward: versions that meet more mentions but that the model finds bad. flagged: whether one was taken.
    attention: of the version taken, where its decoding kept it. attended: what `location` read from it.
    """

    source: str
    matches: tuple[Match, ...]
    plain: Translation
    text: str
    score: float
    answers: list[Span | None]
    steps: list[str]
    awkward: list[Version] = field(default_factory=list)
    flagged: bool = False
    attention: Attention | None = None
    attended: Attended | None = None

    @classmethod
    def of(cls, source: str, matches: tuple[Match, ...], plain: Translation) -> Case:
        """The case of a plain translation."""
        best = plain.hypotheses[0]
        found = answers(matches, best.text)
        steps = ["plain" if is_met(match, answer) else "" for match, answer in zip(matches, found, strict=True)]
        return cls(source, matches, plain, best.text, best.score, found, steps)

    @property
    def unmet(self) -> list[int]:
        """The mentions that no step has met yet."""
        return [index for index, step in enumerate(self.steps) if not step]

    @property
    def binding(self) -> list[int]:
        """Those of `unmet` that must be met: all but `prefer`."""
        return [index for index in self.unmet if self.matches[index].entry.policy is not Policy.PREFER]

    def gain(self, text: str) -> int:
        """How many more mentions `text` meets than the version taken, counting a lost binding one as ten lost."""
        gain = 0
        for match, step, answer in zip(self.matches, self.steps, answers(self.matches, text), strict=True):
            met = is_met(match, answer)
            if met and not step:
                gain += 1
            elif step and not met:
                gain -= 10 if match.entry.policy is not Policy.PREFER else 1
        return gain

    def forced_spans(self, text: str) -> list[Span]:
        """Where `text` answers mentions that the plain translation did not answer."""
        found = answers(self.matches, text)
        return [span for span, step in zip(found, self.steps, strict=True) if span is not None and step != "plain"]

    def is_sound(self, text: str, marks: Sequence[str] = ()) -> bool:
        """Whether `text` is free of what makes a version useless: loops, lost words, left-over marks."""
        if any(mark in text for mark in marks) or problems(self.source, text):
            return False
        return len(text.split()) >= self._fewest_words

    def is_doubled(self, text: str) -> bool:
        """Whether a rendering stands too often in `text`, or the French form beside it."""
        # Mentions that say and want the same are asked once.
        different = {
            (match.span.of(self.source), match.renderings, match.entry.policy): match for match in self.matches
        }
        return any(self._is_doubled(match, text) for match in different.values())

    @property
    def _fewest_words(self) -> float:
        if self.plain.problems:
            return _SHORTEST_OF_SOURCE * len(self.source.split())
        return _SHORTEST * len(self.plain.hypotheses[0].text.split()) - 1

    def take(self, text: str, score: float, step: str, attention: Attention | None = None) -> None:
        """Make `text` the version taken; mentions that it newly meets are put down to `step`."""
        self.answers = answers(self.matches, text)
        for index, match in enumerate(self.matches):
            if not is_met(match, self.answers[index]):
                self.steps[index] = ""
            elif not self.steps[index]:
                self.steps[index] = step
        self.text, self.score, self.attention, self.attended = text, score, attention, None

    def _is_doubled(self, match: Match, text: str) -> bool:
        """Whether the rendering stands too often, or the French form beside it.

        Too often is more often than it is mentioned and than the plain translation had it.
        """
        if match.entry.policy is Policy.FORBID:
            return False
        rendering = match.rendering
        count = len(occurrences(rendering, text, exact_case=False))
        wanted = sum(rendering in other.renderings for other in self.matches)
        said = match.span.of(self.source)
        if count >= wanted and said[0].isupper() and said not in match.renderings and occurrences(said, text):
            return True
        if count < 2:
            return False
        before = len(occurrences(rendering, self.plain.hypotheses[0].text, exact_case=False))
        if count > max(wanted, before):
            return True
        return re.search(rf"\b{re.escape(rendering)}(?:'s)?\s+{re.escape(rendering)}\b", text) is not None
