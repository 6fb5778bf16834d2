"""What the engine gives for a sentence: English versions with scores, and how those of its parts are joined."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.bitext import Span
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

    problems: names from `diagnosis.problems`, after the retries. parts: into how many clauses sentences
    too long for the model were cut, 1 where none was (nearly always), 0 where there was nothing to translate.
    sentences: of a line of several, where each stands in it and its own translation; else empty.
    """

    hypotheses: tuple[Hypothesis, ...]
    problems: tuple[str, ...] = ()
    parts: int = 1
    sentences: tuple[tuple[Span, Translation], ...] = ()

    @property
    def best(self) -> Hypothesis:
        """The first hypothesis."""
        return self.hypotheses[0]


def of_clauses(parts: Sequence[Translation], widths: Sequence[int], count: int) -> Translation:
    """The translation of a sentence out of those of its clauses, of which there may be none.

    widths: of the clauses, in pieces of the source. count: hypotheses of each; the i-th joins their i-th.
    """
    if not parts:
        return Translation((Hypothesis("", 0.0),) * count, parts=0)
    return parts[0] if len(parts) == 1 else replace(_joined(parts, widths), parts=len(parts))


def of_sentences(line: str, sentences: Sequence[tuple[Span, Translation]], widths: Sequence[int]) -> Translation:
    """The translation of a line out of those of its sentences, of which there is at least one.

    widths: of the sentences, in pieces.
    """
    if len(sentences) == 1:
        return sentences[0][1]
    parts = [translation for _, translation in sentences]
    whole = _joined(parts, widths)
    return replace(
        whole,
        problems=tuple(dict.fromkeys((*whole.problems, *problems(line, whole.best.text)))),
        parts=sum(part.parts for part in parts if part.parts > 1) or 1,
        sentences=tuple(sentences),
    )


def _joined(parts: Sequence[Translation], widths: Sequence[int]) -> Translation:
    versions = []
    for chosen in zip(*(part.hypotheses for part in parts), strict=True):
        lengths = [len(hypothesis.pieces) + 1 for hypothesis in chosen]
        score = sum(h.score * n for h, n in zip(chosen, lengths, strict=True)) / sum(lengths)
        pieces = tuple(itertools.chain.from_iterable(hypothesis.pieces for hypothesis in chosen))
        attention = _side_by_side(chosen, widths)
        versions.append(Hypothesis(" ".join(h.text for h in chosen if h.text), score, pieces, attention))
    return Translation(tuple(versions), tuple(dict.fromkeys(name for part in parts for name in part.problems)))


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
