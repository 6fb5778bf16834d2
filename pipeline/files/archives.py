"""Zip archives: looked over before a library unpacks them."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import BinaryIO

from pipeline.errors import BitexteError, FormatError
from pipeline.files.limits import HARMLESS, limits, raised_by

UNREADABLE = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError),
    *(ValueError, IndexError, struct.error, OverflowError),  # for places that lie outside the file
)
"""What zipfile raises for a damaged, encrypted or unknown archive."""

_MOST_ENTRIES = 10_000
_BLOCK = 1 << 20


def require_harmless(path: object, stream: BinaryIO) -> None:
    """Raise FormatError for an archive that is broken, or that unpacks to more bytes or more XML than the limits allow.

    path: what messages call it. The stream is put back to its start. zipfile never unpacks more of an entry than the
    archive declares.
    """
    try:
        with zipfile.ZipFile(stream) as file:
            entries = [entry for entry in file.infolist() if not entry.is_dir()]
            packed = stream.seek(0, 2)
            refuse_grown(path, entries, packed, limits().growth)
            limits().require("whole", sum(entry.file_size for entry in entries), path, "bytes when unpacked")
            if sum(entry.file_size for entry in entries) > HARMLESS:
                limits().require("marks", sum(_marks(file, entry) for entry in entries), path, "marks of XML")
    except BitexteError:
        raise
    except UNREADABLE as error:
        raise FormatError(f"{path}: broken file: {error}") from error
    stream.seek(0)


def refuse_grown(path: object, entries: Sequence[zipfile.ZipInfo], packed: int, growth: int) -> None:
    """Raise FormatError for more entries than any honest archive has, or where they grow more than `growth` times."""
    if len(entries) > _MOST_ENTRIES:
        raise FormatError(f"{path}: refused: {len(entries):,} entries; at most {_MOST_ENTRIES:,}")
    size = sum(entry.file_size for entry in entries)
    if size > HARMLESS and size > growth * packed:
        raise FormatError(
            f"{path}: refused: {packed:,} bytes become {size:,} when unpacked, more than {growth:,} times as many"
            + raised_by("growth")
        )


def count_marks(data: bytes) -> int:
    """About how many nodes the XML in `data` makes: tags, attributes, entities."""
    return data.count(b"<") + data.count(b"=") + data.count(b"&")


def _marks(file: zipfile.ZipFile, entry: zipfile.ZipInfo) -> int:
    count = 0
    if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        with file.open(entry) as stream:
            while block := stream.read(_BLOCK):
                count += count_marks(block)
    return count
