"""Training examples in which a source phrase names the rendering wanted: `⦃ Poutine ⇒ Putin ⦄`."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.languages import english, french
from pipeline.training.vocabulary import TERM_MARKS
from pipeline.training.word_alignment import WORD, Links

_MOST_WORDS = 4  # of the French phrase, joining signs not counted
_LONGEST = 7  # words and joining signs of either side
_JOINING = frozenset("-'’.&")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_EDGE = french.PHRASE_INSIDES | english.PHRASE_INSIDES  # words that no marked phrase begins or ends with
_SWAPPED = 0.2  # share of the marked names that ask for another name than the reference's
_NAMES_KEPT = 5_000


class Example(NamedTuple):
    """A pair to train on and its links between words, counted as `word_alignment.words` does."""

    source: str
    target: str
    links: Links


class _Phrase(NamedTuple):
    """Words `start` to `end` of the source render as words `target_start` to `target_end`, and nothing else does."""

    start: int
    end: int
    target_start: int
    target_end: int
    weight: float
    name: bool
    text: str


class Marker:
    """Marks phrases of examples. Deterministic: the same examples in the same order give the same marks."""

    def __init__(self, *, share: float = 0.15, most: int = 3, seed: int = 1) -> None:
        """`share` of the examples get one to `most` marks, where they have phrases fit for it."""
        self._share, self._most = share, most
        self._chance = random.Random(seed)
        self._names: list[str] = []
        self._common: set[str] = set()  # words seen without a capital: those are no names

    def mark(self, example: Example) -> Example:
        """The example with marks, or itself. Links follow the words; rendered words link to the rendering asked for.

        Some names ask for another name, which then stands in the target: the model has to obey.
        """
        chance = self._chance
        self._common.update(word for word in WORD.findall(example.source) if word.islower())
        if chance.random() >= self._share or not example.links or any(mark in example.source for mark in TERM_MARKS):
            return example
        source = [match.span() for match in WORD.finditer(example.source)]
        target = [match.span() for match in WORD.finditer(example.target)]
        left = list(_phrases(example, source, target))
        wanted, chosen = chance.randint(1, self._most), list[_Phrase]()
        while left and len(chosen) < wanted:
            pick = chance.choices(left, [phrase.weight for phrase in left])[0]
            chosen.append(pick)
            left = [p for p in left if p.end <= pick.start or p.start >= pick.end]
        if not chosen:
            return example
        renderings, new_names = list[str](), list[str]()
        for phrase in chosen:
            rendering = example.target[target[phrase.target_start][0] : target[phrase.target_end - 1][1]]
            swapped = self._is_name(phrase) and self._names and chance.random() < _SWAPPED
            renderings.append(chance.choice(self._names) if swapped else rendering)
            if self._is_name(phrase):
                new_names.append(rendering)
        for name in new_names:
            if len(self._names) < _NAMES_KEPT:
                self._names.append(name)
            else:
                self._names[chance.randrange(_NAMES_KEPT)] = name
        return _rewritten(example, source, target, sorted(zip(chosen, renderings, strict=True)))

    def _is_name(self, phrase: _Phrase) -> bool:
        return phrase.name and not any(word.lower() in self._common for word in WORD.findall(phrase.text))


def _phrases(example: Example, source: list[tuple[int, int]], target: list[tuple[int, int]]) -> Iterator[_Phrase]:
    """Phrases of one to four words whose links form a block of their own."""
    to_target: dict[int, list[int]] = {}
    to_source: dict[int, list[int]] = {}
    for i, j in example.links:
        to_target.setdefault(i, []).append(j)
        to_source.setdefault(j, []).append(i)
    sides = (example.source, example.target)
    french, english = ([text[a:b] for a, b in spans] for text, spans in zip(sides, (source, target), strict=True))
    cut_before = [_joined(example.source, spans[0], -1) for spans in source]
    cut_after = [_joined(example.source, spans[1], 1) for spans in source]
    for start, first in enumerate(french):
        if not _fits_edge(first) or start not in to_target or cut_before[start]:
            continue
        for end in range(start + 1, min(start + _LONGEST, len(french)) + 1):
            last = french[end - 1]
            inside = french[start:end]
            if not all(word in _JOINING or _LETTERS.search(word) for word in inside):
                break
            if sum(word not in _JOINING for word in inside) > _MOST_WORDS:
                break
            if not _fits_edge(last) or end - 1 not in to_target or cut_after[end - 1]:
                continue
            hit = [j for i in range(start, end) for j in to_target.get(i, ())]
            low, high = min(hit), max(hit) + 1
            if high - low > _LONGEST or not all(
                start <= i < end for j in range(low, high) for i in to_source.get(j, ())
            ):
                continue
            rendering = english[low:high]
            if not (_fits_edge(rendering[0]) and _fits_edge(rendering[-1])):
                continue
            if not all(word in _JOINING or word.isalnum() for word in rendering):
                continue
            name = start > 0 and first[0].isupper() and last[0].isupper() and rendering[0][0].isupper()
            letters = sum(map(len, inside))
            weight = (8.0 if name else 1.0 if letters >= 5 else 0.3) * 0.8 ** (end - start - 1)
            yield _Phrase(start, end, low, high, weight, name, example.source[source[start][0] : source[end - 1][1]])


def _joined(text: str, edge: int, step: int) -> bool:
    """Whether a hyphen ties the word on one side of `edge` to the other (an elision ties only forward)."""
    sign = text[edge : edge + 1] if step > 0 else text[max(0, edge - 1) : edge]
    return sign == "-" or (step > 0 and sign in ("'", "’"))


def _fits_edge(word: str) -> bool:
    return len(word) > 1 and word.lower() not in _NO_EDGE and _LETTERS.fullmatch(word) is not None


def _rewritten(
    example: Example,
    source: list[tuple[int, int]],
    target: list[tuple[int, int]],
    marked: list[tuple[_Phrase, str]],
) -> Example:
    """The example with each phrase marked, its rendering in the target, and links counted anew."""
    opening, gives, closing = TERM_MARKS
    places = list(range(len(source))), list(range(len(target)))  # where each old word stands now
    links: Links = []
    new_source, position, shift = "", 0, 0
    asked_at = {}
    for phrase, rendering in marked:
        begin, end = source[phrase.start][0], source[phrase.end - 1][1]
        phrase_text = f"{opening} {example.source[begin:end]} {gives} {rendering} {closing}"
        new_source += example.source[position:begin] + phrase_text
        position = end
        asked_at[phrase] = phrase.end + shift + 2  # after the opening mark, the phrase and the arrow
        for word in range(phrase.start, len(source)):
            places[0][word] += 1 if word < phrase.end else 3 + len(WORD.findall(rendering))
        shift += 3 + len(WORD.findall(rendering))
    new_source += example.source[position:]

    new_target, position = "", 0
    by_target = sorted(marked, key=lambda item: item[0].target_start)
    for phrase, rendering in by_target:
        begin, end = target[phrase.target_start][0], target[phrase.target_end - 1][1]
        new_target += example.target[position:begin] + rendering
        position = end
        count = len(WORD.findall(rendering))
        start = places[1][phrase.target_start]
        links += [(asked_at[phrase] + k, start + k) for k in range(count)]
        for word in range(phrase.target_end, len(target)):
            places[1][word] += count - (phrase.target_end - phrase.target_start)
    new_target += example.target[position:]

    inside = {word for phrase, _ in marked for word in range(phrase.start, phrase.end)}
    links += [(places[0][i], places[1][j]) for i, j in example.links if i not in inside]
    return Example(new_source, new_target, sorted(links))
