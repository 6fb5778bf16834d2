"""Scores of translations against references, by sacrebleu, each with the signature that pins it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path

from pipeline.errors import FormatError
from pipeline.files.extras import extra
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
    with extra("score", "scoring"):
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
    hypotheses, references = _parallel(hypothesis, reference)
    if not hypotheses:
        raise FormatError(f"{hypothesis}: empty, nothing to score")
    return score(hypotheses, references)


def score_term_files(hypothesis: Path, reference: Path, source: Path, glossary: Path) -> dict[str, str]:
    """The term measures of `terminology.score_terms` by name, in percent, for the terms of one glossary file.

    Raises FormatError for unequal files, GlossaryError.
    """
    from pipeline.evaluation.terminology import score_terms, terms_of
    from pipeline.glossary.finding.glossary import Glossary

    hypotheses, references = _parallel(hypothesis, reference)
    _, sources = _parallel(hypothesis, source)
    scores = asdict(score_terms(terms_of(Glossary.load([glossary]), sources), hypotheses, references))
    shown = {"terms": str(scores.pop("terms"))}
    return shown | {name: "-" if value is None else f"{100 * value:.2f}" for name, value in scores.items()}


def _parallel(one: Path, other: Path) -> tuple[list[str], list[str]]:
    left, right = [], []
    for line, (first, second) in enumerate(zip_longest(LineReader(one), LineReader(other))):
        if first is None or second is None:
            shorter, longer = (one, other) if first is None else (other, one)
            raise FormatError(f"{shorter}: ends after line {line}, {longer} goes on")
        left.append(first)
        right.append(second)
    return left, right
