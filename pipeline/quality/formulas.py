"""Formulas that close a letter: French has a sentence where English has two words."""

from __future__ import annotations

import re

_FRENCH = re.compile(
    r"\W*(?:(?:veuillez|je vous prie|nous vous prions|vous voudrez bien|daignez)\b.{0,60}?"
    r"\b(?:agréer|recevoir|croire|accepter)\b|(?:recevez|agréez|croyez)\b.{0,90}?\b(?:salutations|sentiments|assurance|"
    r"expression|considération|vœux)|(?:dans l['’]attente|en vous (?:remerciant|souhaitant|priant))\b.{0,120}?"
    r"\b(?:agréer|salutations|sentiments)\b|(?:avec|mes|nos|sincères|meilleures)\b.{0,50}?\b(?:salutations|sentiments))",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\W*(?:(?:i am|we (?:are|remain)|i remain)[, ]*)?(?:yours(?: very)?(?: sincerely| faithfully| truly)?|"
    r"(?:very )?(?:sincerely|faithfully|respectfully|cordially|truly)(?: yours)?|"
    r"(?:with )?(?:my |our )?(?:kind(?:est)?|best|warm(?:est)?)? ?(?:regards|wishes))"
    r"(?:[, ]+(?:dear )?(?:sir|madam|sirs|mr|ms)\b.{0,20})?\W*",
    re.IGNORECASE,
)


def closes_letter(source: str, target: str) -> bool:
    """Whether the source is a French formula that closes a letter and the target nothing but an English one."""
    return _ENGLISH.fullmatch(target) is not None and _FRENCH.match(source) is not None
