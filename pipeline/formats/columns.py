"""What the columns of a table hold, by the words that people head them with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from pipeline.text.language_codes import language_of

FRENCH, ENGLISH, SOURCE, TARGET, TEXT = "fr", "en", "source", "target", "text"
"""Sides that a column's name may stand for. TEXT: a name like `term`, the source where another is the target."""

_SIDES = {
    **dict.fromkeys(("source", "src", "original", "srctext", "sourcetext"), SOURCE),
    **dict.fromkeys(("target", "tgt", "trg", "trgtext", "targettext", "cible"), TARGET),
    **dict.fromkeys(("translation", "translated", "traduction", "trad", "traduit", "équivalent", "equivalent"), TARGET),
}
_FILLERS = frozenset(
    (
        *("text", "texte", "texts", "sentence", "sentences", "segment", "segments", "seg", "phrase", "phrases", "term"),
        *("terme", "terms", "termes", "word", "mot", "string", "expression", "entry", "entrée", "content", "value"),
        *("langue", "language", "lang", "column"),
    )
)
_LANGUAGE = frozenset(("lang", "language", "langue", "locale"))
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])")
_IN = re.compile(r"\b(?:en|in|auf)\s+(?=[^\W\d_]{4})")  # `terme en anglais` is no English column called `en`
_WORD = re.compile(r"[^\W\d_]+")
_PAIRS = ((FRENCH, ENGLISH), (SOURCE, TARGET), (FRENCH, TARGET), (SOURCE, ENGLISH), (TEXT, TARGET), (TEXT, ENGLISH))

COMMON_NAMES = "fr/en, French/English, source/target, src/tgt, src_text/trg_text"
"""Some of the names that are understood, for messages."""


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a column's name in lower case: `sourceText` and `source_text` have the same."""
    return tuple(_WORD.findall(_CAMEL.sub(" ", unicodedata.normalize("NFC", name.strip())).lower()))


@lru_cache(maxsize=4096)
def side_of(name: str) -> str:
    """The side that a column's name stands for, `fr`, `en`, `source`, `target` or `text`; else "".

    Another language's code or name gives that language's code.
    """
    found = language_of(name)
    if found is not None:
        return found
    name = _IN.sub(" ", " ".join(words_of(name)))
    words = [word for word in name.split() if word not in _FILLERS]
    if not words:
        return TEXT if name and not is_language_column(name) else ""
    sides = [_SIDES.get(word, "") for word in words]
    languages = [language_of(word) if not side else None for word, side in zip(words, sides, strict=True)]
    if not all(side or language for side, language in zip(sides, languages, strict=True)) or len(words) > 3:
        return ""
    named = next((language for language in languages if language), None)  # `fr` of `fr_FR text` comes first
    if is_language_column(name) and named is None:
        return ""
    return named or (sides[0] if len(set(sides)) == 1 else "")


def is_language_column(name: str) -> bool:
    """Whether a column holds codes of languages, such as `source_lang`."""
    words = words_of(name)
    return any(word in _LANGUAGE for word in words) and not any(language_of(word) for word in words)


def language_columns(names: Sequence[str]) -> tuple[int, int] | None:
    """Which of the columns hold French and English, by their names; None where the names do not say.

    `source` and `target` count as French and English where no column is called after a language.
    """
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        places.setdefault(side_of(name), place)
    for left, right in _PAIRS:
        if left in places and right in places:
            return places[left], places[right]
    return None


def of_other_languages(names: Sequence[str]) -> list[str]:
    """The names, if they are those of languages and two at least differ, while French or English is missing."""
    said = [name for name in names if name.strip()]
    languages = [language_of(name) for name in said]
    if None in languages or len(set(languages)) < 2 or {FRENCH, ENGLISH} <= set(languages):
        return []
    return said
