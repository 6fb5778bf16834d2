"""The statistical half of the splitter: what Punkt learnt from a corpus, read from a small JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Evidence:
    """What training saw of one language. All words are in lower case, without their stop.

    abbreviations: words that Punkt takes for abbreviations. starters: words that begin sentences more
    often than chance allows. common: words that stand in lower case inside a sentence, so that a
    capital on them means that a sentence begins (or a title).
    """

    abbreviations: frozenset[str]
    starters: frozenset[str]
    common: frozenset[str]


def parameter_file(language: str) -> Path:
    """Where the learnt parameters of `language` lie."""
    return Path(__file__).with_name(f"punkt-{language}.json")


@cache
def evidence(language: str) -> Evidence:
    """The learnt parameters of `fr` or `en`, read once a process."""
    learnt = json.loads(parameter_file(language).read_text(encoding="utf-8"))
    abbreviations, starters, common = (
        frozenset(word for line in learnt[name] for word in line.split())
        for name in ("abbreviations", "starters", "common")
    )
    return Evidence(abbreviations, starters, common)
