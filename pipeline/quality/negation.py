"""Negations that are lost or come from nowhere: the shortest way to say the contrary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.text.vocabulary import common_english_words

_APART = r"(?:[^\W\d_]+['’]?[\s\u00a0-]*){0,3}?"
_VERB = r"[^\W\d_]+(?:-[^\W\d_]+)*"
# `ne` with its second half near by. `ne … que` says "only"; a bare `ne` may say nothing (`avant qu'il ne parte`).
_DENIES = re.compile(
    rf"\b(?:ne\s+|n['’]\s?){_APART}{_VERB}\s+{_APART}(?:pas|point|jamais|rien|aucune?|guère|nulle|nullement)\b"
    rf"|\b(?:ne\s+|n['’]\s?){_APART}{_VERB}\s+plus\b(?!\s+(?:de|que|qu['’]|d['’]))"
    rf"|\b(?:ne\s+|n['’]\s?){_APART}{_VERB}\s+personne\b"
    r"|\bne\s+(?:pas|plus|jamais|rien)\s"
    r"|\b(?:rien|personne|jamais|aucune?s?(?:\s[^\W\d_]+)?|nul)\s+(?:ne\s|n['’])",
    re.IGNORECASE,
)
_FRENCH_WORDS = re.compile(
    r"\b(?:ne|pas|non|ni|sans|aucune?s?|jamais|rien|personne|nul|nulle|nullement|guère|sauf|hormis|sinon|faute|loin|peu|"
    r"contrairement|impossib\w+|incapab\w+|manqu\w+|refus\w+|rejet\w+|échou\w+|échec\w*|évit\w+|empêch\w+|interdi\w+|"
    r"cess\w+|absen\w+|dépourvu\w*|dénu\w+|ni(?:e|er|ent|é|ait|ant)|démen\w+|renonc\w+|exclu\w+|ignor\w+|inutile\w*|"
    r"plutôt|défaut|plus|moins|seule?s?|seulement|rare\w*|difficile\w*|mal|inconnu\w*|trop|avant|hors|exempt\w*|"
    r"perd\w+|in[a-z]+(?:able|ible)s?)\b|\bn['’]",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|cannot|never|nothing|nobody|none|neither)\b|n['’]t\b", re.IGNORECASE)
_ENGLISH_WORDS = re.compile(
    r"\b(?:not|cannot|no|never|none|nothing|nobody|nowhere|neither|nor|without|hardly|barely|scarcely|rarely|seldom|"
    r"few|little|unless|lack(?:s|ed|ing)?|fail\w*|refus\w*|den(?:y|ie[sd]|ying|ial)|declin\w*|reject\w*|avoid\w*|"
    r"prevent\w*|stop\w*|ceas\w*|absen\w+|except\w*|instead|rather than|far from|ban(?:s|ned)?|exclu\w+|ignor\w+|"
    r"free of|free from|minus|missing|miss(?:es|ed)?|non|ain|prohibit\w*|forbid\w*|forbade|out of|zero|halt\w*|"
    r"longer|neglect\w*|rul\w+ out|short of|abandon\w*|quit|give up|gave up|unlike|too|resist\w*|only|until)\b"
    r"|n['’]t\b|\bnon-|less\b",
    re.IGNORECASE,
)
_PREFIXED = re.compile(r"\b(?:un|in|im|il|ir|dis|non|mis)([a-z]{3,})\b", re.IGNORECASE)
_FEW, _PART = 25, 0.3  # characters and share of the text by which places may differ
_NO_PREFIX = re.compile(
    r"in(?:side|come|crease|deed|form|stead|ten[dt]|put|sight|stall|terest|vest|to\b|vit)|im(?:port|pro[vs]|press|pos|pact)"
    r"|dis(?:cover|play|patch|pos|tan)|uni[ot]|under|until|miss",
    re.IGNORECASE,
)


class Negation(Check):
    """A negation of the source without any word in the target that denies, or the reverse.

    A source denies with `ne` and its second half; `ne … que`, a bare `ne` and everything that may be read in two ways
    do not count. A target denies with "not", "no", "without", but also with "fail", "unable" and their like.
    """

    code = "negation"
    severity = Severity.WARNING
    description = "a negation is lost or added"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag, at the negation that nothing answers."""
        if not both_sides(unit) or unit.source == unit.target:  # said by `untranslated`
            return
        here, there = _places(_DENIES, unit.source), _denials(unit.target)
        for span in here:
            if not _near(span, there, len(unit.source), len(unit.target)):
                yield self.flag(f"nothing in the translation denies as “{span.of(unit.source)}” does", source=span)
                return
        words = _places(_FRENCH_WORDS, unit.source)
        for span in _places(_NOT, unit.target):
            if not _near(span, words, len(unit.target), len(unit.source)):
                yield self.flag(f"nothing in the source says “{span.of(unit.target)}”", target=span)
                return


def _places(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [Span(*match.span()) for match in pattern.finditer(text)]


def _near(span: Span, others: list[Span], size: int, other_size: int) -> bool:
    """Whether one of `others` stands where the middle of `span` leads to expect it."""
    middle = (span.start + span.end) / 2 / size * other_size
    return any(abs((other.start + other.end) / 2 - middle) <= _FEW + _PART * other_size for other in others)


@lru_cache(maxsize=1024)
def _denials(english: str) -> list[Span]:
    found = _places(_ENGLISH_WORDS, english)
    for match in _PREFIXED.finditer(english):
        if not _NO_PREFIX.match(match.group()) and match.group(1).lower() in common_english_words():
            found.append(Span(*match.span()))
    return found
