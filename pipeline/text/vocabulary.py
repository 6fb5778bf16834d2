"""Which words are English and which are French: spelling lists with frequencies, read when they are first needed.

The lists `spelling.*.json.gz` are those of pyspellchecker 0.9.1 as they are (T. Barrus, MIT; words of subtitles and
books, cleaned), about 160,000 English and 140,000 French forms: the package brings those of ten more languages. Both
together take about 0.3 s to read and 40 MB.
"""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path

_CLEARLY = 20  # times as frequent in French as in English
_COMMON, _COMMON_SHORT = 500, 20_000  # times in the English list


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """English forms in lower case, rare ones and some loans among them."""
    return frozenset(_counts("en"))


@lru_cache(maxsize=1)
def common_english_words() -> frozenset[str]:
    """The 24,000 or so commonest of `english_words`; of those under five letters only the 800 commonest."""
    counts = _counts("en")
    return frozenset(w for w, count in counts.items() if count >= (_COMMON if len(w) > 4 else _COMMON_SHORT))


@lru_cache(maxsize=1)
def french_only_words() -> frozenset[str]:
    """French forms in lower case that English has not, or at least twenty times less often: `dort`, not `chat`."""
    english, french = _counts("en"), _counts("fr")
    scale = sum(english.values()) / sum(french.values()) / _CLEARLY
    return frozenset(word for word, count in french.items() if count * scale > english.get(word, 0))


@lru_cache(maxsize=1)
def french_words() -> frozenset[str]:
    """French forms in lower case, rare ones and some loans among them; few names."""
    return frozenset(_counts("fr"))


def _counts(language: str) -> dict[str, int]:
    packed = Path(__file__).with_name(f"spelling.{language}.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return counts
