"""Numbers in French and English text, read into values that compare across the two conventions.

`12 500`, `12.500` and `12,500` share a value, as do `3,5 %` and `3.5 per cent`, `14 h 30` and
`2:30 p.m.`, `XXe siècle` and `20th century`, `années 60` and `1960s`, `3 milliards` and `3 billion`.
A number that can be read in more than one way keeps all its readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from pipeline.languages import english, french
from pipeline.text.number_words import SCALES, find_number_words
from pipeline.text.span import Span

Reading = Fraction | str


class Number(NamedTuple):
    """A number in a text.

    kind: `number`, `percent`, `time`, `month`, `ordinal`, `century`, `roman`, `label` (digits inside a
    name such as `G20`) or `word` (written in words). readings: the values it may have; a time of day
    is `time:` and minutes modulo twelve hours, a month `month:` and 1 to 12, a version its digits.
    unit: `%` or a currency sign, or empty.
    """

    span: Span
    kind: str
    readings: frozenset[Reading]
    unit: str = ""


_SPACE = "[ \u00a0\u2009\u202f]"
MONTHS: dict[str, tuple[str, ...]] = {"fr": french.MONTHS, "en": english.MONTHS}
"""The names of the months, January first, as the language writes them."""
_MONTH_SHORT = {"fr": french.MONTHS_CUT, "en": english.MONTHS_CUT}
_SHORT_SCALES: dict[str, dict[str, int]] = {
    "fr": {"M": 10**6, "Md": 10**9, "Mds": 10**9, "mds": 10**9, "k": 1000, "K": 1000, "milliers": 1000},
    "en": {"m": 10**6, "M": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "B": 10**9, "tn": 10**12, "k": 1000}
    | {"K": 1000, "hundred": 100},
}
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}

_TOKEN = re.compile(r"\S+")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_DOTTED = re.compile(r"\.\w+")
_NUMBER = re.compile(
    rf"""
    (?P<number>
        \d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:[.,]\d{{1,2}}(?!\d))?   # 12 500 and 12 500,50
      | \d{{1,3}}(?:['’]\d{{3}})+(?!\d)                               # 12'500
      | \d+(?:[.,]\d+)*
    )
    """,
    re.VERBOSE,
)
_CLOCK = re.compile(
    rf"""
    (?P<hour>[01]?\d|2[0-4])
    (?:
        {_SPACE}?[hH]{_SPACE}?(?P<minute_h>[0-5]\d)(?!\d)
      | [:.](?P<minute>[0-5]\d)(?::[0-5]\d)?(?!\d)(?P<half>{_SPACE}?[ap]\.?{_SPACE}?m\b\.?)?
      | {_SPACE}?[hH]\b
      | {_SPACE}?[ap]\.?{_SPACE}?m\b\.?
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HOURS = re.compile(rf"{_SPACE}(?:heures?|o['’]clock|GMT|hours?)\b(?:{_SPACE}(?P<minute>[0-5]?\d)\b)?")
_NUMERIC_DATE = re.compile(r"(?<![\d/.-])(\d{4}|\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{1,2})(?![\d/-])")
_FRACTION = re.compile(r"(\d{1,3})\s?[/⁄]\s?(\d{1,3})(?![\d/])")
_PERCENT = re.compile(rf"{_SPACE}?(?:%|‰|(?:pour|per){_SPACE}?cents?\b|pct\b|percent\w*|points?\s(?:de\s)?pourcentage)")
_ORDINAL = {
    "fr": re.compile(r"(?:er|ers|re|ère|ères|e|è|es|ème|èmes|ième|ièmes|eme|emes|nde?|ᵉʳ|ᵉ)(?![^\W_])"),
    "en": re.compile(r"(?:st|nd|rd|th)(?![^\W_])", re.IGNORECASE),
}
_CURRENCY = {"€": "€", "euro": "€", "euros": "€", "EUR": "€", "$": "$", "dollar": "$", "dollars": "$", "USD": "$"} | {
    "£": "£",
    "¥": "¥",
    "yen": "¥",
    "yens": "¥",
    "livres": "£",
    "pounds": "£",
}
_UNIT = re.compile(
    rf"{_SPACE}?(?:de{_SPACE}|d['’])?(?P<unit>[€$£¥]|(?:euros?|EUR|dollars?|USD|yens?|livres|pounds)\b)"
    rf"|{_SPACE}?(?:US|américains|canadian|canadiens)"
)
_ROMAN = re.compile(
    r"(?<![\w'’.-])(?=[IVXLCDM])(M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
    r"(?P<ordinal>ers?|re|ère|e|è|ème|èmes|es|ᵉʳ|ᵉ)?(?![\w’'])"
)
_LONGEST_NAME = 80
_CENTURY = re.compile(r"\s?(?:siècles?|s\.)")
_NOT_ROMAN = {"MM", "CD", "DC", "CV", "MC", "CM", "CC", "DI", "CI", "MI", "LL", "MD", "DD"}
_GROUP_SIGN = re.compile(rf"{_SPACE}|['’]")
_NOT_ORDINAL = {"", "L", "C", "D", "M"}  # `Le`, `Ces`, `De`, `Me`
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_value(numeral: str) -> int:
    """The value of a well-formed roman numeral in capitals; 0 for an empty string."""
    total = 0
    for letter, following in zip(numeral, f"{numeral[1:]} ", strict=False):
        value = _ROMAN_VALUES[letter]
        total += -value if _ROMAN_VALUES.get(following, 0) > value else value
    return total


_SCALE_WORD = re.compile(rf"(?:{_SPACE}(?:autres{_SPACE})?|-)?([^\W\d_]+)")
_TOO_LONG = re.compile(rf"(?:\d(?:[.,'’/-]|{_SPACE})?){{1000,}}")
_HALF_MORE = re.compile(r"\set\sdemie?\b|\sand\sa\shalf\b")


def _clock(hour: int, minute: int) -> str:
    return f"time:{(hour * 60 + minute) % 720}"


def _readings_of_digits(digits: str, language: str) -> frozenset[Reading]:
    """The values of digits with their separators, in the conventions of `language`."""
    plain = _GROUP_SIGN.sub("", digits)
    separators = [character for character in plain if character in ".,"]
    if not separators:
        return frozenset((Fraction(int(plain)),))
    whole, _, decimals = plain.rpartition(separators[-1])
    value = Fraction(re.sub("[.,]", "", whole) + "." + decimals)
    if len(set(separators)) == 2:
        return frozenset((value,) if separators.count(separators[-1]) == 1 else (plain,))
    groups = plain.split(separators[0])
    thousands = len(groups[0]) <= 3 and groups[0] != "0" and all(len(group) == 3 for group in groups[1:])
    grouped = Fraction("".join(groups))
    if len(groups) > 2:
        return frozenset((grouped,) if thousands else (plain,))
    if language == "en":
        return frozenset((grouped if thousands and separators[0] == "," else value,))
    return frozenset((grouped, value) if thousands else (value,))


def _scale(text: str, position: int, language: str) -> tuple[int, int, bool]:
    """The factor written after a number at `position`, where it ends, and whether it is certain."""
    match = _SCALE_WORD.match(text, position)
    if match is None:
        return 1, position, True
    word = match.group(1)
    if word.lower() in SCALES[language]:
        return SCALES[language][word.lower()], match.end(), True
    short = _SHORT_SCALES[language].get(word)
    return (short, match.end(), False) if short is not None else (1, position, True)


def address_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where web and e-mail addresses stand in `text`, as far as digits in them are no numbers."""
    for token in _TOKEN.finditer(text):
        word, start, rest = token.group(), token.start(), 0
        if "@" in word and not _URL.match(word):
            dot, end = max((match.span() for match in _DOTTED.finditer(word)), default=(0, 0))
            if 0 < word.find("@", 1) < dot - 1:
                yield start, start + end
                rest = end
        found = _URL.search(word, rest)
        if found is not None:
            yield start + found.start(), start + found.end()


class _Scanner:
    """One pass over a text; the parts already read are closed to the patterns that follow."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language
        self.found: list[Number] = []
        self.taken = bytearray(len(text))

    def free(self, start: int, end: int) -> bool:
        return not any(self.taken[start:end])

    def add(self, start: int, end: int, kind: str, readings: Iterable[Reading], unit: str = "") -> None:
        self.found.append(Number(Span(start, end), kind, frozenset(readings), unit))
        self.taken[start:end] = b"\x01" * (end - start)

    def runs(self) -> None:
        """Rows of more digits than any number has are read as none: their values would take a square of their time."""
        for match in _TOO_LONG.finditer(self.text):
            self.taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())

    def urls(self) -> None:
        for start, end in address_spans(self.text):
            self.taken[start:end] = b"\x01" * (end - start)

    def dates(self) -> None:
        for match in _NUMERIC_DATE.finditer(self.text):
            if match.group(2) == "." and max(len(match.group(1)), len(match.group(4))) < 4:
                continue  # a version number
            for group in (1, 3, 4):
                if self.free(*match.span(group)):
                    value = int(match.group(group))
                    readings: list[Reading] = [Fraction(value)]
                    if value < 100:
                        readings += (Fraction(value + 1900), Fraction(value + 2000), f"month:{value}")
                    self.add(*match.span(group), "number", readings)

    def clock(self) -> None:
        for match in _CLOCK.finditer(self.text):
            start, end = match.span()
            if not self.free(start, end) or (
                start and (self.text[start - 1].isalnum() or self.text[start - 1] in ".,")
            ):
                continue
            hour = int(match.group("hour"))
            minute = int(match.group("minute_h") or match.group("minute") or 0)
            dotted = match.group("minute") is not None and self.text[match.end("hour")] == "."
            if dotted and match.group("half") is None:
                continue  # a decimal number
            readings: set[Reading] = {_clock(hour, minute)}
            if match.group("minute_h") is None and match.group("minute") is None and self.language == "fr":
                readings.add(Fraction(hour))
            self.add(start, end, "time", readings)

    def fractions(self) -> None:
        for match in _FRACTION.finditer(self.text):
            if self.free(*match.span()) and (below := int(match.group(2))):
                above = int(match.group(1))
                self.add(match.start(), match.end(), "number", (Fraction(above, below), f"{above}/{below}"))
        for match in re.finditer(f"[{''.join(_VULGAR)}]", self.text):
            self.add(match.start(), match.end(), "number", (Fraction(*_VULGAR[match.group()]),))

    def digits(self) -> None:
        for match in _NUMBER.finditer(self.text):
            if self.free(*match.span()):
                self._digits(match.start(), match.end())

    def _digits(self, start: int, end: int) -> None:
        text, language = self.text, self.language
        readings = set(_readings_of_digits(text[start:end], language))
        before = text[start - 1] if start else " "
        if before == "m" and text[start:end] in ("2", "3"):
            return  # km2
        if before.isalpha() or (before == "-" and start > 1 and text[start - 2].isalpha()):
            self.add(start, end, "label", readings)
            return
        unit = _CURRENCY.get(before, "")
        percent = _PERCENT.match(text, end)
        if percent:
            self.add(start, percent.end(), "percent", readings, "%")
            return
        ordinal = _ORDINAL[language].match(text, end)
        if ordinal:
            self.add(start, ordinal.end(), "ordinal", readings)
            return
        readings |= self._decade(start, end)
        hours = _HOURS.match(text, end)
        if hours and (hours.group("minute") or text[start:end].isdigit()) and int(text[start:end]) <= 24:
            minute = int(hours.group("minute") or 0)
            readings.add(_clock(int(text[start:end]), minute))
            end = hours.end()
        scale, scaled_end, certain = _scale(text, end, language)
        if scale > 1:
            scaled: set[Reading] = {value * scale for value in readings if isinstance(value, Fraction)}
            if _HALF_MORE.match(text, scaled_end):
                scaled |= {value + Fraction(scale, 2) for value in scaled if isinstance(value, Fraction)}
            readings = scaled if certain else readings | scaled
            end = scaled_end
        currency = _UNIT.match(text, end)
        if currency and currency.group("unit"):
            unit = _CURRENCY[currency.group("unit")]
        self.add(start, end, "number", readings, unit)

    def _decade(self, start: int, end: int) -> set[Reading]:
        """The other readings of `années 60`, `1960s`, `'08` and of the end of `2008-09`."""
        digits = self.text[start:end]
        if not digits.isdigit() or len(digits) not in (2, 4):
            return set()
        value = int(digits)
        before = self.text[max(0, start - 7) : start]
        plural = self.text[end : end + 2].strip("'’") in ("s", "s ", "s,", "s.") or self.text[end : end + 1] == "s"
        if len(digits) == 4:
            return {Fraction(value % 100)} if plural and value % 10 == 0 else set()
        abbreviated = before.endswith(("'", "’", "-", "–", "/")) or before.lower().endswith(("années ", "années\u00a0"))
        return {Fraction(1900 + value), Fraction(2000 + value)} if plural or abbreviated else set()

    def ranges(self) -> None:
        """Gives the first number of `3 à 5 millions` the second one's scale as a further reading."""
        link = re.compile(r"\s?(?:à|et|ou|to|and|or|-|–)\s?")
        for index, (first, second) in enumerate(zip(self.found, self.found[1:], strict=False)):
            if first.kind != "number" or second.kind not in ("number", "percent"):
                continue
            if link.fullmatch(self.text, first.span.end, second.span.start) is None:
                continue
            more: set[Reading] = set()
            for scale in (10**3, 10**6, 10**9):
                if any(isinstance(value, Fraction) and value >= scale and value % 1 == 0 for value in second.readings):
                    more |= {value * scale for value in first.readings if isinstance(value, Fraction)}
            self.found[index] = first._replace(readings=first.readings | more)

    def months(self) -> None:
        """Months beside a number or a year: `mars` and `may` alone are too often something else."""
        names = {name: number for number, name in enumerate(MONTHS[self.language], 1)} | _MONTH_SHORT[self.language]
        pattern = _MONTH_PATTERNS[self.language]
        digit_near = re.compile(r"\d")
        for match in pattern.finditer(self.text):
            around = self.text[max(0, match.start() - 6) : match.start()], self.text[match.end() : match.end() + 6]
            near = any(digit_near.search(part) for part in around)
            name = match.group(1)
            number = names[name.lower() if self.language == "fr" else name]
            distinct = name.lower() not in ("mars", "mai", "may", "march")
            kind = "month" if near else "word"
            if near or distinct:
                self.add(match.start(1), match.end(1), kind, (f"month:{number}",))

    def romans(self) -> None:
        for match in _ROMAN.finditer(self.text):
            numeral, ordinal = match.group(1), match.group("ordinal")
            if numeral in _NOT_ORDINAL or not self.free(*match.span()):
                continue
            value = Fraction(roman_value(numeral))
            if ordinal and self.language == "fr":
                kind = "century" if _CENTURY.match(self.text, match.end()) else "roman"
                self.add(match.start(), match.end(), kind, (value,))
                continue
            before = self.text[max(0, match.start() - _LONGEST_NAME) : match.start()].rstrip()
            named = before[-1:].isalpha() and before.split()[-1][:1].isupper()
            if not ordinal and numeral not in _NOT_ROMAN and (len(numeral) > 1 or named):
                self.add(match.start(), match.end(), "roman", (value,))

    def words(self) -> None:
        for span, values in find_number_words(self.text, self.language):
            if self.free(*span):
                self.add(*span, "word", values)


_MONTH_PATTERNS = {
    "fr": re.compile(
        rf"(?<!\w)({'|'.join(MONTHS['fr'])}|(?:{'|'.join(_MONTH_SHORT['fr'])})(?=\.))(?!\w)", re.IGNORECASE
    ),
    "en": re.compile(rf"(?<!\w)({'|'.join(MONTHS['en'])}|{'|'.join(_MONTH_SHORT['en'])})(?!\w)"),
}


def find_numbers(text: str, language: str, *, words: bool = True) -> list[Number]:
    """The numbers of `text` in order of position; `language` is `fr` or `en`.

    With `words` false, numbers in words and months without a digit beside them are passed over.
    Digits inside URLs and e-mail addresses are not numbers.
    """
    scanner = _Scanner(text, language)
    if any(character.isdigit() for character in text) or not text.isascii():
        scanner.runs()
        scanner.urls()
        scanner.dates()
        scanner.clock()
        scanner.fractions()
        scanner.digits()
        scanner.found.sort()
        scanner.ranges()
    scanner.months()
    scanner.romans()
    if words:
        scanner.words()
    found = [number for number in scanner.found if words or number.kind != "word"]
    return sorted(found, key=lambda number: number.span)


class Comparison(NamedTuple):
    """Numbers of one side that nothing on the other side equals, in order of position."""

    lost: list[Number]
    added: list[Number]


_REQUIRED = {"number", "percent", "time", "month", "century", "ordinal", "label"}


def compare_numbers(source: Sequence[Number], target: Sequence[Number]) -> Comparison:
    """What of `source` is missing in `target` and the reverse.

    Numbers in words (and roman numerals outside a century) answer for digits on the other side but
    need no answer themselves. A number that occurs twice needs one counterpart only.
    """
    left: set[Reading] = set().union(*(number.readings for number in source))
    right: set[Reading] = set().union(*(number.readings for number in target))
    return Comparison(
        [number for number in source if number.kind in _REQUIRED and not number.readings & right],
        [number for number in target if number.kind in _REQUIRED and not number.readings & left],
    )
