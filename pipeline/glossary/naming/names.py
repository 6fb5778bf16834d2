"""Names that no glossary has: capitalised sequences, found across the sentences of a document."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.bitext import Span
from pipeline.glossary.finding.folding import fold
from pipeline.glossary.finding.glossary import Glossary
from pipeline.glossary.finding.mentions import all_capitals, starts_sentence
from pipeline.languages import english, french
from pipeline.text.spans import protected_spans

_WORD = r"\p{Lu}[\p{L}\p{M}]*(?:-[\p{L}\p{M}]+|['’]\p{Lu}[\p{L}\p{M}]*|\d+)*"
_PARTICLE = r"(?:de la|de l['’]|de|du|des|d['’]|von|van|der|ben|ibn|bin|el|al|da|di|do|dos|of the|of|the|and)"
_NAME = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}\d-])(?:(?:[lLdD]|[Qq]u)['’])?(?!\p{{Lu}}['’]\p{{Ll}})({_WORD})(?:\s+(?:{_PARTICLE}\s*)?{_WORD})*"
)
# Words that have a capital, at the start of a sentence or always, and are no names.
_OPENERS = frozenset(
    word.lower()
    for language in (french, english)
    for word in (*language.CAPITALISED, *language.WEEKDAYS, *language.MONTHS)
)
_ALIKE = 0.75  # difflib's ratio from which an English name is taken for a rendering of the French one
_SHORTEST = 3  # letters; shorter capitalised words are initials and numerals


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a name stands: the sentence's index (0-based) and the characters in it."""

    sentence: int
    span: Span


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name with the places where it stands, in document order."""

    name: str
    occurrences: tuple[Occurrence, ...]


def find_names(sentences: Sequence[str], glossary: Glossary | None = None) -> list[FoundName]:
    """The capitalised sequences of `sentences` that `glossary` does not cover, most frequent first.

    Addresses and other protected spans hold no names.
    A word at the start of a sentence counts only if it stands with a capital elsewhere too; headlines
    in capitals say nothing. Ties are in the order of first occurrence.
    """
    found: dict[str, list[Occurrence]] = {}
    opening: dict[str, list[Occurrence]] = {}
    for index, sentence in enumerate(sentences):
        if all_capitals(sentence):
            continue
        covered = [match.span for match in glossary.find(sentence)] if glossary is not None else []
        covered += [span for span, _ in protected_spans(sentence)]
        for span in capitalised(sentence):
            name = span.of(sentence)
            if any(span.overlaps(other) for other in covered):
                continue
            at_start = starts_sentence(sentence, span.start) and " " not in name and not name.isupper()
            (opening if at_start else found).setdefault(name, []).append(Occurrence(index, span))
    for name, occurrences in opening.items():
        if name in found:
            found[name] = sorted(found[name] + occurrences, key=lambda place: (place.sentence, place.span))
    names = [FoundName(name, tuple(occurrences)) for name, occurrences in found.items()]
    return sorted(names, key=lambda found_name: (-len(found_name.occurrences), found_name.occurrences[0].sentence))


def capitalised(sentence: str) -> list[Span]:
    """The longest sequences of capitalised words, particles between them included, elided articles left out.

    A common word that only opens the sentence is not made part of the name that follows it.
    """
    spans = []
    for hit in _NAME.finditer(sentence):
        start, end = hit.start(1), hit.end()
        text = sentence[start:end]
        first, _, rest = text.partition(" ")
        if rest and first.lower() in _OPENERS and starts_sentence(sentence, start):
            start += len(first) + 1
            text = rest
        if text[:1].isupper() and sum(map(str.isalpha, text)) >= _SHORTEST and text.lower() not in _OPENERS:
            spans.append(Span(start, end))
    return spans


def rendering_of(name: str, english: str) -> str | None:
    """How `english` writes the French `name`: the same, or the capitalised sequence most like it; else None."""
    if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", english):
        return name
    folded = fold(name).text.strip()
    best: tuple[float, str] | None = None
    for span in capitalised(english):
        written = re.sub(r"['’]s$", "", span.of(english))
        likeness = difflib.SequenceMatcher(None, folded, fold(written).text.strip(), autojunk=False).ratio()
        if likeness >= _ALIKE and (best is None or likeness > best[0]):
            best = (likeness, written)
    return best[1] if best else None
