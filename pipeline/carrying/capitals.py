"""Texts in capitals: their French in lower case for the model, their English in capitals again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.bitext import Span
from pipeline.text.word_list import bare, french_spellings, french_words

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\Z")
_NOT_ROMAN = frozenset(("DIX", "MIL", "CIL", "VIL", "MI", "DI", "VI", "LI", "CI", "MIX", "CD", "DC", "MM", "CV", "MC"))
_ENOUGH = 4  # letters
_ACCENTED = re.compile("[ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ]")
_PARTICIPLES = frozenset(("eu", "pu", "du", "su", "vu", "lu", "dit", "fait", "mis", "pris", "tenu", "venu", "ouvert"))
_RARE = 5  # of two spellings, one that is 2^5 times rarer stands in no headline


def in_capitals(text: str) -> bool:
    """Whether `text` is written in capitals throughout: two words or more, or one that is an ordinary French word."""
    if not text.isupper():
        return False
    words = [match.group() for match in _WORD.finditer(text)]
    letters = sum(map(len, words))
    if letters < _ENOUGH:
        return False
    long = [word for word in words if len(word) > 1]
    if len(long) > 1:
        return any(_is_common(word) for word in long)
    return bool(long) and len(long[0]) >= _ENOUGH and _is_common(long[0])


def lowered(text: str, names: Sequence[tuple[Span, str]] = ()) -> str:
    """`text`, which is in capitals, in the case and with the accents of running text; of the same length.

    names: spans of `text` whose spelling is known, as long as they are. Other words take the case and the
    accents under which French has them most; unknown ones are taken for names.
    """
    characters = list(text)
    accents = _ACCENTED.search(text) is not None
    covered = [(span, spelling) for span, spelling in names if len(spelling) == span.end - span.start]
    for span, spelling in covered:
        characters[span.start : span.end] = spelling
    first = True
    for match in _WORD.finditer(text):
        span = Span(*match.span())
        if any(span.overlaps(other) for other, _ in covered):
            first = False
            continue
        word = _spelt(text, match, accents)
        if first and word[:1].islower():
            word = word[0].upper() + word[1:]
        first = False
        if len(word) == len(match.group()):
            characters[span.start : span.end] = word
    return "".join(characters)


def raised(text: str) -> str:
    """`text` in capitals, character for character."""
    return "".join(character.upper() if len(character.upper()) == 1 else character for character in text)


def _spelt(text: str, match: re.Match[str], accents: bool) -> str:
    """The word at `match` as running text spells it."""
    word = match.group()
    after = text[match.end() : match.end() + 1]
    if len(word) == 1:
        return _letter(text, match, accents) if word in "AÀYÔ" or after in ("'", "’") else word
    if len(word) <= 2 and after in ("'", "’"):
        return word.lower()
    if _ROMAN.match(word) and word not in _NOT_ROMAN:
        return word
    found = _candidates(word)
    if not found and "-" in word:
        return "-".join((_candidates(part) or [_named(part)])[0] for part in word.split("-"))
    previous = _word_before(text, match.start())
    if not accents and previous in ("A", "ONT", "EST", "SONT", "ETE", "AVAIT", "ETRE"):
        for form in found:
            if form.endswith(("é", "ée", "és", "ées")):
                return form
    return found[0] if found else _named(word)


def _candidates(word: str) -> list[str]:
    """The spellings that `word` may stand for, the most common first: its accents are kept, others may be missing."""
    words = french_words()
    options = [
        form
        for form in french_spellings().get(bare(word), ())
        if len(form) == len(word) and all(_fits(seen, meant) for seen, meant in zip(word, form, strict=True))
    ]
    if not options:
        return []
    most = words[options[0]]
    return [form for form in options if words[form] + _RARE >= most]


def _fits(seen: str, meant: str) -> bool:
    return meant.upper() == seen or bare(meant).upper() == seen


def _is_common(word: str) -> bool:
    found = _candidates(word)
    return bool(found) and found[0].islower()


def _named(word: str) -> str:
    """A word of which nothing is known: a name, or letters without a vowel, which stay."""
    if len(word) <= 3 or not re.search("[AEIOUYÀÂÉÈÊËÎÏÔÛÜ]", word):
        return word
    return word[0] + word[1:].lower()


def _letter(text: str, match: re.Match[str], accents: bool) -> str:
    """A word of one letter: elided, or `a`, `à`, `y`, `ô`."""
    word = match.group()
    if text[match.end() : match.end() + 1] in ("'", "’") or word != "A":
        return word.lower()
    if accents:
        return "a"
    following = _WORD.match(text, match.end() + 1)
    if following is None:
        return "à"
    after = following.group()
    done = any(form.endswith("é") for form in _candidates(after)) or after.lower() in _PARTICIPLES
    return "a" if done else "à"


def _word_before(text: str, position: int) -> str:
    words = _WORD.findall(text[max(0, position - 24) : position])
    return words[-1] if words else ""
