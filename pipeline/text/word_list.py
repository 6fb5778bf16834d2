"""French word forms and how common they are, from the list that ships (made by `benchmarks/word_list.py`)."""

from __future__ import annotations

import gzip
import unicodedata
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def french_words() -> dict[str, int]:
    """Forms, in the case in which they stand inside a sentence, with the power of two next above their count."""
    packed = Path(__file__).with_name("words.fr.gz").read_bytes()
    lines = gzip.decompress(packed).decode("utf-8").split("\n")
    return {form: int(count) for form, _, count in (line.partition("\t") for line in lines) if form}


@lru_cache(maxsize=1)
def french_spellings() -> dict[str, tuple[str, ...]]:
    """The forms that share their letters when case and accents are left aside, the most common first."""
    found: dict[str, list[str]] = {}
    for form in french_words():
        found.setdefault(bare(form), []).append(form)
    return {
        letters: tuple(sorted(forms, key=lambda form: (-french_words()[form], not form.islower(), form)))
        for letters, forms in found.items()
    }


def bare(word: str) -> str:
    """`word` in lower case without accents; œ and æ are two letters."""
    decomposed = unicodedata.normalize("NFD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))
