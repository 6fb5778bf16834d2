"""What is known of two texts before and between the passes of an alignment, made into evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from pipeline.alignment import terms
from pipeline.alignment.bead import LIKELY, Bead
from pipeline.alignment.coverage import STRONG, Coverage, coverage
from pipeline.alignment.evidence import USUAL_SPREAD, Sides, length_ratio, length_spread
from pipeline.alignment.paragraphs import Starts, read_agreement
from pipeline.alignment.renderings import expected_words, known_links, learnt_links, surface_links
from pipeline.alignment.similarity import Space

Renderings = Callable[[str], Iterable[str]]

_WANTED = "="  # before what a glossary wants in a sentence, among the words of that sentence


class Knowledge:
    """The words of two texts and what is known of them by tables and a glossary.

    stage, first_stage: the sets of weights for passes that have learnt from the texts, and for the first.
    """

    def __init__(
        self,
        source: Sequence[str],
        target: Sequence[str],
        languages: tuple[str, str] = ("fr", "en"),
        renderings: Renderings | None = None,
    ) -> None:
        self.source, self.target = source, target
        tabled = languages == ("fr", "en")
        parts = [[terms.clauses(text) for text in side] for side in (source, target)]
        self._source_clauses = _each(_looked_up, parts[0])
        self._target_clauses = _each(terms.word_terms if tabled else _looked_up, parts[1])
        self._source_words, self._target_words = _whole(self._source_clauses), _whole(self._target_clauses)
        self._known: dict[tuple[str, str], int] = {}
        self._expected: tuple[set[str], set[str]] = (set(), set())
        if tabled:
            self._known = known_links(self._source_words, self._target_words)
            self._expected = expected_words(self._source_words, self._target_words)
            if renderings is not None:
                for place, text in enumerate(source):
                    for term in sorted({term for option in renderings(text) for term in terms.word_terms(option)}):
                        self._source_clauses[place][0].append(_WANTED + term)
                        self._source_words[place].append(_WANTED + term)
                        self._known[_WANTED + term, term] = STRONG
        looks = [_each(terms.looks, side) for side in parts]
        named = _named(source), _named(target)
        links = surface_links(_whole(looks[0]), _whole(looks[1]))
        self._looks = coverage(looks[0], looks[1], links, named)
        self.stage = "known" if tabled else "learnt"
        self.first_stage = self.stage if tabled else "looks"

    def coverages(self, beads: Iterable[Bead] = ()) -> dict[str, Coverage]:
        """The spaces of evidence, with the words learnt from `beads`."""
        links = dict(self._known)
        for pair, level in learnt_links(self._source_words, self._target_words, beads).items():
            links[pair] = max(level, links.get(pair, 0))
        if links or self.first_stage != "looks":
            return {
                "words": coverage(self._source_clauses, self._target_clauses, links, self._expected),
                "looks": self._looks,
            }
        return {"looks": self._looks}

    def meeting_space(self) -> Space:
        """The space in which to look for sentences that surely meet."""
        if not self._known:
            return Space(map(terms.surface_terms, self.source), map(terms.surface_terms, self.target))
        options: dict[str, set[str]] = {}
        for (word, option), level in self._known.items():
            if level == STRONG:
                options.setdefault(word, set()).add(option)
        renderings = ({option for word in words for option in options.get(word, ())} for words in self._source_words)
        return Space(renderings, self._target_words)


def first_sides(knowledge: Knowledge, known: Sequence[tuple[int, int]]) -> Sides:
    """The sides before anything has been aligned; known: pairs that probably answer each other, ascending."""
    lengths = [
        np.array([len(text) for text in side], dtype=np.float64) for side in (knowledge.source, knowledge.target)
    ]
    marks = Space(map(terms.mark_terms, knowledge.source), map(terms.mark_terms, knowledge.target))
    ratio = length_ratio(lengths[0], lengths[1], known)
    return Sides(knowledge.coverages(), marks, lengths[0], lengths[1], ratio=ratio, spread=USUAL_SPREAD)


def refined(
    sides: Sides, knowledge: Knowledge, path: Sequence[Bead], opening: tuple[Starts, Starts] | None = None
) -> Sides:
    """The sides with what an alignment of them teaches: words, rates, lengths and paragraphs."""
    pairs = [(b.source_start, b.target_start) for b in path if b.shape == "1-1" and b.confidence > LIKELY]
    coverages = knowledge.coverages(path)
    rates = {name: space.rates(path) for name, space in coverages.items()}
    ratio = length_ratio(sides.source_lengths, sides.target_lengths, pairs)
    found = replace(sides, coverages=coverages, rates=rates, ratio=ratio)
    agreed = read_agreement(*opening, path) if opening is not None else None
    return replace(found, spread=length_spread(replace(found, spread=1.0), path), paragraphs=agreed)


def _looked_up(text: str) -> set[str]:
    return {word for word in terms.words(text) if len(word) > 2}


def _each(words: Callable[[str], set[str]], side: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    """The words of each clause of each sentence."""
    return [[sorted(words(clause)) for clause in clauses] for clauses in side]


def _named(side: Sequence[str]) -> set[str]:
    return {word for text in side for word in terms.names(text)}


def _whole(side: Sequence[Sequence[Sequence[str]]]) -> list[list[str]]:
    """The words of each sentence, each once."""
    return [sorted({word for words in clauses for word in words}) for clauses in side]
