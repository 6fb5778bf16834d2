"""Names that are lost, changed, or rendered in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from functools import lru_cache

from pipeline.alignment.lexicon import translation_table
from pipeline.alignment.terms import fold
from pipeline.bitext import Flag, Severity, Unit
from pipeline.glossary.naming.consistency import CODE, inconsistencies
from pipeline.quality.check import BitextCheck, Check, both_sides
from pipeline.quality.wording import Surroundings, Word, is_capitals, is_english, words_of
from pipeline.text.distance import are_alike
from pipeline.text.span import Cover
from pipeline.text.vocabulary import french_words
from pipeline.text.word_list import french_spellings
from pipeline.text.word_list import french_words as spelt_words


class InconsistentName(BitextCheck):
    """A French name that no glossary has and that is rendered otherwise than elsewhere in the document.

    People vary names with reason (`Kim Jong-un`, "Kim"): for their translations this is only a note.
    """

    code = CODE
    severity = Severity.WARNING
    description = "a name is rendered in two ways"
    pair = ("fr", "en")

    def inspect(self, units: Sequence[Unit]) -> Iterator[tuple[int, Flag]]:
        """One flag for each departure from the commonest rendering, both forms in its message."""
        for index, flags in sorted(inconsistencies(units).items()):
            human = not units[index].origin.is_machine
            for flag in flags:
                yield index, replace(flag, severity=Severity.NOTE) if human else flag


_SHORTEST = 3
_ALIKE, _ALIKE_OTHERWISE, _ALIKE_SMALL = 0.5, 0.6, 0.7  # same first letter, another one, a word in small letters
_RENDERS = 0.1  # both directions of the table of words
_RENDERS_NAME = 0.3  # from the French
_NEVER = (0.0, 0.0)
_HARDLY, _MOSTLY = 3, 7  # powers of two: a count, and how far another is above it
_FAR = 0.3  # of the text between a word that may be no name and what came for it
_TITLES = {"mme", "mmes", "mlle", "melle", "monsieur", "madame", "mademoiselle", "messieurs", "maitre", "docteur"}


class NameLost(Check):
    """A name of the source that the target has not, in any spelling; and what stands there instead.

    Names are words with a capital inside a sentence, abbreviations aside, and at its beginning where French has no such
    word. One is kept where the target has a word that looks like it, or that a table of words knows as its
    translation, and where a glossary mentions it. What is no name by its looks (`Conseil`, `Nord`) counts only where
    another name stands that nothing in the source resembles. People leave names out: where one is only
    missing, their translations get a note.
    """

    code = "name-lost"
    severity = Severity.WARNING
    description = "a name is lost or changed"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """One flag a name, in order of position."""
        if not both_sides(unit) or is_capitals(unit.source):
            return
        ours, theirs = words_of(unit.source, "fr"), words_of(unit.target, "en")
        mentioned = Cover(mention.source for mention in unit.mentions)
        names = [name for name in ours if _is_name(name) and not mentioned.overlaps(name.span)]
        if not names:
            return
        sizes = len(unit.target), len(unit.source)
        here, there = {word.folded for word in ours}, {word.folded for word in theirs}
        free = [word for word in theirs if word.folded not in here]
        near = Surroundings(free, *sizes)
        lost = [name for name in names if name.folded not in there and not _is_rendered(name, near.of(name))]
        if not lost:
            return
        added = Surroundings(_added(unit, free, Surroundings(ours, *sizes[::-1])), *sizes)
        shape = sizes[0] / sizes[1]
        used: set[Word] = set()
        for name in lost:
            distance = {
                other: abs(other.span.start - name.span.start * shape) for other in added.of(name) if other not in used
            }
            other = min(distance, key=lambda one: distance[one], default=None)
            known = _is_french_word(name)
            if other is not None and not (known and distance[other] > _FAR * len(unit.target)):
                used.add(other)
                yield self.flag(f"{name.text} became {other.text}", source=name.span, target=other.span)
            elif not known and not _may_be_rendered(name, there):
                severity = Severity.NOTE if not unit.origin.is_machine else Severity.WARNING
                message = f"the name {name.text} is not in the translation"
                yield self.flag(message, severity=severity, source=name.span)


def _added(unit: Unit, free: Sequence[Word], ours: Surroundings) -> list[Word]:
    """The names among `free`, words of the target, that nothing in the source resembles and no glossary mentions."""
    rendered = Cover(mention.target for mention in unit.mentions if mention.target is not None)
    return [
        name
        for name in free
        if _is_name(name) and not is_english(name.text) and not rendered.overlaps(name.span)
        if not any(_alike(other, name) for other in ours.of(name))
    ]


def _is_name(word: Word) -> bool:
    """A capital and small letters behind it, inside a sentence or of no French word, and no title."""
    if not word.text[0].isupper() or len(word.text) < _SHORTEST or not word.text[1:].islower():
        return False
    return word.folded not in _TITLES and (not word.first or not _is_known(word))


def _is_known(word: Word) -> bool:
    return _is_french_word(word) or (word.folded in _renderings() and not _is_mostly_a_name(word.folded))


def _is_french_word(word: Word) -> bool:
    """Whether French has the word in small letters, accents aside, and not far more often with a capital."""
    folded = word.folded.rstrip("'’")
    return folded in _folded_french() and not _is_mostly_a_name(folded)


@lru_cache(maxsize=1 << 14)
def _is_mostly_a_name(folded: str) -> bool:
    """Whether the word is a name in the list that tells cases apart: `Nobel`, `Pakistan`; not `Sénat`."""
    counts = {True: 0, False: 0}
    for form in french_spellings().get(folded, ()):
        counts[form.islower()] = max(counts[form.islower()], spelt_words()[form])
    small, capital = counts[True], counts[False]
    return capital > small and (small <= _HARDLY or capital - small >= _MOSTLY)


@lru_cache(maxsize=1)
def _folded_french() -> frozenset[str]:
    return frozenset(fold(word) for word in french_words())


@lru_cache(maxsize=1)
def _renderings() -> dict[str, list[tuple[float, str]]]:
    """The English words of each French one in the table, with their probabilities; folded."""
    found: dict[str, list[tuple[float, str]]] = {}
    for (french, english), (there, _) in translation_table().items():
        found.setdefault(french, []).append((there, english))
    return found


def _is_rendered(name: Word, theirs: Sequence[Word]) -> bool:
    table = translation_table()
    known = (min(table.get((name.folded, other.folded), _NEVER)) for other in theirs)
    return any(_alike(name, other) for other in theirs) or any(chance >= _RENDERS for chance in known)


def _may_be_rendered(name: Word, there: Set[str]) -> bool:
    """Whether a folded word of the target may render the name, by the table."""
    least = _RENDERS_NAME if _is_mostly_a_name(name.folded) else 0.0  # else `Nobel` is rendered by "prize"
    found = _renderings().get(name.folded, ())
    return any(english in there for chance, english in found if english != name.folded and chance >= least)


def _alike(name: Word, other: Word) -> bool:
    """Whether `other` is the name in another spelling (`Kadhafi`, "Gaddafi"), with an ending, or an adjective of it."""
    folded = other.folded.removesuffix("'s").removesuffix("’s")
    if name.folded[:4] == folded[:4] or (name.folded[:3] == folded[:3] and min(len(name.folded), len(folded)) > 4):
        return True
    least = _ALIKE if name.folded[0] == folded[0] else _ALIKE_OTHERWISE
    if not other.text[0].isupper() or not name.text[0].isupper():
        least = _ALIKE_SMALL
    return are_alike(name.folded, folded, least)
