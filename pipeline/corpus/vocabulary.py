"""What is known of a word of either language, looked up once: its renderings and whose it is."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pipeline.alignment.lexicon import translation_table
from pipeline.alignment.terms import fold
from pipeline.text.language import scores, stop_words

_MOST = 100_000  # entries remembered in each table; what is common returns at once after a fresh start
_NONE: frozenset[str] = frozenset()
_LIKELY = 0.03  # probability, in either direction, from which a rendering counts


class Word(NamedTuple):
    """A word seen as one of a language.

    folded: lower case without accents. content: whether it is neither a stop word nor under three
    letters. start: its first five folded letters, empty for shorter words. renderings: the folded words
    of the other language that may render it, None where the table does not know it. telling: those of
    them that are no stop words. leaning: 1 for a word that the tables have in this language only, -1 in
    the other only, 0 in both or neither. strange: whether it is a content word that they have in neither.
    """

    folded: str
    content: bool
    start: str
    renderings: frozenset[str] | None
    telling: frozenset[str]
    leaning: int
    strange: bool


class Vocabulary(dict[str, Word]):
    """The words of one language, by their lower-case form; every look-up succeeds."""

    def __init__(self, language: str) -> None:
        """`language` is `fr` or `en`."""
        super().__init__()
        other = "en" if language == "fr" else "fr"
        self._ours, self._theirs = _folded_stop_words(language), _folded_stop_words(other)
        self._renderings, self._others = _renderings(language), _renderings(other)

    def __missing__(self, word: str) -> Word:
        if len(self) >= _MOST:
            self.clear()
        folded = fold(word)
        renderings = self._renderings.get(folded)
        content = len(folded) > 2 and folded not in self._ours
        ours = folded in self._ours or renderings is not None
        theirs = folded in self._theirs or folded in self._others
        known = self[word] = Word(
            folded,
            content,
            start=folded[:5] if len(folded) >= 5 else "",
            renderings=renderings,
            telling=(renderings or _NONE) - self._theirs,
            leaning=ours - theirs,
            strange=content and not ours and not theirs,
        )
        return known


class Renderings(dict[str, frozenset[str]]):
    """The renderings of the content words of a language, by their lower-case form; empty for all others."""

    def __init__(self, language: str) -> None:
        """`language` is `fr` or `en`."""
        super().__init__()
        self._stop_words, self._renderings = _folded_stop_words(language), _renderings(language)

    def __missing__(self, word: str) -> frozenset[str]:
        if len(self) >= _MOST:
            self.clear()
        folded = fold(word)
        content = len(folded) > 2 and folded not in self._stop_words
        found = self[word] = self._renderings.get(folded, _NONE) if content else _NONE
        return found


@lru_cache(maxsize=1 << 14)
def shape(word: str) -> str:
    """`fr` or `en` where letters or ending of a word in lower case speak for one of them, else empty."""
    evidence = scores(word)
    french, english = evidence.get("fr", 0.0), evidence.get("en", 0.0)
    return "" if french == english else "fr" if french > english else "en"


@lru_cache(maxsize=2)
def renderings(language: str) -> Renderings:
    """The renderings of `fr` or `en`, from the table that ships; their memory is bounded."""
    return Renderings(language)


@lru_cache(maxsize=2)
def vocabulary(language: str) -> Vocabulary:
    """The vocabulary of `fr` or `en`, from the table that ships; its memory is bounded."""
    return Vocabulary(language)


def _folded_stop_words(language: str) -> frozenset[str]:
    return frozenset(map(fold, stop_words(language)))


@lru_cache(maxsize=2)
def _renderings(language: str) -> dict[str, frozenset[str]]:
    """The folded words of the other language that may render a folded word."""
    found: dict[str, set[str]] = {}
    for (french, english), (there, back) in translation_table().items():
        if there >= _LIKELY or back >= _LIKELY:
            word, rendering = (french, english) if language == "fr" else (english, french)
            found.setdefault(word, set()).add(rendering)
    return {word: frozenset(options) for word, options in found.items()}
