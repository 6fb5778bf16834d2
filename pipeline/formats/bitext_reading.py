"""Readers of whole bitexts by the end of a file's name. A new format is one file with a reader and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.bitext import Bitext
from pipeline.errors import FormatError
from pipeline.formats.jsonl import iterate_jsonl, only_bitext
from pipeline.formats.tmx_reading import read_tmx


def _read_tmx(path: Path) -> Iterator[Bitext]:
    yield read_tmx(path)


READERS: dict[str, Callable[[Path], Iterable[Bitext]]] = {
    ".jsonl": iterate_jsonl,
    ".tmx": _read_tmx,
    ".tmx.gz": _read_tmx,
}
"""What gives back units with their mentions, flags and places, as a translation wrote them."""


def read_bitexts(path: Path) -> Iterator[Bitext]:
    """The bitexts of one file in order. Raises InputError, or FormatError for another kind of file or a broken one."""
    for ending, reader in READERS.items():
        if path.name.lower().endswith(ending):
            yield from reader(path)
            return
    raise FormatError(f"{path}: holds no bitext that can be read here; valid: {', '.join(READERS)}")


def read_bitext(path: Path) -> Bitext:
    """The one bitext of a file. Raises as `read_bitexts`, and FormatError where there is none or more than one."""
    return only_bitext(read_bitexts(path), path)
