"""Folded copies of French text: no case, accents, ligatures or kinds of apostrophe, hyphen and space.

Matching runs on the folded copy; offsets lead back to the raw text.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import dataclass

from pipeline.bitext import Span
from pipeline.text.characters import APOSTROPHES, HYPHENS

LIGATURES = {"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff"}

# Signs that make the folded text shorter or longer than the raw one: ligatures, combining marks,
# invisible characters, runs of white space, and white space after an apostrophe.
_CHANGES_LENGTH = re.compile(
    r"\s\s|['’ʼ‘`´]\s|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]|[" + "".join(LIGATURES) + "]"
)
_PLAIN = re.compile(r"[^\W_]+(?: [^\W_]+)*")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def base_letter(character: str) -> str:
    """The letter without its accents, case kept: `É` gives `E`."""
    return unicodedata.normalize("NFD", character)[0]


class _Folds(dict[int, str]):
    """Code point to folded character, filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = base_letter(character).lower()[:1] if character.isalnum() else " "
        self[code] = folded
        return folded


_FOLDS = _Folds()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text between two spaces. offsets: raw offset of each character, None where it is `i - 1`."""

    text: str
    offsets: tuple[int, ...] | None

    def raw_span(self, start: int, end: int) -> Span:
        """The raw characters that gave `text[start:end]`, combining marks of the last one included."""
        if self.offsets is None:
            return Span(start - 1, end - 1)
        return Span(self.offsets[start], self.offsets[end])

    def position(self, raw: int) -> int:
        """The first folded character that comes from raw offset `raw` or later."""
        if self.offsets is None:
            return raw + 1
        return bisect.bisect_left(self.offsets, raw, 1)


def fold(text: str) -> Folded:
    """Fold `text`: letters and digits in lower case without accents, everything else a space."""
    if _CHANGES_LENGTH.search(text) is None:
        return Folded(f" {text.translate(_FOLDS)} ", None)
    characters = [" "]
    offsets = [0]
    for index, character in enumerate(text):
        if unicodedata.combining(character) or character in _INVISIBLE:
            continue
        previous = text[index - 1] if index else ""
        if character.isspace() and (previous.isspace() or (previous and previous in APOSTROPHES)):
            continue
        for folded in LIGATURES.get(character, character).translate(_FOLDS):
            characters.append(folded)
            offsets.append(index)
    characters.append(" ")
    offsets.append(len(text))
    return Folded("".join(characters), tuple(offsets))


def aligned(text: str) -> str:
    """`text` with case and accents kept, one character for each one `fold` gives for it.

    Ligatures are opened, combining marks composed, every hyphen, apostrophe and space is a space;
    other signs stay, so that `Kim, Jong` and `Kim Jong` differ.
    """
    written: list[str] = []
    composed = unicodedata.normalize("NFC", text)
    if _PLAIN.fullmatch(composed) and _CHANGES_LENGTH.search(composed) is None:
        return composed
    for index, character in enumerate(composed):
        if unicodedata.combining(character) or character in _INVISIBLE:
            continue
        if character.isspace() or character in HYPHENS or character in APOSTROPHES:
            if written and written[-1] == " ":
                continue
            written.append(" ")
        else:
            opened = LIGATURES.get(character, character)
            if len(opened) > 1 and opened.isupper() and not composed[index + 1 : index + 2].isupper():
                opened = opened.capitalize()
            written.append(opened)
    return "".join(written)
