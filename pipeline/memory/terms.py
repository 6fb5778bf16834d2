"""Segments as tokens: what they are compared by, and what an index finds them by."""

from __future__ import annotations

import itertools
import re
import unicodedata
from zlib import crc32

from pipeline.text.characters import APOSTROPHES, HYPHENS
from pipeline.text.language import stop_words

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")
_ALIKE = {
    **dict.fromkeys(set(APOSTROPHES) - {"'"}, "'"),
    **dict.fromkeys(set(HYPHENS) - {"-"}, "-"),
    **dict.fromkeys("“”«»", '"'),
    "…": ".",
}
_COMMON = stop_words("fr")


def tokens(text: str) -> list[str]:
    """Words, runs of digits and signs, as they are written but for the kinds of quotes, apostrophes and hyphens."""
    return _TOKEN.findall(_alike(unicodedata.normalize("NFC", text)))


def token_spans(text: str) -> list[tuple[int, int]]:
    """Where the tokens stand in a composed text."""
    return [match.span() for match in _TOKEN.finditer(_alike(text))]


def segment_key(parts: list[str]) -> int:
    """A number that is equal for segments whose tokens differ in case alone (63 bits)."""
    joined = " ".join(parts).casefold().encode("utf-8", "surrogatepass")
    return (crc32(joined) << 31) ^ crc32(joined, 0x5F3759DF)


def index_terms(parts: list[str]) -> list[int]:
    """What an index holds of a segment, given its tokens, each once.

    Its words, and pairs of neighbours where both are among the commonest. Numbers count as one word, for they are what
    differs most often.
    """
    words = [token.lower() if token.isalpha() else "0" for token in parts if token.isalnum()]
    found = set(words)
    common = found & _COMMON
    if len(common) < len(found):
        found -= common
        if len(common) > 1:
            found.update(
                f"{left} {right}" for left, right in itertools.pairwise(words) if left in common and right in common
            )
    return [crc32(term.encode("utf-8", "surrogatepass")) for term in found]


def _alike(text: str) -> str:
    for sign, other in _ALIKE.items():
        if sign in text:
            text = text.replace(sign, other)
    return text
