"""What two sentences may share: words, pieces of words, cognates, numbers, punctuation.

A space of terms is one kind of evidence. Each sentence becomes the set of its terms in every space;
how much two sets share, weighted by rarity, is measured in `similarity`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from pipeline.languages import listing
from pipeline.languages.english import COMMON

_WORD = re.compile(r"[^\W\d_]+|\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<=[^\W_]['’ -])[A-ZÀ-Þ][^\W\d_]+")
_BETWEEN_DIGITS = re.compile(r"\D")
_CLAUSE = re.compile(r"[,;:!?]\s+|\s[-–—]+\s|…|\.\s+|[()\[\]]")
_FEWEST = 4  # words that make a clause
_MARKS = re.compile(r"[?!;:()\[\]…—–\"“”«»]|\.\.\.|--")
_SAME_MARK = {"“": '"', "”": '"', "«": '"', "»": '"', "...": "…", "—": "-", "–": "-", "--": "-", "[": "(", "]": ")"}
_FRENCH_ENDINGS = sorted(
    listing.words("""issaient issait issant issent issons irent eraient erait erons eront erez erai era eras aient aimes
        ions iez ames ates erent asse assent ait ais ant ants ante antes ees ee es er ez ons ent it
        is ie ies ites ir ira irait ues ue us ut urent ut e s a as ai al aux ales ale ement ment
        euse euses eux eur eurs ations ation"""),
    key=lambda ending: (-len(ending), ending),
)
_ENDINGS = ("ations", "ation", "ings", "ness", "ing", "ies", "ed", "es", "ly", "s")


@lru_cache(maxsize=1 << 17)
def fold(word: str) -> str:
    """`word` in lower case without accents and ligatures."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFD", word.lower().replace("œ", "oe").replace("æ", "ae").replace("ß", "ss"))
    return "".join(character for character in plain if not unicodedata.combining(character))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """A folded English word without its commonest endings; crude, but the same on both sides."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


@lru_cache(maxsize=1 << 17)
def french_stem(word: str) -> str:
    """A folded French word without the ending of its verb form, number or gender; as crude as `stem`."""
    for ending in _FRENCH_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and (len(ending) < 3 or len(word) - len(ending) >= 4):
            return word[: -len(ending)]
    return word


def words(text: str) -> list[str]:
    """The words and numbers of `text` in order, folded."""
    return [fold(match) for match in _WORD.findall(text)]


def word_terms(text: str) -> set[str]:
    """Stems of the content words of an English text."""
    return {stem(word) for word in words(text) if word not in COMMON}


def gram_terms(text: str) -> set[str]:
    """Runs of four letters inside the content words of a text, with the edges of words marked."""
    grams: set[str] = set()
    for word in words(text):
        if word in COMMON:
            continue
        edged = f"^{word}$"
        grams.update(edged[i : i + 4] for i in range(max(1, len(edged) - 3)))
    return grams


def surface_terms(text: str) -> set[str]:
    """What survives between languages: numbers, names, and the first letters of long words."""
    return {term if term[0] == "#" else term[:5] for term in _outstanding(text, 5)}


def mark_terms(text: str) -> set[str]:
    """The punctuation that translators keep: questions, exclamations, quotes, dashes, brackets."""
    counts = Counter(_SAME_MARK.get(mark, mark) for mark in _MARKS.findall(text))
    return {f"{mark}{number}" for mark, count in counts.items() for number in range(min(count, 3))}


def looks(text: str) -> set[str]:
    """Numbers as `#` and their digits, and the folded words that are long enough, or names, to be known elsewhere."""
    return _outstanding(text, 4)


def _outstanding(text: str, least: int) -> set[str]:
    """Numbers as `#` and their digits; folded, the words of at least so many letters, names of three."""
    found: set[str] = set()
    for match in _WORD.findall(text):
        if match[0].isdigit():
            found.add("#" + _BETWEEN_DIGITS.sub("", match))
        elif len(match) >= least or (len(match) >= 3 and match[0].isupper()):
            found.add(fold(match))
    return found


def names(text: str) -> set[str]:
    """The folded words of `looks` that are numbers, or begin with a capital inside the sentence."""
    found = {"#" + _BETWEEN_DIGITS.sub("", match) for match in _WORD.findall(text) if match[0].isdigit()}
    return found | {fold(match) for match in _NAME.findall(text) if len(match) >= 3}


def clauses(text: str) -> list[str]:
    """The parts of a sentence between commas, colons, dashes and brackets; those of few words go with what follows."""
    found: list[str] = []
    begun = 0
    for match in _CLAUSE.finditer(text):
        if text.count(" ", begun, match.start()) >= _FEWEST and text.count(" ", match.end()) >= _FEWEST - 1:
            found.append(text[begun : match.end()])
            begun = match.end()
    return [*found, text[begun:]]
