"""Terms of an aligned corpus: phrases that stand often and are always rendered alike, found by word links.

A candidate is a run of French words and the English ones that they are linked to, where no link leads out of the pair
(a phrase pair as statistical translation has them; Koehn, Och and Marcu 2003). It is a term so far as it is frequent,
has one rendering, and has words that are rare elsewhere.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from pipeline.alignment.words import link_units, tokens
from pipeline.bitext import Unit
from pipeline.glossary.entries.entry import Entry, Kind, Policy
from pipeline.languages.listing import words
from pipeline.text.language import stop_words
from pipeline.text.word_list import french_words

_LONGEST = 5  # French words of a term
_LONGEST_RENDERING = 6
_INSIDE = words("de du des d à au aux en l la le les et par pour sur sans")
_BATCH = 256
_PRUNE = 2_000_000  # candidates from which those seen once are forgotten
_SHARE = 0.4  # of a term's mentions that its commonest rendering needs
_NESTED = 0.8  # share of its mentions inside one longer term from which a phrase is only a part of it
_COMMON = 16  # power of two of the count in the word list from which a word says nothing
_COMMONEST = 0.15  # what the commonest words are worth, as a term of one word
_LEARNT_FROM = 200_000  # units
_MOST_FREE = 400  # pairs of words without links in one unit, beyond which they say nothing
_DICE = 0.6
_EXAMPLE = 120  # characters

Phrase = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase of the corpus. renderings: the most frequent first, with counts. score: for the order alone."""

    source: str
    mentions: int
    renderings: tuple[tuple[str, int], ...]
    example: str
    score: float


def extract(read: Callable[[], Iterable[Unit]], *, minimum: int = 3, most: int = 500) -> list[Term]:
    """The likeliest terms of a corpus, best first.

    read: gives the units; called twice, first to learn which words of the corpus render each other that the table does
    not know. minimum: how often a term must stand with its rendering. Memory grows with the different phrases; those
    seen once are forgotten when there are millions.
    """
    learnt = _learnt(islice(read(), _LEARNT_FROM), minimum)
    pairs: Counter[Phrase] = Counter()
    examples: dict[Phrase, str] = {}
    iterator = iter(read())
    while batch := list(islice(iterator, _BATCH)):
        for unit in link_units(batch):
            for pair in set(phrases(unit, learnt)):
                pairs[pair] += 1
                if pairs[pair] == minimum:
                    examples[pair] = " ".join(unit.source.split())[:_EXAMPLE]
        if len(pairs) > _PRUNE:
            pairs = Counter({pair: count for pair, count in pairs.items() if count > 1})
    return _ranked(pairs, examples, minimum)[:most]


def draft(terms: Sequence[Term]) -> list[Entry]:
    """Entries ready to be edited: the commonest rendering, `prefer`, counts and an example in the notes."""
    entries = []
    for term in terms:
        counts = ", ".join(f"{rendering} {count}" for rendering, count in term.renderings[:4])
        kind = Kind.ORGANISATION if term.source.isupper() else Kind.TERM
        notes = f"{term.mentions} mentions ({counts}): {term.example}"
        entries.append(Entry(term.source, (term.renderings[0][0],), kind, Policy.PREFER, notes))
    return entries


def _learnt(units: Iterable[Unit], minimum: int) -> set[Phrase]:
    """Words that the table leaves without links and that stand together in most of their pairs (Dice, 1945)."""
    together: Counter[Phrase] = Counter()
    alone: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    iterator = iter(units)
    while batch := list(islice(iterator, _BATCH)):
        for unit in link_units(batch):
            sides = _without_links(unit)
            for side, counts in zip(sides, alone, strict=True):
                counts.update(side)
            if len(sides[0]) * len(sides[1]) <= _MOST_FREE:
                together.update((ours, theirs) for ours in sides[0] for theirs in sides[1])
        if len(together) > _PRUNE:
            together = Counter({pair: count for pair, count in together.items() if count > 1})
    return {
        (ours, theirs)
        for (ours, theirs), count in together.items()
        if count >= minimum and 2 * count >= _DICE * (alone[0][ours] + alone[1][theirs])
    }


def _without_links(unit: Unit) -> tuple[set[str], set[str]]:
    """The content words of either side that have no link, in lower case."""
    linked = {ours for ours, _ in unit.links}, {theirs for _, theirs in unit.links}
    free: list[set[str]] = []
    for text, known, language in ((unit.source, linked[0], "fr"), (unit.target, linked[1], "en")):
        spans = (span for span in tokens(text) if span not in known)
        free.append({word.lower() for span in spans if _may_open(word := span.of(text), stop_words(language))})
    return free[0], free[1]


