"""The words of a side outside its protected spans, read once for all checks, and whether English knows them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from pipeline.alignment.lexicon import translation_table
from pipeline.alignment.terms import fold
from pipeline.bitext import Span
from pipeline.text.span import Cover
from pipeline.text.spans import protected_spans
from pipeline.text.vocabulary import common_english_words, english_words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FRENCH_WORD = re.compile(r"(?:[^\W\d_]{1,2}|qu|jusqu|lorsqu|puisqu|quelqu|quoiqu|Qu)['’](?=\w)|[^\W\d_]+")
_BRITISH = (
    (re.compile("is(?=e|ing|ation|able)"), "iz"),
    (re.compile("ou(?=r|ld)"), "o"),
    (re.compile("[ao]e"), "e"),
    (re.compile("re(?=s?$)"), "er"),
    (re.compile("mme(?=s?$)"), "m"),
    (re.compile("ll(?=ed|ing|er)"), "l"),
)
_ENDINGS = ["s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "less", "like", "ish", "able", "ism", "ist"]
_SHORTENED = re.compile("(?:'(?:s|ll|re|ve|d|m)|n't|')$")
_HEADS = re.compile(
    "(?:anti|auto|bio|co|counter|cyber|de|dis|eco|electro|euro|ex|extra|geo|hyper|in|inter|intra|mega|meta|micro|mid|mini|"
    "mis|mono|multi|nano|neo|neuro|non|out|over|photo|poly|post|pre|pro|pseudo|psycho|re|semi|sub|super|tele|trans|ultra|"
    "un|under|up|video)(?=.{4})"
)
_SHORTEST_PART = 4
_LONGEST_COMPOUND = 60  # no list has longer words than half of it
_MOST_COMPARED, _MOST_AROUND = 250, 80  # words of a side: all of them, or those around a place of longer ones


class Word(NamedTuple):
    """A word of a text. folded: in lower case without accents. first: whether a sentence or line begins with it."""

    span: Span
    text: str
    folded: str
    first: bool


_OPENS = re.compile(r"(?:^|[.!?…:;]\s|[«“\"‘(\[—–•*]\s?|\n)[\s«»“”\"'‘’(\[—–•*\d.)-]*$")


@lru_cache(maxsize=1024)
def words_of(text: str, language: str) -> tuple[Word, ...]:
    """The words of `text` outside its protected spans, in order; an elided `l'` of French is a word of its own."""
    spans = Cover(span for span, _ in protected_spans(text))
    found = []
    for match in (_FRENCH_WORD if language == "fr" else _WORD).finditer(text):
        span = Span(*match.span())
        if spans.overlaps(span):
            continue
        raw = match.group()
        start = span.start
        first = start == 0 or (raw[0].isupper() and _OPENS.search(text[max(0, start - 12) : start]) is not None)
        found.append(Word(span, raw, fold(raw), first))
    return tuple(found)


class Surroundings:
    """The words of one side, given by where a word of the other leads to expect what renders it.

    All of them, where there are no more than 250, or else 80: the words of a long text are not all compared with all.
    """

    def __init__(self, words: Sequence[Word], length: int, other_length: int) -> None:
        """length, other_length: characters of the side of `words`, and of the other."""
        self._words = words
        self._starts = [word.span.start for word in words]
        self._shape = length / max(1, other_length)

    def of(self, word: Word) -> Sequence[Word]:
        """The words around the place of `word`, which is of the other side, in order."""
        if len(self._words) <= _MOST_COMPARED:
            return self._words
        place = bisect_left(self._starts, word.span.start * self._shape)
        first = min(max(0, place - _MOST_AROUND // 2), len(self._words) - _MOST_AROUND)
        return self._words[first : first + _MOST_AROUND]


@lru_cache(maxsize=256)
def is_capitals(text: str) -> bool:
    """Whether all letters of `text` are capitals, and some are."""
    return text.isupper()


@lru_cache(maxsize=1)
def _translated() -> frozenset[str]:
    """The English words of the table, folded."""
    return frozenset(english for _, english in translation_table())


@lru_cache(maxsize=1 << 16)
def is_english(word: str) -> bool:
    """Whether the lists know `word` as it is, in British spelling, with an ending or prefix, or as two in one."""
    lower = _SHORTENED.sub("", word.lower().replace("’", "'"))
    return _known(lower) or _derived(lower) or _compound(lower)


def is_british(word: str) -> bool:
    """Whether a change of spelling makes a known English word of `word`: `programme`, `centre`, `organisation`."""
    changed = (british.sub(american, word) for british, american in _BRITISH)
    return any(form != word and form in common_english_words() for form in changed)


def _known(word: str) -> bool:
    return word in english_words() or fold(word) in english_words() or fold(word) in _translated()


def _derived(word: str) -> bool:
    for british, american in _BRITISH:
        if _known(british.sub(american, word)):
            return True
    stems = [word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending)]
    stems += [f"{stem}e" for stem in stems] + [f"{stem[:-1]}y" for stem in stems if stem.endswith("i")]
    stems += [stem[:-1] for stem in stems if stem[-2:-1] == stem[-1:]]
    stems = [stem for stem in stems if len(stem) >= _SHORTEST_PART]
    common = common_english_words()
    if any(stem in common or _BRITISH[0][0].sub("iz", stem) in common for stem in stems):
        return True
    head = _HEADS.match(word)
    rests = [form[head.end() :] for form in (word, *stems) if head is not None and len(form) > head.end() + 3]
    return any(rest in common for rest in rests)


def _compound(word: str) -> bool:
    if len(word) > _LONGEST_COMPOUND:
        return False
    common = common_english_words()
    places = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    return any(word[:place] in common and word[place:].removesuffix("s") in common for place in places)
