"""A draft glossary of the names in a text, with the renderings that the model gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.glossary.entries.entry import Entry, Kind, Policy
from pipeline.glossary.finding.glossary import Glossary
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.location import attend, locate
from pipeline.glossary.naming.names import FoundName, find_names, rendering_of

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine

_EXAMPLES = 2
_TITLES = frozenset(("m.", "mme", "mm.", "monsieur", "madame", "président", "présidente", "ministre", "général"))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name, what the translations make of it (most frequent first) and sentences it stands in."""

    name: str
    mentions: int
    renderings: tuple[tuple[str, int], ...]
    examples: tuple[str, ...]


def suggest(
    sentences: Sequence[str],
    translations: Sequence[str],
    glossary: Glossary | None = None,
    engine: Engine | None = None,
    *,
    minimum: int = 1,
) -> list[Suggestion]:
    """The names of `sentences` that `glossary` lacks and that stand at least `minimum` times.

    translations: the English of each sentence. A rendering is the name itself or what is spelt like it;
    with `engine`, a name spelt otherwise is sought where the attention went. Names without any rendering
    have none. Order as in `find_names`.
    """
    names = [name for name in find_names(sentences, glossary) if len(name.occurrences) >= minimum]
    found = {name.name: _spelt_alike(name, translations) for name in names}
    if engine is not None:
        _attended(engine, names, found, sentences, translations)
    suggestions = []
    for name in names:
        counts = Counter(rendering for rendering in found[name.name] if rendering is not None)
        indexes = list(dict.fromkeys(place.sentence for place in name.occurrences))[:_EXAMPLES]
        examples = tuple(sentences[index] for index in indexes)
        suggestions.append(Suggestion(name.name, len(name.occurrences), tuple(counts.most_common()), examples))
    return suggestions


def draft(suggestions: Sequence[Suggestion]) -> list[Entry]:
    """Entries ready to be edited: the commonest rendering, `prefer`, and the rest of what is known in the notes.

    Names without a rendering are drafted with themselves as target.
    """
    entries = []
    for suggestion in suggestions:
        target = suggestion.renderings[0][0] if suggestion.renderings else suggestion.name
        counts = ", ".join(f"{rendering} {count}" for rendering, count in suggestion.renderings) or "no rendering found"
        example = " ".join(suggestion.examples[0].split())[:120] if suggestion.examples else ""
        notes = f"{suggestion.mentions} mentions ({counts}): {example}"
        entries.append(Entry(suggestion.name, (target,), _kind(suggestion), Policy.PREFER, notes))
    return entries


def _spelt_alike(name: FoundName, translations: Sequence[str]) -> list[str | None]:
    return [rendering_of(name.name, translations[place.sentence]) for place in name.occurrences]


def _attended(
    engine: Engine,
    names: Sequence[FoundName],
    found: dict[str, list[str | None]],
    sentences: Sequence[str],
    translations: Sequence[str],
) -> None:
    """Fill in the renderings that spelling did not show, from the attention of each sentence concerned."""
    open_places = [
        (name, number, place)
        for name in names
        for number, place in enumerate(name.occurrences)
        if found[name.name][number] is None
    ]
    indexes = sorted({place.sentence for _, _, place in open_places})
    pairs = [(sentences[index], translations[index]) for index in indexes]
    attention = dict(zip(indexes, attend(engine, pairs), strict=True))
    for name, number, place in open_places:
        match = Match(Entry(name.name, (name.name,)), place.span, (name.name,))
        span = locate(attention[place.sentence], match, [])
        if span is not None and span.of(translations[place.sentence])[:1].isupper():
            found[name.name][number] = span.of(translations[place.sentence])


def _kind(suggestion: Suggestion) -> Kind:
    """A guess for a person to correct: an acronym is an organisation, a name after a title a person."""
    if suggestion.name.isupper() and " " not in suggestion.name:
        return Kind.ORGANISATION
    for example in suggestion.examples:
        before = example.partition(suggestion.name)[0].split()
        if before and before[-1].lower() in _TITLES:
            return Kind.PERSON
        if before and before[-1].lower() in ("à", "en", "au", "aux"):
            return Kind.PLACE
    return Kind.PERSON if " " in suggestion.name else Kind.TERM
