"""Short hashes that tell whether a segment, or a whole document, is still the one a reviewer saw."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pipeline.bitext import Bitext


def segment_hash(source: str) -> str:
    """Sixteen hexadecimal digits for a source segment, exactly as it stands."""
    return hashlib.blake2b(source.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def target_hash(target: str) -> str:
    """Sixteen hexadecimal digits for a target, whatever pages and Office programs do to white space and controls."""
    letters = (
        letter for letter in target if letter.isprintable() and letter != " " and not "\u2400" <= letter <= "\u2426"
    )
    return segment_hash("".join(letters))


def content_hash(bitexts: Iterable[Bitext]) -> str:
    """Sixteen hexadecimal digits for names, ids and sources; targets do not count.

    So edits saved under it are still found after the same text has been translated anew.
    """
    digest = hashlib.blake2b(digest_size=8)
    for bitext in bitexts:
        digest.update(f"{bitext.name}\0".encode("utf-8", "surrogatepass"))
        for unit in bitext.units:
            digest.update(f"{unit.id}\0{segment_hash(unit.source)}\n".encode())
    return digest.hexdigest()
