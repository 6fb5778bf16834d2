"""The words that a language's rules look up. All in lower case and without their stop, but where said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.segmentation.evidence import Evidence

ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,4})(?:XC|XL|L?X{0,4})(?:IX|IV|V?I{0,4})\Z")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the rules know of a language's words.

    binding: abbreviations that hold on to the capital after them (`Mme.`, `bd.`, `cf.`).
    cased: the same, but only as spelt (`M`, `Me`). numbered: those that hold on to a number, a roman
    numeral or a letter (`p. 5`, `fig. A`). loose: those that hold on to a capital unless it is one of
    a common word. final: those that end a sentence before any capital (`etc.`). before_christ: words that
    make the initials behind them an era (`av. J.-C.`).
    units: symbols that a number stands before. months: month abbreviations. weekdays: those of days.
    month_beginnings: the first three or four letters of months.
    designated: nouns that a single letter or numeral completes (`plan B`, `tome I`). regnal: names
    that a numeral completes (`Charles X`).
    particles: words that begin a sentence but surnames too (`Le`, `La`).
    pronouns: words that begin a sentence and never a name, not even after a title.
    function_words: words that cannot end a sentence, as before an ellipsis of hesitation.
    function_starters: the closed class of words that may begin a sentence.
    exclaiming: names that end in `!` or `?`. speech: verbs that report speech after a name.
    """

    language: str
    evidence: Evidence
    binding: frozenset[str]
    cased: frozenset[str]
    numbered: frozenset[str]
    loose: frozenset[str]
    final: frozenset[str]
    before_christ: frozenset[str]
    units: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    month_beginnings: frozenset[str]
    designated: frozenset[str]
    regnal: frozenset[str]
    particles: frozenset[str]
    pronouns: frozenset[str]
    function_words: frozenset[str]
    function_starters: frozenset[str]
    exclaiming: frozenset[str]
    speech: frozenset[str]
    label: re.Pattern[str]

    def is_common(self, word: str) -> bool:
        """Whether a capital on `word` says that a sentence begins rather than a name."""
        lower = word.lower()
        return lower in self.function_starters or lower in self.evidence.common or lower in self.evidence.starters

    def is_starter(self, word: str) -> bool:
        """Whether `word` begins sentences and hardly ever a name or a title."""
        lower = word.lower()
        return lower in self.function_starters or lower in self.evidence.starters

    def is_abbreviation(self, token: str) -> bool:
        """Whether any table or the evidence holds `token`, in lower case."""
        return (
            token in self.binding
            or token in self.numbered
            or token in self.loose
            or token in self.final
            or token in self.evidence.abbreviations
        )
