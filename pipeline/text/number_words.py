"""Numbers written in words, in French and English: `deux cent cinquante mille`, `twenty-two`, `une dizaine`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from pipeline.languages import english, french
from pipeline.text.span import Span

_LANGUAGES = {"fr": french, "en": english}
SCALES = {code: language.SCALES for code, language in _LANGUAGES.items()}
"""Words that multiply what stands before them, by language."""


class WrittenNumber(NamedTuple):
    """A number in words: where it stands and the values it may have."""

    span: Span
    values: frozenset[Fraction]


def _atoms(language: str) -> dict[str, int]:
    atoms = {word: value for value, word in enumerate(_LANGUAGES[language].NUMBERS)}
    atoms.update(_LANGUAGES[language].TENS)
    if language == "fr":
        atoms.update({"une": 1, "vingts": 20})
    return atoms


_ATOMS = {language: _atoms(language) for language in _LANGUAGES}
_LINKS = {"fr": "et", "en": "and"}
_WORDS = {
    language: re.compile(
        r"(?<![^\W_])(?:"
        + "|".join(
            sorted(
                {
                    *_ATOMS[language],
                    *SCALES[language],
                    *_LANGUAGES[language].HUNDREDS,
                    *_LANGUAGES[language].OTHER_NUMBERS,
                },
                key=lambda word: (-len(word), word),
            )
        )
        + r")(?![^\W_])",
        re.IGNORECASE,
    )
    for language in _LANGUAGES
}
_JOINS = {
    language: re.compile(rf"(?:[-‐‑\s]|[-\s]{link}[-\s]|[-\s]and\s+a\s|[-\s]of\s+a\s|\s+a\s)", re.IGNORECASE)
    for language, link in _LINKS.items()
}


class _Accumulator:
    """The number read so far: `total` of the scales already closed, `current` below the next scale."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.total = 0
        self.current = 0
        self.scale: int | None = None
        self.unit_allowed = True

    def add(self, word: str) -> bool:
        """Takes the word in; False where it cannot continue this number, which then ends before it."""
        if word in SCALES[self.language]:
            return self._add_scale(SCALES[self.language][word])
        if word in _LANGUAGES[self.language].HUNDREDS:
            if self.current >= 100 or (self.current == 0 and self.scale is None and not self.unit_allowed):
                return False
            self.current = max(1, self.current) * 100
            self.unit_allowed = True
            return True
        return self._add_atom(_ATOMS[self.language][word])

    def _add_scale(self, scale: int) -> bool:
        if self.scale is not None and (scale >= self.scale or self.current == 0):
            return False
        self.total += max(1, self.current) * scale
        self.current, self.scale, self.unit_allowed = 0, scale, True
        return True

    def _add_atom(self, value: int) -> bool:
        below = self.current % 100
        if self.language == "fr" and value == 20 and below == 4:
            self.current += 76  # quatre-vingt
            self.unit_allowed = True
            return True
        fits = (
            (below == 0 and self.unit_allowed)
            or (below >= 20 and below % 10 == 0 and 0 < value < 10)
            or (self.language == "fr" and below in (60, 80) and 10 <= value < 20)
            or (self.language == "fr" and below in (10, 70, 90) and 7 <= value < 10)
        )
        if not fits:
            return False
        self.current += value
        self.unit_allowed = False
        return True

    @property
    def value(self) -> Fraction:
        return Fraction(self.total + self.current)


def find_number_words(text: str, language: str) -> Iterator[WrittenNumber]:
    """The numbers in words in `text`, in order; `language` is `fr` or `en`.

    Ordinals, fractions, collectives (`dizaine`, `dozen`) and multiples (`twice`) count with all the
    values they may have, since a translation is free to write `la moitié` as `50 percent`.
    """
    running: _Accumulator | None = None
    start = end = 0
    for match in _WORDS[language].finditer(text):
        word = match.group().lower()
        joined = running is not None and _JOINS[language].fullmatch(text, end, match.start()) is not None
        others = _LANGUAGES[language].OTHER_NUMBERS
        if word in others:
            values = frozenset(Fraction(value) for value in others[word])
            if running is not None and joined and word in ("demi", "demie", "half") and running.scale:
                # `deux millions et demi`, `two million and a half`
                half = running.value + Fraction(running.scale, 2)
                yield WrittenNumber(Span(start, match.end()), frozenset((half, running.value)))
                running = None
                continue
            if running is not None:
                yield WrittenNumber(Span(start, end), frozenset((running.value,)))
                if joined and 0 < running.value < 100:
                    # `deux tiers`, `trois dizaines`, `twenty-first`: the pair counts too
                    values |= {value * running.value for value in values}
                    values |= {value + running.value for value in values if running.value % 10 == 0}
                running = None
            yield WrittenNumber(Span(match.start(), match.end()), values)
            continue
        if running is not None and joined and running.add(word):
            end = match.end()
            continue
        if running is not None:
            yield WrittenNumber(Span(start, end), frozenset((running.value,)))
        running = _Accumulator(language)
        running.add(word)
        start, end = match.start(), match.end()
    if running is not None:
        yield WrittenNumber(Span(start, end), frozenset((running.value,)))
