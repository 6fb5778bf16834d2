"""What keeps a pair out of a corpus: one small class a reason, in one registry.

A filter scores; whether the score is good enough is decided later against a threshold, so that one
pass over the data serves any number of decisions (the lesson of OpusFilter).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import ClassVar

from pipeline.corpus.pair import Measured
from pipeline.quality.length import length_deviation
from pipeline.text.numbers import compare_numbers, find_numbers
from pipeline.text.repetition import loop_ratio


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

    def accepts(self, score: float, threshold: float) -> bool:
        """Whether the score passes."""
        return score <= threshold if self.most else score >= threshold


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
    default = 1.25
    description = "distance of the length ratio from the usual one; 1 holds 98.7 % of news translations"

    def score(self, measured: Measured) -> float:
        """The distance, whichever side is too long."""
        source, target = measured.pair.source.strip(), measured.pair.target.strip()
        return abs(length_deviation(source, target)) if source and target else 99.0


class Truncated(Filter):
    """A target that is short and leaves the end of the source unanswered."""

    name = "truncated"
    most = True
    default = 0.7
    description = "shortness of the target times the share of the source's last third that it leaves unanswered"

    def score(self, measured: Measured) -> float:
        """The product; 0 for targets of the expected length or more."""
        source, target = measured.pair.source.strip(), measured.pair.target.strip()
        if not source or not target:
            return 0.0
        short = -length_deviation(source, target)
        if short <= 0.2:
            return 0.0
        end = measured.answered[-max(1, len(measured.answered) // 3) :]
        return short * (1 - sum(end) / len(end)) if end else 0.0


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
    description = "share of the target's words that stand in the source, of targets of four words or more"

    def score(self, measured: Measured) -> float:
        """The share; 1 for a target equal to its source, 0 for other short ones."""
        words = measured.target_words
        if measured.pair.source.strip() == measured.pair.target.strip() and len(words) > 2:
            return 1.0
        if len(words) < 4:
            return 0.0
        known = set(measured.source_words)
        return sum(word in known for word in words) / len(words)


class Numbers(Filter):
    """Numbers that became others."""

    name = "numbers"
    most = True
    default = 0
    description = "numbers of the source that the target lacks while it has others instead"

    def score(self, measured: Measured) -> float:
        """How many; numbers in words and both conventions of writing are understood."""
        if measured.source_digits == measured.target_digits:
            return 0.0
        lost, added = compare_numbers(
            find_numbers(measured.pair.source, "fr"), find_numbers(measured.pair.target, "en")
        )
        return float(min(len(lost), len(added)))


class Unanswered(Filter):
    """Sides that do not speak of the same thing."""

    name = "unanswered"
    most = False
    default = 0.25
    description = "share of the source's longer known words that the target renders, where there are three or more"

    def score(self, measured: Measured) -> float:
        """The share; 1 where too few words are known to tell."""
        answered = measured.answered
        return sum(answered) / len(answered) if len(answered) >= 3 else 1.0


class Repeated(Filter):
    """Text that runs in circles."""

    name = "repeated"
    most = True
    default = 0.4
    description = "share of the words of either side that lie in loops"

    def score(self, measured: Measured) -> float:
        """The larger share."""
        worst = 0.0
        for words, text in (
            (measured.source_words, measured.pair.source),
            (measured.target_words, measured.pair.target),
        ):
            if (len(words) >= 8 and len(set(words)) <= 0.6 * len(words)) or _LONG_WORD.search(text):
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
        shares = []
        for words, text in (
            (measured.source_words, measured.pair.source),
            (measured.target_words, measured.pair.target),
        ):
            signs = len(text) - text.count(" ")
            shares.append(sum(map(len, words)) / signs if signs else 0.0)
        return min(shares)


class Pattern(Filter):
    """Counts what matches a pattern on either side."""

    most = True
    default = 0
    pattern: ClassVar[re.Pattern[str]]

    def score(self, measured: Measured) -> float:
        """Matches on both sides."""
        return float(len(self.pattern.findall(measured.pair.source)) + len(self.pattern.findall(measured.pair.target)))


class Markup(Pattern):
    """Tags, entities and wiki marks left over."""

    name = "markup"
    description = "tags, entities and wiki marks on both sides"
    pattern = re.compile(r"</?[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>|&(?:#\d+|[a-z]{2,8});|\{\{|\}\}|\[\[|\]\]|<!--")


class Damaged(Pattern):
    """Encodings read as others, replacement characters, controls."""

    name = "damaged"
    description = "signs of a wrong encoding on both sides"
    pattern = re.compile(r"\ufffd|Ã[\u0080-\u00bf©¨ª«§´¢®¯»¼]|â€|Â[\u00a0°«»]|[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


class Boilerplate(Pattern):
    """What web pages repeat around their text."""

    name = "boilerplate"
    description = "phrases of page furniture on both sides"
    pattern = re.compile(
        r"cliquez ici|click here|tous droits réservés|all rights reserved|cookies?\b.{0,40}\b(?:accept|refus)|"
        r"mot de passe oublié|forgot(?:ten)? (?:your )?password|retour en haut|back to top|javascript",
        re.IGNORECASE,
    )


class Confidence(Filter):
    """Beads that the aligner doubts."""

    name = "confidence"
    most = False
    default = 0.5
    description = "confidence of the alignment, 0 to 1; pairs that were not aligned here pass"

    def score(self, measured: Measured) -> float:
        """The confidence, 1 where it is not known."""
        return 1.0 if measured.pair.confidence is None else measured.pair.confidence


_LONG_WORD = re.compile(r"\w{30}")

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
    )
}
"""Every filter, in the order in which reasons are given: the first that rejects a pair names the reason."""
