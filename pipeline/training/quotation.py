"""Quotation marks that agree: pairs whose sides do not quote alike teach a model to drop them."""

from __future__ import annotations

import re

from pipeline.text.quotation import CLOSING_SINGLE, OPENING_SINGLE

ENGLISH_MARK = '"'
"""What the English side quotes with, at both ends."""

_MARK = re.compile('["“”„«»]')
_SINGLE = re.compile(rf"{OPENING_SINGLE}(.+?){CLOSING_SINGLE}")


def count_marks(text: str) -> int:
    """How many double quotation marks of any shape a text holds; two are one quotation."""
    return len(_MARK.findall(text))


def quoted_alike(french: str, english: str) -> str:
    """The English side with straight double marks, also for the single ones of British printers.

    Single ones are only taken for quotation marks where as many pairs of them stand there as the French
    has more double ones.
    """
    english = _MARK.sub(ENGLISH_MARK, english)
    lacking = count_marks(french) - count_marks(english)
    if lacking > 0 and 2 * len(_SINGLE.findall(english)) == lacking:
        english = _SINGLE.sub(rf"{ENGLISH_MARK}\1{ENGLISH_MARK}", english)
    return english
