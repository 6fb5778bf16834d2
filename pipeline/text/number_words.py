"""Numbers written in words, in French and English: `deux cent cinquante mille`, `twenty-two`, `une dizaine`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from pipeline.text.span import Span

_UNIT_WORDS = {
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
}
_UNITS = {language: words.split() for language, words in _UNIT_WORDS.items()}
_TENS = {
    "fr": {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "nonante": 90},
    "en": {
        "twenty": 20,
        "thirty": 30,
        "forty": 40,
        "fifty": 50,
        "sixty": 60,
        "seventy": 70,
        "eighty": 80,
        "ninety": 90,
    },
}
# Scales multiply what stands before them. French `billion` and English `billion` differ by a thousand.
SCALES: dict[str, dict[str, int]] = {
    "fr": {
        "mille": 10**3,
        "milles": 10**3,
        "million": 10**6,
        "millions": 10**6,
        "milliard": 10**9,
        "milliards": 10**9,
        "billion": 10**12,
        "billions": 10**12,
    },
    "en": {
        "thousand": 10**3,
        "million": 10**6,
        "millions": 10**6,
        "billion": 10**9,
        "billions": 10**9,
        "trillion": 10**12,
        "trillions": 10**12,
    },
}
_HUNDREDS = {"fr": {"cent", "cents"}, "en": {"hundred"}}

# Words that stand for a number by themselves; several values where usage differs (`third`, `quinzaine`).
_OTHER: dict[str, dict[str, tuple[int | Fraction, ...]]] = {
    "fr": {
        "premier": (1,),
        "première": (1,),
        "premiers": (1,),
        "premières": (1,),
        "second": (2,),
        "seconde": (2,),
        "unième": (1,),
        "deuxième": (2,),
        "troisième": (3,),
        "quatrième": (4,),
        "cinquième": (5, Fraction(1, 5), 20),
        "sixième": (6,),
        "septième": (7,),
        "huitième": (8,),
        "neuvième": (9,),
        "dixième": (10, Fraction(1, 10)),
        "onzième": (11,),
        "douzième": (12,),
        "quinzième": (15,),
        "vingtième": (20,),
        "trentième": (30,),
        "cinquantième": (50,),
        "centième": (100,),
        "dizaine": (10,),
        "dizaines": (10,),
        "douzaine": (12,),
        "douzaines": (12,),
        "quinzaine": (15, 14, 2),
        "vingtaine": (20,),
        "trentaine": (30,),
        "quarantaine": (40,),
        "cinquantaine": (50,),
        "soixantaine": (60,),
        "centaine": (100,),
        "centaines": (100,),
        "millier": (1000,),
        "milliers": (1000,),
        "moitié": (Fraction(1, 2), 50),
        "demi": (Fraction(1, 2), 30),
        "demie": (Fraction(1, 2), 30),
        "tiers": (Fraction(1, 3), 33, 3),
        "quart": (Fraction(1, 4), 25, 15),
        "quarts": (Fraction(1, 4), 25),
        "double": (2,),
        "doubler": (2,),
        "doublé": (2,),
        "triple": (3,),
        "tripler": (3,),
        "décennie": (10,),
        "siècle": (100,),
        "midi": (12,),
        "minuit": (12, 0, 24),
    },
    "en": {
        "first": (1,),
        "second": (2,),
        "third": (3, Fraction(1, 3), 33),
        "thirds": (Fraction(1, 3), 66, 3),
        "fourth": (4, Fraction(1, 4)),
        "fifth": (5, Fraction(1, 5), 20),
        "sixth": (6,),
        "seventh": (7,),
        "eighth": (8,),
        "ninth": (9,),
        "tenth": (10, Fraction(1, 10)),
        "eleventh": (11,),
        "twelfth": (12,),
        "thirteenth": (13,),
        "fourteenth": (14,),
        "fifteenth": (15,),
        "sixteenth": (16,),
        "seventeenth": (17,),
        "eighteenth": (18,),
        "nineteenth": (19,),
        "twentieth": (20,),
        "thirtieth": (30,),
        "fortieth": (40,),
        "fiftieth": (50,),
        "hundredth": (100,),
        "once": (1,),
        "single": (1,),
        "sole": (1,),
        "twice": (2,),
        "double": (2,),
        "doubled": (2,),
        "both": (2,),
        "couple": (2,),
        "pair": (2,),
        "two-thirds": (Fraction(2, 3), 66, 67),
        "triple": (3,),
        "trio": (3,),
        "dozen": (12,),
        "dozens": (12, 10),
        "tens": (10,),
        "hundreds": (100,),
        "thousands": (1000,),
        "half": (Fraction(1, 2), 50, 30),
        "halves": (Fraction(1, 2), 50),
        "quarter": (Fraction(1, 4), 25, 15),
        "quarters": (Fraction(1, 4), 25),
        "decade": (10,),
        "decades": (10,),
        "century": (100,),
        "fortnight": (15, 14, 2),
        "noon": (12,),
        "midnight": (12, 0, 24),
        "twenties": (20, 1920),
        "thirties": (30, 1930),
        "forties": (40, 1940),
        "fifties": (50, 1950),
        "sixties": (60, 1960),
        "seventies": (70, 1970),
        "eighties": (80, 1980),
        "nineties": (90, 1990),
    },
}


class WrittenNumber(NamedTuple):
    """A number in words: where it stands and the values it may have."""

    span: Span
    values: frozenset[Fraction]


def _atoms(language: str) -> dict[str, int]:
    atoms = {word: value for value, word in enumerate(_UNITS[language])}
    atoms.update(_TENS[language])
    if language == "fr":
        atoms.update({"une": 1, "vingts": 20})
    return atoms


_ATOMS = {language: _atoms(language) for language in _UNITS}
_LINKS = {"fr": "et", "en": "and"}
_WORDS = {
    language: re.compile(
        r"(?<![^\W_])(?:"
        + "|".join(
            sorted(
                {*_ATOMS[language], *SCALES[language], *_HUNDREDS[language], *_OTHER[language]},
                key=lambda word: (-len(word), word),
            )
        )
        + r")(?![^\W_])",
        re.IGNORECASE,
    )
    for language in _UNITS
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
        if word in _HUNDREDS[self.language]:
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
        if word in _OTHER[language]:
            values = frozenset(Fraction(value) for value in _OTHER[language][word])
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
