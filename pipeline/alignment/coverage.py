"""How well the words of either side of a bead are answered on the other, against what chance would answer.

A word of one text may be rendered by certain words of the other: strongly (a table says so, it is the same
number or name) or weakly (a rarer rendering, a cognate). For every bead each word is found answered
strongly, weakly or not at all; what that says is the logarithm of how much likelier it is in a true bead than
by chance, given how often its renderings stand thereabouts. A rare word that is answered weighs most, one
whose renderings are everywhere nothing, and a word that nothing answers speaks against the bead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.bead import LIKELY, Bead
from pipeline.alignment.similarity import Floats, Integers, flattened

Links = Mapping[tuple[str, str], int]
"""For a source and a target word: 2 where one surely renders the other, 1 where it may."""

STRONG, WEAK = 2, 1
_NEIGHBOURS = 30.0  # sentences' worth of the whole text that are counted with those of a rectangle
_FEWEST = 0.004  # of the least a chance may be
_LOOKED_AT = 200  # beads, spread over the text
# What a word without any rendering in the other text says, in nats.
_ABSENT = -0.3
_PRIOR = 60.0  # words that are counted with those of an alignment


class Rates(NamedTuple):
    """How often a word of a true bead is answered because it is true: `strong`, `any` where the other text holds a
    strong rendering of it, `weak` where it holds weak ones only."""

    strong: float = 0.45
    any: float = 0.55
    weak: float = 0.3


class _Side(NamedTuple):
    """One text: word numbers of each sentence, and for each word the words of the other text it may be rendered by.

    clauses: for each of those words the clause of its sentence that it stands in. sizes: words of each sentence over
    what is usual. begin, end: where the renderings of a word stand in `answers` and `levels`. strong, any: of each
    word, the share of the other text's sentences that hold a strong, or some, rendering. firm: whether it has strong
    ones.
    """

    sentences: Sequence[Integers]
    clauses: Sequence[Integers]
    sizes: Floats
    begin: Integers
    end: Integers
    answers: Integers
    levels: NDArray[np.int8]
    strong: Floats
    any: Floats
    firm: NDArray[np.bool_]


@dataclass(frozen=True)
class Coverage:
    """The words of two texts that may render each other, in one space of evidence."""

    source: _Side
    target: _Side

    def gains(self, source: range, target: range, widest: int, rates: Rates) -> tuple[Gains, Gains]:
        """What the words of each source sentence say of spans of 1 to `widest` target sentences, and the reverse.

        Arrays of shape (widths, sentences of the one, sentences of the other): what answered words say and what
        unanswered ones say, by where the span begins; spans that do not fit are not to be used.
        """
        return (
            _gains(self.source, self.target, source, target, widest, rates),
            _gains(self.target, self.source, target, source, widest, rates),
        )

    def rates(self, beads: Iterable[Bead]) -> Rates:
        """The rates that the beads that are `LIKELY` show, tempered by the usual ones."""
        seen = np.zeros((2, 3))
        good = [bead for bead in beads if bead.confidence > LIKELY and min(bead.sizes)]
        for bead in good[:: 1 + len(good) // _LOOKED_AT]:
            left, right = range(bead.source_start, bead.source_end), range(bead.target_start, bead.target_end)
            for here, there, rows, columns in (
                (self.source, self.target, left, right),
                (self.target, self.source, right, left),
            ):
                words, _, found = _met(here, there, rows, columns)
                level = found.max(axis=1, initial=0)
                firm, there_at_all = here.firm[words], here.end[words] > here.begin[words]
                for number, chosen in enumerate((firm, ~firm & there_at_all)):
                    seen[number] += np.bincount(level[chosen], minlength=3)[:3]
        usual = Rates()
        (none, weak, strong), (missed, met, _) = seen
        total = none + weak + strong + _PRIOR
        return Rates(
            min(0.95, (strong + _PRIOR * usual.strong) / total),
            min(0.97, (strong + weak + _PRIOR * usual.any) / total),
            min(0.95, (met + _PRIOR * usual.weak) / (missed + met + _PRIOR)),
        )


class Gains(NamedTuple):
    """What the words of each clause say: answered and unanswered ones, by the width and the beginning of the span,
    shape (widths, clauses, sentences of the other); what all could say if they were answered, and how many they are,
    shape (clauses,). first: the number of each sentence's first clause, and of all clauses at the end.
    """

    answered: Floats
    unanswered: Floats
    most: Floats
    words: Floats
    first: Integers


Clauses = Sequence[Sequence[str]]
"""A sentence as its clauses, each as its words."""


def coverage(
    source: Sequence[Clauses],
    target: Sequence[Clauses],
    links: Links,
    expected: tuple[Iterable[str], Iterable[str]] = ((), ()),
) -> Coverage:
    """The coverage of two texts, given the words of each sentence by clauses and which may render which.

    expected: words of either side that have renderings, whether or not the other text holds one: that a word is
    answered nowhere says that its sentence may have been left out.
    """
    ordered = sorted(links)
    words = [[*dict.fromkeys(pair[side] for pair in ordered), *sorted(expected[side])] for side in (0, 1)]
    left_ids, right_ids = ({word: k for k, word in enumerate(dict.fromkeys(each))} for each in words)
    pairs = np.array([(left_ids[a], right_ids[b]) for a, b in ordered], dtype=np.int64).reshape(-1, 2)
    levels = np.array([links[pair] for pair in ordered], dtype=np.int8)
    lefts, rights = _numbered(source, left_ids), _numbered(target, right_ids)
    return Coverage(
        _side(lefts, rights, _sizes(source), pairs[:, 0], pairs[:, 1], levels, len(left_ids), len(right_ids)),
        _side(rights, lefts, _sizes(target), pairs[:, 1], pairs[:, 0], levels, len(right_ids), len(left_ids)),
    )


def _sizes(side: Sequence[Clauses]) -> Floats:
    counts = np.array([sum(map(len, clauses)) for clauses in side], dtype=np.float64)
    found: Floats = counts / max(1.0, float(counts.mean()) if len(counts) else 0.0)
    return found


def _numbered(side: Sequence[Clauses], numbers: Mapping[str, int]) -> list[tuple[Integers, Integers]]:
    """The numbers of the known words of each sentence, and the clause that each stands in first."""
    found = []
    for clauses in side:
        places: dict[int, int] = {}
        for place, words in enumerate(clauses):
            for word in words:
                if word in numbers:
                    places.setdefault(numbers[word], place)
        ordered = sorted(places)
        found.append((np.array(ordered, dtype=np.int64), np.array([places[n] for n in ordered], dtype=np.int64)))
    return found


def _side(
    here: Sequence[tuple[Integers, Integers]],
    there: Sequence[tuple[Integers, Integers]],
    sizes: Floats,
    words: Integers,
    answers: Integers,
    levels: NDArray[np.int8],
    count: int,
    others: int,
) -> _Side:
    order = np.lexsort((answers, words))
    words, answers, levels = words[order], answers[order], levels[order]
    numbers = np.arange(count)
    begin, end = np.searchsorted(words, numbers, "left"), np.searchsorted(words, numbers, "right")
    frequencies = np.bincount(flattened([words for words, _ in there])[0], minlength=others).astype(np.float64)
    met = frequencies[answers] if len(answers) else np.zeros(0)
    total = len(there) + _NEIGHBOURS  # in a short text no word is as common as it looks
    strong = np.bincount(words, np.where(levels == STRONG, met, 0.0), count) if count else np.zeros(0)
    some = np.bincount(words, met, count) if count else np.zeros(0)
    shares = [np.minimum(0.95, (np.maximum(seen - 1.0, 0.0) + 0.5) / total) for seen in (strong, some)]
    return _Side(
        [w for w, _ in here],
        [c for _, c in here],
        sizes,
        begin,
        end,
        answers,
        levels,
        shares[0],
        np.maximum(shares[1], shares[0]),
        strong > 0,
    )


def _met(here: _Side, there: _Side, rows: range, columns: range) -> tuple[Integers, Integers, NDArray[np.int8]]:
    """The words of a range of sentences, the sentence of each, and how each is answered in each sentence of the other
    range, shape (words, sentences)."""
    words, sentence = flattened(here.sentences[rows.start : rows.stop])
    found = np.zeros((len(words), len(columns)), dtype=np.int8)
    others, places = flattened(there.sentences[columns.start : columns.stop])
    if not len(words) or not len(others):
        return words, sentence, found
    owner, answer = _expanded(here.begin[words], here.end[words])
    wanted, level = here.answers[answer], here.levels[answer]
    order = np.argsort(others, kind="stable")
    others, places = others[order], places[order]
    link, met = _expanded(np.searchsorted(others, wanted, "left"), np.searchsorted(others, wanted, "right"))
    row, column, level = owner[link], places[met], level[link]
    found[row, column] = WEAK
    firm = level == STRONG
    found[row[firm], column[firm]] = STRONG
    return words, sentence, found


def _expanded(begin: Integers, end: Integers) -> tuple[Integers, Integers]:
    """Every number of every range [begin, end), and the range it comes from."""
    counts = end - begin
    owner = np.repeat(np.arange(len(begin)), counts)
    return owner, np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(begin, counts)


def _gains(here: _Side, there: _Side, rows: range, columns: range, widest: int, rates: Rates) -> Gains:
    words, sentence, level = _met(here, there, rows, columns)
    clause, first = _clauses(here, rows, sentence)
    count = int(first[-1])
    lengths = there.sizes[columns.start : columns.stop]
    sample = lengths.sum() + _NEIGHBOURS
    around = [((level >= least).sum(axis=1) - 1.0).clip(0.0) for least in (STRONG, WEAK)]
    firm = here.firm[words]
    strong = np.clip((around[0] + _NEIGHBOURS * here.strong[words]) / sample, _FEWEST, 0.9) * firm
    some = np.clip((around[1] + _NEIGHBOURS * here.any[words]) / sample, strong + _FEWEST / 2, 0.95)
    true_strong, true_any = np.where(firm, rates.strong, 0.0), np.where(firm, rates.any, rates.weak)
    absent = here.begin[words] == here.end[words]
    missed = np.where(absent, _ABSENT, np.log1p(-true_any))
    total = np.bincount(clause, missed, count)
    could = np.log(np.where(firm, true_strong, true_any) / np.where(firm, strong, some)).clip(0.0)
    most: Floats = np.bincount(clause, np.where(absent, 0.0, could), count).astype(np.float64)
    owned: Floats = np.bincount(clause, minlength=count).astype(np.float64)
    shape = (widest, count, len(columns))
    answered, unanswered = np.zeros(shape), np.zeros(shape)
    spanned = level
    ends = np.concatenate(([0.0], np.cumsum(lengths)))
    area = count * len(columns)
    for width in range(1, min(widest, len(columns)) + 1):
        if width > 1:
            spanned = np.maximum(spanned[:, :-1], level[:, width - 1 :])
        word, column = np.nonzero(spanned)
        size = np.maximum(ends[column + width] - ends[column], 0.1)
        chance_strong, chance_any = -np.expm1(-strong[word] * size), -np.expm1(-some[word] * size)
        here_strong = true_strong[word] + (1.0 - true_strong[word]) * chance_strong
        here_any = true_any[word] + (1.0 - true_any[word]) * chance_any
        weakly = np.maximum(here_any - here_strong, 1e-3) / np.maximum(chance_any - chance_strong, 1e-3)
        says = np.log(np.where(spanned[word, column] == STRONG, here_strong / np.maximum(chance_strong, 1e-9), weakly))
        cells = clause[word] * len(columns) + column
        answered[width - 1] = np.bincount(cells, says, area).reshape(count, -1)
        unanswered[width - 1] = total[:, None] - np.bincount(cells, missed[word], area).reshape(count, -1)
    return Gains(answered, unanswered, most, owned, first)


def _clauses(here: _Side, rows: range, sentence: Integers) -> tuple[Integers, Integers]:
    """The clause of each word of a range, counted through the range; and the first clause of each sentence."""
    inside, _ = flattened(here.clauses[rows.start : rows.stop])
    counts = np.ones(len(rows), dtype=np.int64)
    np.maximum.at(counts, sentence, inside + 1)
    first = np.concatenate(([0], np.cumsum(counts)))
    return first[sentence] + inside, first
