"""Keys of callers: random, known to the server by their SHA-256 alone.

The file has a line a key: a name, a tab, the hash in hexadecimal; `#` begins a comment. A key is as long as its hash
is hard to guess, so it needs no slow hash.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import OptionError
from pipeline.files.opening import read_whole
from pipeline.files.writing import atomic_text

_LINE = re.compile(r"([^\t]{1,100})\t([0-9a-f]{64})")


class Keys:
    """Names by the hashes of their keys; empty where everybody may call."""

    def __init__(self, hashes: Mapping[str, str] | None = None) -> None:
        self._hashes = dict(hashes or {})

    def __bool__(self) -> bool:
        """Whether keys are asked for."""
        return bool(self._hashes)

    def name_of(self, key: str) -> str | None:
        """Whose key it is. Every known hash is compared, and none of the comparisons says how much was right."""
        given = _hash(key)
        found = None
        for known, name in self._hashes.items():
            if secrets.compare_digest(known, given):
                found = name
        return found


def read_keys(path: Path) -> Keys:
    """The keys of a file. Raises InputError, or OptionError naming the line."""
    hashes = {}
    for number, line in enumerate(read_whole(path).decode("utf-8", "replace").split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            raise OptionError(f"--api-keys {path}: line {number}: valid is NAME, a tab, a SHA-256; --new-key makes one")
        hashes[match[2]] = match[1]
    if not hashes:
        raise OptionError(f"--api-keys {path}: holds no key; --new-key NAME makes one")
    return Keys(hashes)


def add_key(path: Path, name: str) -> str:
    """A new key for somebody, put into the file. Raises OptionError, OutputError."""
    if not re.fullmatch(r"[^\t\r\n#][^\t\r\n]{0,99}", name):
        raise OptionError(f"--new-key {name!r}: valid are 1 to 100 characters on one line, not beginning with #")
    before = read_whole(path).decode("utf-8") if path.exists() else ""
    key = secrets.token_urlsafe(32)
    with atomic_text(path) as stream:
        if os.name == "posix":
            os.fchmod(stream.fileno(), 0o600)
        stream.write(before + ("\n" if before and not before.endswith("\n") else "") + f"{name}\t{_hash(key)}\n")
    return key


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
