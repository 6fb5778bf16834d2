"""Words of the target that are no English: invented ones, and French ones left standing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.alignment.lexicon import known_renderings, translation_table
from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.quality.wording import Surroundings, Word, is_british, is_capitals, is_english, words_of
from pipeline.text.distance import are_alike
from pipeline.text.span import Cover
from pipeline.text.vocabulary import french_only_words
from pipeline.text.word_list import french_words as french_forms

_SHORTEST = 4  # letters of an unknown word
_LONGEST_CODE = 200  # characters on either side of a word
_LOAN = 0.2  # t(word | word) in the table of words
_ALIKE = 0.8  # a loan, a name, a term of science: as in the source but for its ending


class WordUnknown(Check):
    """A word of the target that is neither English nor like a word of the source nor in a glossary's rendering.

    English is what `is_english` takes for it: lists of words, British spellings, endings, prefixes, compounds.
    Capitalised words are names, and left to `name-lost`, unless the whole line is in capitals, or the word opens the
    text and no name opens the source. People may write words that no list has: for their translations this is only a
    note.
    """

    code = "word-unknown"
    severity = Severity.WARNING
    description = "a word is not English"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """One flag a word, in order of position."""
        if not both_sides(unit):
            return
        ours, rendered = words_of(unit.source, "fr"), _rendered(unit)
        near = Surroundings(ours, len(unit.source), len(unit.target))
        for word in words_of(unit.target, "en"):
            if len(word.text) < _SHORTEST or is_english(word.text) or _may_be_a_name(word, unit, ours):
                continue
            if rendered.overlaps(word.span) or any(
                _alike(word, other) and not _is_plain(other) for other in near.of(word)
            ):
                continue
            severity = Severity.NOTE if not unit.origin.is_machine else Severity.WARNING
            yield self.flag(f"“{word.text}” is no English word", severity=severity, target=word.span)


class WordLeft(Check):
    """A French word of the source that stands in the target as it is, and that English has not.

    Names are passed over: capitalised words inside a sentence, and what the source has beside such (`Rue verte`).
    """

    code = "word-left"
    severity = Severity.WARNING
    description = "a French word is left in the translation"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """One flag a word, in order of position."""
        if not both_sides(unit):
            return
        theirs, source = words_of(unit.target, "en"), words_of(unit.source, "fr")
        ours, rendered = {word.text.lower() for word in source}, _rendered(unit)
        if [word.text.lower() for word in theirs] == [word.text.lower() for word in source]:
            return  # said by `untranslated`
        copied = {(left.text, right.text) for left, right in pairwise(source)}
        for place, word in enumerate(theirs):
            lower = word.text.lower()
            if len(lower) < _SHORTEST or lower not in ours or not _is_french(lower) or _is_name(word, unit.target):
                continue
            around = ((place - 1, place), (place, place + 1))
            pairs = [(theirs[i], theirs[j]) for i, j in around if i >= 0 and j < len(theirs)]
            named = any(
                (left.text, right.text) in copied and any(_is_name(one, unit.target) for one in (left, right))
                for left, right in pairs
            )
            if not named and not _is_code(word, unit.target) and not rendered.overlaps(word.span):
                yield self.flag(f"“{word.text}” is left in French", target=word.span)


def _may_be_a_name(word: Word, unit: Unit, ours: Sequence[Word]) -> bool:
    if not word.text[0].isupper() or is_capitals(unit.target):
        return False
    if word.span.start > 0 or not ours:
        return True
    return not (ours[0].span.start == 0 and _is_plain(ours[0])) or any(one.text[0].isupper() for one in ours[1:])


def _is_plain(word: Word) -> bool:
    """Whether a word of the source is ordinary French of which the table knows a rendering: no loan, no name."""
    return word.text.lower() in french_forms() and word.folded in known_renderings()


def _is_french(word: str) -> bool:
    """Whether French has `word` and English has not, nor as a loan that stands for itself."""
    if word not in french_only_words() or is_british(word):
        return False
    return translation_table().get((word, word), (0.0, 0.0))[0] < _LOAN


def _is_code(word: Word, text: str) -> bool:
    """Whether the word is part of one of many hyphens, such as the name of a package."""
    before = text[max(0, word.span.start - _LONGEST_CODE) : word.span.start].rpartition(" ")[2]
    behind = text[word.span.end : word.span.end + _LONGEST_CODE].partition(" ")[0]
    return before.count("-") + behind.count("-") > 1


def _is_name(word: Word, text: str) -> bool:
    """A capital inside a sentence; in a text all in capitals none is a name."""
    return word.text[0].isupper() and not word.first and not is_capitals(text)


def _rendered(unit: Unit) -> Cover:
    """The places of the target where a glossary mentions something."""
    return Cover(mention.target for mention in unit.mentions if mention.target is not None)


def _alike(word: Word, other: Word) -> bool:
    return are_alike(word.folded, other.folded, _ALIKE)
