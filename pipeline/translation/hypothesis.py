"""What the engine gives for a sentence: English versions with scores, and how those of its parts are joined."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.translation.diagnosis import problems


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One English version of a sentence.

    score: mean natural log-probability per piece, end of sentence included. pieces: what the model
    emitted. attention: one row per piece (the supervised head where the package declares one), as
    wide as the source has pieces; empty unless asked for, and for all but the best.
    """

    text: str
    score: float
    pieces: tuple[str, ...] = ()
    attention: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """The hypotheses for one sentence, best first (at least one), and what is still wrong with the first.

    problems: names from `diagnosis.problems`, after the retries. parts: into how many clauses a source
    too long for the model was cut (1 for nearly all); several sentences are decoded apart, and are not
    counted.
    """

    hypotheses: tuple[Hypothesis, ...]
    problems: tuple[str, ...] = ()
    parts: int = 1

    @property
    def best(self) -> Hypothesis:
        """The first hypothesis."""
        return self.hypotheses[0]


def joined(sentence: str, parts: Sequence[Translation], widths: Sequence[int], count: int, clauses: int) -> Translation:
    """The translations of a sentence's parts as one; hypothesis i joins the parts' i-th.

    widths: of the parts' sources, in pieces. count: hypotheses of each. clauses: see `Translation.parts`.
    """
    if not parts:
        return Translation((Hypothesis("", 0.0),) * count, problems(sentence, ""), parts=0)
    if len(parts) == 1:
        return parts[0]
    versions = []
    for rank in range(count):
        chosen = [part.hypotheses[rank] for part in parts]
        lengths = [len(hypothesis.pieces) + 1 for hypothesis in chosen]
        score = sum(h.score * n for h, n in zip(chosen, lengths, strict=True)) / sum(lengths)
        pieces = tuple(itertools.chain.from_iterable(hypothesis.pieces for hypothesis in chosen))
        attention = _side_by_side(chosen, widths)
        versions.append(Hypothesis(" ".join(hypothesis.text for hypothesis in chosen), score, pieces, attention))
    found = tuple(dict.fromkeys(name for part in parts for name in part.problems))
    return Translation(tuple(versions), found, parts=clauses)


def _side_by_side(chosen: Sequence[Hypothesis], widths: Sequence[int]) -> tuple[tuple[float, ...], ...]:
    """The attention of parts as that of the whole, none from one part to another; empty where one has none."""
    if not all(len(hypothesis.attention) == len(hypothesis.pieces) for hypothesis in chosen):
        return ()
    rows, before = [], 0
    for hypothesis, width in zip(chosen, widths, strict=True):
        after = sum(widths) - before - width
        rows += [(0.0,) * before + row[:width] + (0.0,) * after for row in hypothesis.attention]
        before += width
    return tuple(rows)