def phrases(unit: Unit, learnt: Collection[Phrase] = ()) -> Iterator[Phrase]:
    """The phrase pairs of a linked unit that may be terms, as they are written but for a capital that opens it.

    learnt: words, in lower case, to link beside those that are linked.
    """
    left, right = tokens(unit.source), tokens(unit.target)
    where = {span: place for place, span in enumerate(left)}, {span: place for place, span in enumerate(right)}
    linked: dict[int, set[int]] = defaultdict(set)
    back: dict[int, set[int]] = defaultdict(set)
    for ours, theirs in unit.links:
        if ours in where[0] and theirs in where[1]:
            linked[where[0][ours]].add(where[1][theirs])
            back[where[1][theirs]].add(where[0][ours])
    french, english = [span.of(unit.source) for span in left], [span.of(unit.target) for span in right]
    free = [place for place in range(len(left)) if not linked[place]], [j for j in range(len(right)) if not back[j]]
    for here, there in ((i, j) for i in free[0] for j in free[1]) if learnt else ():
        if (french[here].lower(), english[there].lower()) in learnt:
            linked[here].add(there)
            back[there].add(here)
    edges = [_may_open(word, stop_words("fr")) for word in french]
    for start, opens in enumerate(edges):
        if not opens or not linked[start]:
            continue
        for end in range(start + 1, min(len(french), start + _LONGEST) + 1):
            if end - start > 1 and not (edges[end - 1] or french[end - 1].lower() in _INSIDE):
                break
            if not edges[end - 1] or not linked[end - 1]:
                continue
            pair = _pair(english, start, end, linked, back)
            if pair is not None:
                first, last = pair
                yield (
                    _opened(unit.source[left[start].start : left[end - 1].end], first=start == 0),
                    _opened(unit.target[right[first].start : right[last].end], first=first == 0),
                )


def _pair(
    english: Sequence[str],
    start: int,
    end: int,
    linked: dict[int, set[int]],
    back: dict[int, set[int]],
) -> tuple[int, int] | None:
    """The places of the English words that a run of French ones is linked to, first and last, if the pair is closed."""
    reached = set().union(*(linked[place] for place in range(start, end)))
    first, last = min(reached), max(reached)
    if last - first >= _LONGEST_RENDERING:
        return None
    if any(not start <= place < end for other in range(first, last + 1) for place in back[other]):
        return None
    if not (_may_open(english[first], stop_words("en")) and _may_open(english[last], stop_words("en"))):
        return None
    if not all(word.isalnum() or "-" in word or word == "'" for word in english[first : last + 1]):
        return None
    return first, last


def _may_open(word: str, common: frozenset[str]) -> bool:
    return word[0].isalpha() and len(word) > 1 and word.lower() not in common


def _opened(text: str, *, first: bool) -> str:
    """The phrase, its capital lowered where it opens the segment and is no acronym's."""
    if first and text[1:2].islower() and not any(word[:1].isupper() for word in text.split()[1:]):
        return text[:1].lower() + text[1:]
    return text


def _ranked(pairs: Counter[Phrase], examples: dict[Phrase, str], minimum: int) -> list[Term]:
    mentions: Counter[str] = Counter()
    renderings: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (source, target), count in pairs.items():
        mentions[source] += count
        renderings[source].append((target, count))
    terms = []
    for source, found in renderings.items():
        found.sort(key=lambda one: (-one[1], one[0]))
        best, count = found[0]
        if count < minimum or count < _SHARE * mentions[source]:
            continue
        example = examples.get((source, best), "")
        terms.append(Term(source, mentions[source], tuple(found), example, _score(source, count, mentions[source])))
    nested = _nested(terms)
    kept = [term for term in terms if nested[term.source] < _NESTED * term.mentions]
    return sorted(kept, key=lambda term: (-term.score, term.source))


def _score(source: str, count: int, mentions: int) -> float:
    """Frequency, agreement on one rendering, number of words, and how rare the rarest of them is."""
    known = french_words()
    parts = [word for word in source.lower().replace("'", " ").replace("’", " ").split() if word not in _INSIDE]
    rare = max((max(0.0, 1 - known.get(word, 0) / _COMMON) for word in parts), default=0.0)
    return math.log1p(count) * (count / mentions) * (_COMMONEST + rare) * (1 + 0.5 * min(2, len(parts) - 1))


def _nested(terms: Sequence[Term]) -> Counter[str]:
    """How often each term stands inside the longer term that holds it most often."""
    inside: Counter[str] = Counter()
    counts = {term.source: term.mentions for term in terms}
    for term in terms:
        parts = term.source.split()
        for size in range(1, len(parts)):
            for start in range(len(parts) - size + 1):
                part = " ".join(parts[start : start + size])
                if part in counts:
                    inside[part] = max(inside[part], term.mentions)
    return inside
