"""What two sentences share that count as the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_NOT_LETTER = re.compile(r"[\W\d_]+")
_TYPOGRAPHY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def normal_form(text: str) -> str:
    """`text` composed (NFC), with single plain spaces and plain quotes and apostrophes; case stays."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY).split())


def bare_form(text: str) -> str:
    """The letters of `text`, case folded, with a space for everything between: no digits, no punctuation."""
    return _NOT_LETTER.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def key_of(*forms: str) -> int:
    """64 bits that stand for these strings in this order; 0 for blanks alone."""
    if not any(forms):
        return 0
    data = "\t".join(forms).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "little") or 1
