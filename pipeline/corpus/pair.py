"""A sentence pair on its way into a corpus, with what several filters want to know of it, measured once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.alignment.lexicon import translation_table
from pipeline.text.language import stop_words

_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")


class Pair(NamedTuple):
    """document: what the split into train, dev and test keeps together. confidence: of the alignment, if known."""

    source: str
    target: str
    document: str = ""
    confidence: float | None = None


@dataclass(frozen=True)
class Measured:
    """A pair and its words; everything is computed when first asked for."""

    pair: Pair

    @cached_property
    def source_words(self) -> list[str]:
        """The words of the source, lower case, numbers left out."""
        return _WORD.findall(self.pair.source.lower())

    @cached_property
    def target_words(self) -> list[str]:
        """The words of the target, lower case, numbers left out."""
        return _WORD.findall(self.pair.target.lower())

    @cached_property
    def source_digits(self) -> list[str]:
        """The runs of digits of the source, sorted."""
        return sorted(_DIGITS.findall(self.pair.source))

    @cached_property
    def target_digits(self) -> list[str]:
        """The runs of digits of the target, sorted."""
        return sorted(_DIGITS.findall(self.pair.target))

    @cached_property
    def answered(self) -> list[bool]:
        """For each source word of four letters or more that can be judged: whether the target renders it.

        A word can be judged when the table knows it; one that stands in the target itself, or begins
        as a word there does, counts as rendered.
        """
        known = renderings()
        there = set(self.target_words)
        beginnings = {word[:5] for word in there if len(word) >= 5}
        found = []
        for word in self.source_words:
            if len(word) < 4:
                continue
            if word in there or (len(word) >= 5 and word[:5] in beginnings):
                found.append(True)
                continue
            options = known.get(word)
            if options is not None:
                found.append(not options.isdisjoint(there))
        return found

    def language_doubt(self, side: str) -> float:
        """How sure it is that `source` is not French or `target` not English, 0 to 1."""
        language = "fr" if side == "source" else "en"
        words = self.source_words if side == "source" else self.target_words
        ours = stop_words(language)
        hits = sum(word in ours for word in words)
        others = stop_words("en" if language == "fr" else "fr")
        if hits >= 2 and hits > 2 * sum(word in others for word in words) and hits * 4 >= len(words):
            return 0.0
        from pipeline.text.language import UNKNOWN, detect

        guess = detect(self.pair.source if side == "source" else self.pair.target, against=language)
        return 0.0 if guess.code in (language, UNKNOWN) else guess.confidence


@lru_cache(maxsize=1)
def renderings() -> dict[str, frozenset[str]]:
    """The English words that a French word, in lower case with its accents, is known to be rendered by."""
    found: dict[str, set[str]] = {}
    for (french, english), (there, back) in translation_table().items():
        if there >= 0.03 or back >= 0.03:
            found.setdefault(french, set()).add(english)
    return _Folding({word: frozenset(options) for word, options in found.items()})


class _Folding(dict[str, frozenset[str]]):
    """Looks a word up without its accents, and remembers where it was found."""

    def get(self, word: str, default: frozenset[str] | None = None) -> frozenset[str] | None:  # type: ignore[override]
        """The renderings of `word`."""
        options = super().get(word)
        if options is not None or word.isascii():
            return options if options is not None else default
        from pipeline.alignment.terms import fold

        folded = fold(word)
        options = super().get(folded, default)
        if options is not None:
            self[word] = options
        return options
