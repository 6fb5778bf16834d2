"""Bytes of a document to characters and back, so that what is not changed comes back byte for byte."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import InputError

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_KEEPING = "surrogateescape"


def decoded(data: bytes, label: str, declared: str | None = None) -> tuple[str, str, bool]:
    """The characters, their codec, and whether a byte order mark stood before them.

    A mark counts most, then what the document declares, then UTF-8 if it is that, else Windows-1252. Bytes that are no
    characters become lone surrogates, which `encoded` turns back. Raises InputError where bytes would not come back.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _kept(data[len(mark) :], encoding, label), encoding, True
    named = _known(declared)
    if named is None or named.startswith("utf-16"):  # a page that says so in ASCII is not
        try:
            return data.decode("utf-8"), "utf-8", False
        except UnicodeDecodeError:
            named = "cp1252"
    return _kept(data, named, label), named, False


def encoded(text: str, encoding: str, mark: bool) -> bytes:
    """The bytes of `text`, with a mark before them where there was one."""
    before = next((each for each, codec in _MARKS if codec == encoding), b"") if mark else b""
    return before + text.encode(encoding, _KEEPING)


def declared_in_xml(data: bytes) -> str | None:
    """The encoding in the declaration at the head of an XML file."""
    match = _DECLARED.search(data[:200])
    return match[1].decode("ascii", "replace") if match else None


def _known(declared: str | None) -> str | None:
    if declared is None:
        return None
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    # What calls itself Latin-1 or ASCII is Windows-1252 to every browser.
    return "cp1252" if name in ("iso8859-1", "ascii") else name


def _kept(data: bytes, encoding: str, label: str) -> str:
    try:
        text = data.decode(encoding, _KEEPING)
        if text.encode(encoding, _KEEPING) == data:
            return text
    except (UnicodeError, LookupError):
        pass
    raise InputError(f"{label}: is not intact {encoding}; convert it to UTF-8")


def writable(text: str, encoding: str) -> str:
    """The text with `?`, or a plain form, for each character that the encoding lacks."""
    try:
        text.encode(encoding)
        return text
    except UnicodeEncodeError:
        plain = text.translate(_PLAIN)
        return plain.encode(encoding, "replace").decode(encoding)


_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "→": "->", "\u202f": " "}
)
