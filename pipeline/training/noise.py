"""The typography of real French on the source side, so that a model meets it in training."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

_GUILLEMETS = re.compile(r"«\s*([^«»]*?)\s*»")
_HIGH_SIGN = re.compile(r"\s*([:;!?])(?=\s|$)")
_ACCENTED_CAPITAL = re.compile(r"[À-ÖØ-ÝŒŸ]")
_QUOTED = ("«\u00a0{}\u00a0»", "«\u202f{}\u202f»", "«{}»", "« {} »", '"{}"', "“{}”")


def straighten_apostrophes(text: str, chance: random.Random) -> str:
    """`’` as `'`."""
    return text.replace("’", "'")


def curl_apostrophes(text: str, chance: random.Random) -> str:
    """`'` as `’`."""
    return text.replace("'", "’")


def vary_quotes(text: str, chance: random.Random) -> str:
    """Guillemets with another space inside them, or as English quotation marks."""
    style = chance.choice(_QUOTED)
    return _GUILLEMETS.sub(lambda match: style.format(match[1]), text)


def vary_spaces(text: str, chance: random.Random) -> str:
    """Another space, or none, before `:`, `;`, `!` and `?`."""
    space = chance.choice(("", " ", "\u00a0", "\u202f"))
    return _HIGH_SIGN.sub(lambda match: space + match[1] if match.start() else match[0], text)


def strip_accents(text: str, chance: random.Random) -> str:
    """No accents or cedillas at all, as from an old keyboard."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def strip_capitals(text: str, chance: random.Random) -> str:
    """No accents on capitals (`Etat`)."""
    return _ACCENTED_CAPITAL.sub(lambda match: strip_accents(match[0], chance), text)


def upper_case(text: str, chance: random.Random) -> str:
    """ALL CAPITALS, as in headlines."""
    return text.upper()


def lower_case(text: str, chance: random.Random) -> str:
    """No capitals at all."""
    return text.lower()


NOISES: dict[str, tuple[float, Callable[[str, random.Random], str]]] = {
    "straight-apostrophes": (0.35, straighten_apostrophes),
    "curled-apostrophes": (0.35, curl_apostrophes),
    "quotes": (0.5, vary_quotes),
    "spaces": (0.2, vary_spaces),
    "bare-capitals": (0.1, strip_capitals),
    "no-accents": (0.03, strip_accents),
    "upper-case": (0.02, upper_case),
    "lower-case": (0.02, lower_case),
}
"""Each kind of noise with the share of the sentences it is tried on; applied in this order."""


def add_noise(text: str, chance: random.Random) -> str:
    """A French sentence as some newspaper or keyboard might have it: same words, other typography.

    White space changes only where French typography has it; no word is added, lost or moved.
    """
    for share, change in NOISES.values():
        if chance.random() < share:
            text = change(text, chance)
    return text
