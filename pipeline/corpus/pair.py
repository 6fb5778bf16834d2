"""A sentence pair on its way into a corpus, with what several filters want to know of it, measured once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from pipeline.corpus.vocabulary import Word, renderings, shape, vocabulary
from pipeline.quality.formulas import closes_letter
from pipeline.quality.length import length_deviation
from pipeline.text.language import UNKNOWN, detect, stop_words

_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_FIGURE = re.compile(r"\d+(?:[ \u00a0\u202f.,’']\d{3}(?!\d))*")
_CAPITALISED = re.compile(r"(?<![^\W\d_])[A-ZÀ-ÖØ-ÞŒ][^\W\d_]*")
_CLOSING = " \u00a0\u202f'\"”’»)]"
_ENDS = ".?!…:;,"

# Logarithms of how much likelier each finding is between translations than between sentences put together
# at random: of words measured on parliamentary debates and mixed prose, the others set by hand.
_RENDERED, _RENDERED_BY_STOP_WORD, _NOT_RENDERED, _NOT_KNOWN = 3.3, 1.0, -1.5, -0.4
_STOP_WORD_RENDERED, _STOP_WORD_NOT_RENDERED = 0.25, -1.4
_DIGITS_SHARED, _DIGITS_DIFFER, _DIGITS_ON_ONE_SIDE = 3.0, -2.0, -1.0
_SAME_END, _OTHER_END = 0.4, -2.0
_LENGTH_FITS, _LENGTH_SLOPE, _LENGTH_MOST = 0.8, -1.6, 3.0


class SentencePair(NamedTuple):
    """A pair. document: what the split into train, dev and test keeps together.

    confidence: of the alignment, if known. likelihood: mean natural log-probability per piece that the model gives the
    target, if it was asked.
    """

    source: str
    target: str
    document: str = ""
    confidence: float | None = None
    likelihood: float | None = None


class Measured:
    """A pair and what is cheap to know of it; what costs more is computed when first asked for.

    source, target: the sides without the white space around them. source_words, target_words: the runs
    of letters, lower case, in order. source_set, target_set: the same, each once. source_digits,
    target_digits: the runs of digits in order. deviation: see `length_deviation`; None where a side is
    empty, 0 for formulas that close a letter (is_formula), which are as long as each language likes.
    """

    def __init__(self, pair: SentencePair) -> None:
        self.pair = pair
        self.source, self.target = pair.source.strip(), pair.target.strip()
        self.source_words = _WORD.findall(self.source.lower())
        self.target_words = _WORD.findall(self.target.lower())
        self.source_set, self.target_set = set(self.source_words), set(self.target_words)
        self.source_digits, self.target_digits = _DIGITS.findall(self.source), _DIGITS.findall(self.target)
        self.deviation = length_deviation(self.source, self.target) if self.source and self.target else None
        self.is_formula = self.deviation is not None and self.deviation < 0 and closes_letter(self.source, self.target)
        if self.is_formula:
            self.deviation = 0.0

    @cached_property
    def source_known(self) -> list[Word]:
        """What is known of each word of the source, taken for French."""
        return list(map(vocabulary("fr").__getitem__, self.source_words))

    @cached_property
    def target_known(self) -> list[Word]:
        """What is known of each word of the target, taken for English."""
        return list(map(vocabulary("en").__getitem__, self.target_words))

    @cached_property
    def ends(self) -> tuple[str, str]:
        """The punctuation that closes each side, quotes and brackets left out; empty where it ends in a word."""
        return _end(self.source), _end(self.target)

    @property
    def plainly_answered(self) -> bool:
        """Whether the target renders half of the source's known content words and three at least, or all of two.

        So do formulas that close a letter.
        """
        judged = [options for options in map(renderings("fr").__getitem__, self.source_words) if options]
        there = self.target_set
        if self.is_formula:
            return True
        hits = len(judged) - sum([options.isdisjoint(there) for options in judged])
        return (hits >= 3 and 2 * hits >= len(judged)) or hits == len(judged) == 2

    @cached_property
    def source_answers(self) -> list[float]:
        """For each word of the source, the evidence that the target renders it; see `sameness`."""
        return _answers(self.source_known, self.target_known)

    @cached_property
    def sameness(self) -> float:
        """The evidence that both sides say the same, as a logarithm: 0 is none, below 0 speaks against it.

        From words that render each other in either direction or begin alike, digits, the punctuation
        at the end and the length.
        """
        target_answers = _answers(self.target_known, self.source_known)
        # Both directions tell of the same words, hence their mean.
        evidence = (sum(self.source_answers) + sum(target_answers)) / 2
        left, right = _figures(self.source), _figures(self.target)
        if left and right:
            evidence += _DIGITS_DIFFER if left.isdisjoint(right) else _DIGITS_SHARED
        elif left or right:
            evidence += _DIGITS_ON_ONE_SIDE
        evidence += _SAME_END if self.ends[0] == self.ends[1] else _OTHER_END
        if self.deviation is not None:
            evidence += _LENGTH_FITS + _LENGTH_SLOPE * min(abs(self.deviation), _LENGTH_MOST)
        return evidence

    def language_doubt(self, side: str) -> float:
        """How sure it is that `source` is not French or `target` not English, 0 to 1.

        The commonest words settle most sentences; where they do not, the shape of the words counts, and
        how many belong to one of the two languages only. When both sides lean towards the other
        language, each adds to the doubt about the other.
        """
        ours, others = ("fr", "en") if side == "source" else ("en", "fr")
        words = self.source_words if side == "source" else self.target_words
        hits = sum(map(stop_words(ours).__contains__, words))
        if hits >= 2 and 4 * hits >= len(words) and hits > 2 * sum(map(stop_words(others).__contains__, words)):
            return 0.0
        guess = detect(self.source if side == "source" else self.target, against=ours)
        doubt = 0.0 if guess.code in (ours, UNKNOWN) else guess.confidence
        return max(doubt, self._leaning_doubt(side))

    def _leaning_doubt(self, side: str) -> float:
        french = _leanings("fr", self.source_known, self.source_words, self.source)
        english = _leanings("en", self.target_known, self.target_words, self.target)
        (own, other), (own_beyond, other_beyond) = (french, english) if side == "source" else (english, french)
        if other <= own:
            return 0.0
        beyond = max(0, other_beyond - own_beyond)
        return (other - own) / (other + own) * (1 - 0.5 ** (other - own + beyond))


def names(text: str) -> set[str]:
    """The words of `text` that are written with a capital, in lower case."""
    return {word.lower() for word in _CAPITALISED.findall(text)}


def _figures(text: str) -> set[str]:
    """The numbers in digits of `text`, thousands not separated."""
    return {"".join(_DIGITS.findall(figure)) for figure in _FIGURE.findall(text)}


def _end(text: str) -> str:
    sign = text.rstrip(_CLOSING)[-1:]
    return sign if sign in _ENDS else ""


def _leanings(language: str, known: Sequence[Word], words: Sequence[str], text: str) -> tuple[int, int]:
    """How many words belong to the language of their side only, and how many to the other only.

    Words that the tables do not know count by their shape, unless they are written as names.
    """
    leanings = [word.leaning for word in known]
    own, other = leanings.count(1), leanings.count(-1)
    strangers = [word for word, entry in zip(words, known, strict=True) if entry.strange]
    if strangers:
        named = names(text)
        shapes = [shape(word) for word in strangers if word not in named]
        mine = shapes.count(language)
        own, other = own + mine, other + len(shapes) - shapes.count("") - mine
    return own, other


def _answers(words: Sequence[Word], others: Sequence[Word]) -> list[float]:
    """The evidence of each word, from whether the other side renders it."""
    there = {word.folded for word in others}
    starts = {word.start for word in others if word.start}
    found = []
    for folded, content, start, options, telling, _, _ in words:
        if not content:
            if options is None:
                found.append(0.0)
            else:
                found.append(_STOP_WORD_NOT_RENDERED if options.isdisjoint(there) else _STOP_WORD_RENDERED)
        elif folded in there or start in starts or not telling.isdisjoint(there):
            found.append(_RENDERED)
        elif options is None:
            found.append(_NOT_KNOWN)
        else:
            found.append(_NOT_RENDERED if options.isdisjoint(there) else _RENDERED_BY_STOP_WORD)
    return found
