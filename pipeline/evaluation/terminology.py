"""How well terms are rendered, after the measures of the WMT terminology task (Anastasopoulos et al. 2021).

exact: share of term mentions whose first English form stands in the hypothesis. accepted: the same for
any accepted form. window: how much of the hypothesis around a term is what the reference has around
it. 1 − TERm: one minus an edit rate in which the words of terms weigh double. consistency: share of the
terms mentioned more than once that have one rendering throughout.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.bitext import Span
from pipeline.glossary.finding.glossary import Glossary
from pipeline.glossary.holding.renderings import occurrences

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one sentence: its French form and the accepted English ones, the agreed one first."""

    source: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermScores:
    """Shares from 0 to 1, higher is better; `one_minus_term` may be negative. None: nothing to measure.

    terms: how many terms of sentences were looked for, each once a sentence.
    """

    terms: int
    exact: float | None
    accepted: float | None
    window_2: float | None
    window_3: float | None
    one_minus_term: float | None
    consistency: float | None


def terms_of(glossary: Glossary, sources: Sequence[str]) -> list[list[Term]]:
    """The terms that each source sentence mentions, each once; what `forbid` entries refuse is no term."""
    found = []
    for source in sources:
        matches = [match for match in glossary.find(source) if match.entry.policy.value != "forbid"]
        found.append(list(dict.fromkeys(Term(match.entry.source, match.renderings) for match in matches)))
    return found


def score_terms(
    terms: Sequence[Sequence[Term]], hypotheses: Sequence[str], references: Sequence[str] | None = None
) -> TermScores:
    """Score `hypotheses`, of which number i should render the terms number i.

    Without references only exact, accepted and consistency are measured. Raises ValueError for
    sequences of different lengths.
    """
    if len(terms) != len(hypotheses) or (references is not None and len(references) != len(hypotheses)):
        raise ValueError(f"{len(terms)} sentences with terms for {len(hypotheses)} hypotheses")
    exact, accepted, windows = [], [], {2: list[float](), 3: list[float]()}
    renderings: dict[str, Counter[str]] = defaultdict(Counter)
    edits = weight = 0
    for index, (sought, hypothesis) in enumerate(zip(terms, hypotheses, strict=True)):
        for term in sought:
            forms = {target: occurrences(target, hypothesis) for target in term.targets}
            exact.append(bool(forms[term.targets[0]]))
            said = next((target for target in term.targets if forms[target]), None)
            accepted.append(said is not None)
            renderings[term.source][said or ""] += 1
            if references is not None:
                for size, shares in windows.items():
                    share = window_overlap(term, hypothesis, references[index], size)
                    if share is not None:
                        shares.append(share)
        if references is not None:
            distance, length = weighted_edits(hypothesis, references[index], sought)
            edits, weight = edits + distance, weight + length
    repeated = [counts for counts in renderings.values() if counts.total() > 1]
    return TermScores(
        terms=len(exact),
        exact=_mean(exact),
        accepted=_mean(accepted),
        window_2=_mean(windows[2]),
        window_3=_mean(windows[3]),
        one_minus_term=1 - edits / weight if weight else None,
        consistency=_mean([len(counts) == 1 and "" not in counts for counts in repeated]),
    )


def window_overlap(term: Term, hypothesis: str, reference: str, size: int) -> float | None:
    """Share of the words around the term in the hypothesis that also stand around it in the reference.

    The window is `size` words on either side, punctuation left out, lower case. 0 where the hypothesis
    lacks the term; None where the reference does, or where the term is all it has.
    """
    expected = _window(term, reference, size)
    if expected is None or not expected:
        return None
    found = _window(term, hypothesis, size)
    if not found:
        return 0.0
    return (found & expected).total() / found.total()


def weighted_edits(hypothesis: str, reference: str, terms: Sequence[Term]) -> tuple[int, int]:
    """Word edits from hypothesis to reference, and the weight of the reference.

    A word inside a term weighs 2, any other 1, on both sides; a substitution weighs as the heavier of
    the two words. Words are compared in lower case; there are no shifts, unlike in TER.
    """
    left, right = _weighted_words(hypothesis, terms), _weighted_words(reference, terms)
    previous = [0]
    for _, weight in right:
        previous.append(previous[-1] + weight)
    for word, weight in left:
        current = [previous[0] + weight]
        for column, (other, other_weight) in enumerate(right, start=1):
            swap = 0 if word == other else max(weight, other_weight)
            current.append(
                min(previous[column - 1] + swap, previous[column] + weight, current[column - 1] + other_weight)
            )
        previous = current
    return previous[-1], sum(weight for _, weight in right)


def _window(term: Term, text: str, size: int) -> Counter[str] | None:
    """The words around the first accepted form in `text`; None where there is none."""
    place = next((spans[0] for target in term.targets if (spans := occurrences(target, text))), None)
    if place is None:
        return None
    words = [hit for hit in _WORD.finditer(text) if hit.group()[0].isalnum()]
    before = [hit.group().lower() for hit in words if hit.end() <= place.start]
    after = [hit.group().lower() for hit in words if hit.start() >= place.end]
    return Counter(before[-size:] + after[:size])


def _weighted_words(text: str, terms: Sequence[Term]) -> list[tuple[str, int]]:
    spans = [span for term in terms for target in term.targets for span in occurrences(target, text)]
    hits = [(hit.group().lower(), Span(hit.start(), hit.end())) for hit in _WORD.finditer(text)]
    return [(word, 2 if any(span.overlaps(place) for place in spans) else 1) for word, span in hits]


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
