"""What keeps a pair out of a corpus: one small class a reason, in one registry.

A filter scores; whether the score is good enough is decided later against a threshold, so that one
pass over the data serves any number of decisions (the lesson of OpusFilter).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus.pair import Measured, names
from pipeline.corpus.vocabulary import shape
from pipeline.text.numbers import compare_numbers, find_numbers
from pipeline.text.repetition import loop_ratio

_LONG_WORD = 30  # letters in a row that may hide a loop
_METRIC = re.compile(
    r"[\s\u00a0-]?(?:km|kilom|m[èe]tres?\b|m\b|m[²2]|cm\b|mm\b|kg\b|kilos?\b|grammes?\b|litres?\b|hectares?\b|tonnes?\b|°)"
)
# Signs of code, in a line that is the same on both sides.
_CODE = re.compile(r"[={}\\]|;\s*$|::|->|&&|\w\(\w*\)\s*[;{.]|\w\(\)|\w_\w|^\s*(?:#include|//|/\*|import \w+$)")
_COPIED = {"fr": 1.0, "": 0.5, "en": 0.0}  # what a copied word counts that is in no table, by its shape
_IMPERIAL = re.compile(
    r"[\s\u00a0-]?(?:mph|miles?|feet|foot|ft|inch|inches|yards?|pounds?|lbs?|ounces?|acres?|gallons?|tons?|°\s?F)\b"
)

# Of `Truncated`: rounded coefficients of a logistic regression of targets cut in half against whole ones, the
# constant lowered by 2, so that most whole targets need no look at their words.
_SHORT = 0.2  # length deviation below which a target can be cut
_WHOLE, _PER_SHORTNESS, _BREAKS_OFF = -5.0, 6.0, 3.5
_PER_MISSING, _PER_RENDERED, _MOST_MISSING = 0.5, 1.1, 4


class Filter(ABC):
    """One reason to reject.

    name: in the settings and beside rejected pairs. most: whether a pair passes up to the threshold
    (True) or from it (False). default: the threshold where the settings name none. description: one
    line for a person, with the unit of the score.
    """

    name: ClassVar[str]
    most: ClassVar[bool]
    default: ClassVar[float]
    description: ClassVar[str]

    @abstractmethod
    def score(self, measured: Measured) -> float:
        """How the pair does."""

    def accepts(self, scores: NDArray[np.float32], threshold: float) -> NDArray[np.bool_]:
        """Which scores pass; compared in the precision in which they are kept."""
        limit = np.float32(threshold)
        passed: NDArray[np.bool_] = scores <= limit if self.most else scores >= limit
        return passed


class Empty(Filter):
    """Neither side may be without letters."""

    name = "empty"
    most = False
    default = 1
    description = "words on the shorter side"

    def score(self, measured: Measured) -> float:
        """Words of the side that has fewer."""
        return float(min(len(measured.source_words), len(measured.target_words)))


class Long(Filter):
    """Overlong segments are mostly several sentences, or tables."""

    name = "long"
    most = True
    default = 150
    description = "words on the longer side"

    def score(self, measured: Measured) -> float:
        """Words of the side that has more."""
        return float(max(len(measured.source_words), len(measured.target_words)))


class Length(Filter):
    """Sides out of proportion."""

    name = "length"
    most = True
    default = 1.4
    description = "distance of the length ratio from the usual one; 1 holds 98.7 % of news translations"

    def score(self, measured: Measured) -> float:
        """The distance, whichever side is too long."""
        return 99.0 if measured.deviation is None else abs(measured.deviation)


class Truncated(Filter):
    """A target that is short, breaks off, and leaves the end of the source unanswered."""

    name = "truncated"
    most = True
    default = 2
    description = "evidence that the target breaks off, as a logarithm: shortness, the end that it lacks, words"

    def score(self, measured: Measured) -> float:
        """The evidence; 0 where there is none, as for targets of the expected length or more."""
        if measured.deviation is None or measured.deviation > -_SHORT:
            return 0.0
        source, target = measured.ends
        evidence = _WHOLE - _PER_SHORTNESS * measured.deviation + (_BREAKS_OFF if source and not target else 0.0)
        if evidence + _PER_MISSING * _MOST_MISSING <= 0:
            return 0.0  # whatever the words say
        answers = zip(measured.source_answers, measured.source_known, strict=True)
        rendered = [answer > 0 for answer, word in answers if word.content and (answer > 0 or word.renderings)]
        last = rendered[2 * len(rendered) // 3 :]
        evidence += _PER_MISSING * min(_MOST_MISSING, last.count(False)) - _PER_RENDERED * last.count(True)
        return max(0.0, evidence)


class SourceLanguage(Filter):
    """A source that is not French."""

    name = "source-language"
    most = True
    default = 0.5
    description = "how sure it is that the source is not French, 0 to 1"

    def score(self, measured: Measured) -> float:
        """The doubt."""
        return measured.language_doubt("source")


class TargetLanguage(Filter):
    """A target that is not English."""

    name = "target-language"
    most = True
    default = 0.5
    description = "how sure it is that the target is not English, 0 to 1"

    def score(self, measured: Measured) -> float:
        """The doubt."""
        return measured.language_doubt("target")


class Copied(Filter):
    """A target that copies its source."""

    name = "copied"
    most = True
    default = 0.7
    description = "share of words copied from the source among those of the target that tell its language"

    def score(self, measured: Measured) -> float:
        """The share, each word counted once; 0 where less than half of the target stands in the source, 1 for code.

        A copied word counts if it is French by the tables or its shape, and half where neither tells and
        it is not written as a name; words that both languages have count for nothing.
        """
        words, there = measured.target_words, measured.source_set
        if words and _CODE.search(measured.target) and _spaceless(measured.source) == _spaceless(measured.target):
            return 1.0
        if not words or 2 * sum(map(there.__contains__, words)) < len(words):
            return 0.0
        named = names(measured.target)
        copied = english = 0.0
        for word, known in dict(zip(words, measured.target_known, strict=True)).items():
            if known.leaning > 0:
                english += 1
            elif word in there and known.leaning < 0:
                copied += 1
            elif word in there and known.strange and word not in named:
                copied += _COPIED[shape(word)]
        return copied / (copied + english) if copied >= 1 else 0.0


class Numbers(Filter):
    """Numbers that became others."""

    name = "numbers"
    most = True
    default = 0
    description = "numbers of the source that the target lacks while it has others instead"

    def score(self, measured: Measured) -> float:
        """How many; numbers in words, both conventions of writing and converted measures are understood."""
        source, target = measured.source_digits, measured.target_digits
        if source == target or sorted(source) == sorted(target):
            return 0.0
        lost, added = compare_numbers(find_numbers(measured.source, "fr"), find_numbers(measured.target, "en"))
        if lost and added and any(_IMPERIAL.match(measured.target, number.span.end) for number in added):
            lost = [number for number in lost if not _METRIC.match(measured.source, number.span.end)]
        return float(min(len(lost), len(added)))


class Unanswered(Filter):
    """Sides that do not speak of the same thing."""

    name = "unanswered"
    most = False
    default = -4
    description = "evidence that both sides say the same, as a logarithm: words, digits, end and length; 0 at best"

    def score(self, measured: Measured) -> float:
        """The evidence; 0 where nothing speaks against it, or where the words alone are plain."""
        return 0.0 if measured.plainly_answered else min(0.0, measured.sameness)


class Repeated(Filter):
    """Text that runs in circles."""

    name = "repeated"
    most = True
    default = 0.4
    description = "share of the words of either side that lie in loops"

    def score(self, measured: Measured) -> float:
        """The larger share."""
        worst = 0.0
        for words, once, text in (
            (measured.source_words, measured.source_set, measured.source),
            (measured.target_words, measured.target_set, measured.target),
        ):
            if (len(words) >= 8 and len(once) <= 0.6 * len(words)) or max(map(len, once), default=0) >= _LONG_WORD:
                worst = max(worst, loop_ratio(text))
        return worst


class Letters(Filter):
    """Tables, code, lists of numbers."""

    name = "letters"
    most = False
    default = 0.5
    description = "share of letters among the characters other than white space, of the side with fewer"

    def score(self, measured: Measured) -> float:
        """The share."""
        return min(_share(measured.source_words, measured.source), _share(measured.target_words, measured.target))


def _spaceless(text: str) -> str:
    return "".join(text.split())


def _share(words: Sequence[str], text: str) -> float:
    signs = len(text) - text.count(" ")
    return len("".join(words)) / signs if signs else 0.0


class Pattern(Filter):
    """Counts what matches a pattern on either side.

    A match needs one of `signs` in the text, which is quicker to look for.
    """

    most = True
    default = 0
    pattern: ClassVar[re.Pattern[str]]
    signs: ClassVar[tuple[str, ...]]

    def score(self, measured: Measured) -> float:
        """Matches on both sides."""
        return float(self._count(measured.source) + self._count(measured.target))

    def _count(self, text: str) -> int:
        for sign in self.signs:
            if sign in text:
                return len(self.pattern.findall(text))
        return 0


class Markup(Pattern):
    """Tags, entities and wiki marks left over."""

    name = "markup"
    description = "tags, entities and wiki marks on both sides"
    signs = ("<", "&", "{{", "}}", "[[", "]]")
    pattern = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|&(?:#\d+|[a-z]{2,8});|\{\{|\}\}|\[\[|\]\]|<!--")


class Damaged(Pattern):
    """Encodings read as others, replacement characters, controls."""

    name = "damaged"
    description = "signs of a wrong encoding on both sides"
    signs = ("\ufffd", "Ã", "â€", "Â")
    pattern = re.compile(r"\ufffd|Ã[\u0080-\u00bf©¨ª«§´¢®¯»¼]|â€|Â[\u00a0°«»]|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")

    def _count(self, text: str) -> int:
        # Controls are not printable; nor are no-break spaces, which cost a look.
        return super()._count(text) if text.isprintable() else len(self.pattern.findall(text))


class Boilerplate(Filter):
    """What web pages repeat around their text."""

    name = "boilerplate"
    most = True
    default = 0
    description = "phrases of page furniture on both sides"
    pattern: ClassVar = re.compile(
        r"cliquez ici|click here|tous droits réservés|all rights reserved|cookies?\b.{0,40}\b(?:accept|refus)|"
        r"mot de passe oublié|forgot(?:ten)? (?:your )?password|retour en haut|back to top|javascript",
        re.IGNORECASE,
    )
    _WORDS = frozenset(("cliquez", "click", "droits", "rights", "oublié", "password", "retour", "back", "javascript"))
    _WORDS |= {"cookie", "cookies"}  # one of these is in every match

    def score(self, measured: Measured) -> float:
        """Matches on both sides."""
        if self._WORDS.isdisjoint(measured.source_words) and self._WORDS.isdisjoint(measured.target_words):
            return 0.0
        return float(len(self.pattern.findall(measured.source)) + len(self.pattern.findall(measured.target)))


class Confidence(Filter):
    """Beads that the aligner doubts."""

    name = "confidence"
    most = False
    default = 0.5
    description = "confidence of the alignment, 0 to 1; pairs that were not aligned here pass"

    def score(self, measured: Measured) -> float:
        """The confidence, 1 where it is not known."""
        return 1.0 if measured.pair.confidence is None else measured.pair.confidence


class Likelihood(Filter):
    """Targets that the model would not say."""

    name = "likelihood"
    most = False
    default = -4.5
    description = "mean log-probability of a piece of the English, by the model; only with --judge, else all pass"

    def score(self, measured: Measured) -> float:
        """The mean, 0 where the model was not asked."""
        return 0.0 if measured.pair.likelihood is None else measured.pair.likelihood


FILTERS: dict[str, Filter] = {
    filter_.name: filter_
    for filter_ in (
        Empty(),
        Long(),
        Confidence(),
        Damaged(),
        Markup(),
        Boilerplate(),
        Letters(),
        Copied(),
        SourceLanguage(),
        TargetLanguage(),
        Length(),
        Truncated(),
        Numbers(),
        Unanswered(),
        Repeated(),
        Likelihood(),
    )
}
"""Every filter, in the order in which reasons are given: the first that rejects a pair names the reason."""
