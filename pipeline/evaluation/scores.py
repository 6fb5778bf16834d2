"""Scores of translations against references, by sacrebleu, each with the signature that pins it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from pipeline.errors import FormatError
from pipeline.formats.reading import LineReader


@dataclass(frozen=True, slots=True)
class Score:
    """A corpus score on sacrebleu's scale (0 to 100; for TER lower is better, and it may pass 100)."""

    metric: str
    value: float
    signature: str


def score(hypotheses: Sequence[str], references: Sequence[str]) -> list[Score]:
    """BLEU (13a, cased), chrF2 and TER of segments against one reference each, in this order.

    Raises ValueError for sequences of different lengths.
    """
    from sacrebleu.metrics import BLEU, CHRF, TER

    if len(hypotheses) != len(references):
        raise ValueError(f"{len(hypotheses)} hypotheses for {len(references)} references")
    scores = []
    for metric in (BLEU(), CHRF(), TER()):
        result = metric.corpus_score(list(hypotheses), [list(references)])
        scores.append(Score(result.name, float(result.score), str(metric.get_signature())))
    return scores


def score_files(hypothesis: Path, reference: Path) -> list[Score]:
    """`score` for two files of one segment a line. Raises FormatError for unequal or empty files."""
    hypotheses, references = [], []
    for line, (left, right) in enumerate(zip_longest(LineReader(hypothesis), LineReader(reference))):
        if left is None or right is None:
            shorter, longer = (hypothesis, reference) if left is None else (reference, hypothesis)
            raise FormatError(f"{shorter}: ends after line {line}, {longer} goes on")
        hypotheses.append(left)
        references.append(right)
    if not hypotheses:
        raise FormatError(f"{hypothesis}: empty, nothing to score")
    return score(hypotheses, references)
