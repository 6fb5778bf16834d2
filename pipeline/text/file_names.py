"""Which names may become the name of a file or folder that bitexte makes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

_MOST_BYTES = 200  # file systems take 255; what bitexte adds (`.fr-en.fr`, `.report.json`, …) needs the rest
_KEPT_BYTES = 150  # of a name that is too long
_FORBIDDEN = re.compile(r"[/\\\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def is_file_name(name: str) -> bool:
    """Whether `name` stays inside the folder it is used in and can be written there.

    Refused are the empty name, dots only, separators of any system, control characters, what Unicode or XML have for no
    character, and
    more than 200 bytes of UTF-8.
    """
    return bool(name.strip(". ")) and not _FORBIDDEN.search(name) and len(name.encode("utf-8")) <= _MOST_BYTES


def spelled(name: str) -> str:
    """A file's name as text that can be written: bytes that are not UTF-8 (which Python gives as lone surrogates) are
    read as Latin-1; any other half of a character becomes U+FFFD.
    """
    name = re.sub("[\udc80-\udcff]", lambda match: chr(ord(match[0]) - 0xDC00), name)
    return re.sub("[\ud800-\udfff]", "\ufffd", name)


def file_name(stem: str) -> str:
    """A name that can be written, as near to `stem` as may be: the name of a document after the name of its file.

    It is `spelled`; what may not stand in a name becomes `_`; leading dots, which would hide a folder, are dropped; a
    long name is cut and gets a hash of the whole.
    """
    name = _FORBIDDEN.sub("_", spelled(stem)).lstrip(".")
    if len(name.encode("utf-8")) > _MOST_BYTES:
        digest = hashlib.blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
        name = f"{name.encode('utf-8')[:_KEPT_BYTES].decode('utf-8', 'ignore')}-{digest}"
    return name if is_file_name(name) else "document"


def name_key(name: str) -> str:
    """Equal for names that differ in case or in how accents are composed: some file systems take them for one."""
    return unicodedata.normalize("NFC", name).casefold()


def distinct_names(stems: Iterable[str]) -> Iterator[str]:
    """A `file_name` for each stem, in order; later ones of the same name are numbered (`x`, `x-2`).

    Names are the same that have one `name_key`.
    """
    taken: set[str] = set()
    for stem in stems:
        base = name = file_name(stem)
        number = 1
        while (key := name_key(name)) in taken:
            number += 1
            name = f"{base}-{number}"
        taken.add(key)
        yield name
