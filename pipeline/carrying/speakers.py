"""Who speaks in a play or an interview: `JEAN. – Entrez.`, `LE COMTE, bas. – Non.`, `MARIE : Où ça ?`"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.bitext import Span
from pipeline.carrying.capitals import in_capitals
from pipeline.text.word_list import bare, french_spellings

_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_NAME = rf"{_CAPITAL}(?:{_CAPITAL}|['’-])*{_CAPITAL}"
_SPEAKER = re.compile(
    rf"(?P<name>{_NAME}(?:\s+{_NAME}){{0,3}})"
    r"(?:(?P<open>\s*[,(]\s*)(?P<aside>[a-zà-öø-ÿ][^.()\n–—:]{1,80}?)(?P<close>\s*\)?\s*\.?\s*[–—-]\s+|\s*\)\s*\.\s*)"
    r"|(?P<end>\s*\.?\s*[–—]\s+|\.\s*-\s+|\.\s+)|(?P<colon>\s*:\s+))"
    r"(?=[«“\"…(¡¿]?\s*[^\W\d_].{0,3}[a-zà-öø-ÿ])"
)


class Speaker(NamedTuple):
    """What of a text's head is copied: signs that divide its parts, a name among them, and a name inside its part."""

    dividers: tuple[Span, ...] = ()
    carried: Span | None = None


def speaker(text: str, known: Callable[[str], bool] = lambda name: False) -> Speaker:
    """Who speaks at the head of `text`; usually nobody.

    A name is copied: with the signs behind it, or, before a colon, inside the sentence. One that is made of ordinary
    words (`LE COMTE`), or that a glossary knows (`known`), is a part of its own, and only the signs are copied.
    """
    match = _SPEAKER.match(text)
    if match is None or text.isupper():
        return Speaker()
    name = match["name"]
    translated = known(name) or (in_capitals(name) and not _may_be_a_name(name))
    if match["colon"] is not None:
        return Speaker(carried=None if translated else Span(0, match.end("name")))
    start = match.end("name") if translated else 0
    if match["aside"] is None:
        return Speaker((Span(start, match.end("end")),))
    return Speaker((Span(start, match.end("open")), Span(match.start("close"), match.end("close"))))


def _may_be_a_name(word: str) -> bool:
    """Whether a single word is also written with a capital inside sentences: `Pierre`, `Rose`."""
    return any(form[0].isupper() for form in french_spellings().get(bare(word), ()))
