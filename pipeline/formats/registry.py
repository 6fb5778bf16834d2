"""Writers of files by name. A new format is one file with a `Writer` and one line here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from pipeline.bitext import Bitext
from pipeline.errors import OptionError
from pipeline.formats.jsonl import JsonLinesWriter
from pipeline.formats.moses import MosesWriter
from pipeline.formats.parquet import ParquetWriter
from pipeline.formats.text import TextWriter
from pipeline.formats.tmx import TmxWriter
from pipeline.formats.tsv import TsvWriter


class Writer(Protocol):
    """Writes bitexts in one format.

    name: what `--formats` calls it. suffixes: what its files are called after the stem, in the order
    of `write`'s paths.
    """

    @property
    def name(self) -> str:
        """What `--formats` calls it."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """What comes after the stem in the name of each file."""

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes all bitexts, read once and in order, into one set of files.

        Returns how many characters had to be changed or dropped, by kind. Raises OutputError; no
        half-written file is left.
        """


@runtime_checkable
class ShardedWriter(Writer, Protocol):
    """A writer that deals a large corpus out to several files."""

    def require(self) -> None:
        """Raises OptionError where a package that it needs is not installed."""

    def write_shards(self, bitexts: Iterable[Bitext], folder: Path, stem: str) -> tuple[tuple[Path, ...], Counter[str]]:
        """Like `write`, into as many files as are needed; returns them too. Files of an earlier corpus go."""


WRITERS: dict[str, Writer] = {
    writer.name: writer for writer in (TextWriter(), TmxWriter(), MosesWriter(), TsvWriter(), JsonLinesWriter())
}
"""Files of a document; the page to review comes on top (`pipeline.workflow.writers`)."""

CORPUS_WRITERS: dict[str, Writer] = {name: WRITERS[name] for name in ("tsv", "moses", "tmx", "jsonl")} | {
    "parquet": ParquetWriter()
}
"""What a corpus is written in: formats that stream, and that a corpus can be read from again."""


def output_paths(writer: Writer, folder: Path, stem: str) -> tuple[Path, ...]:
    """Where a writer's files go: `folder/<stem><suffix>`, in the order `write` wants them."""
    return tuple(folder / f"{stem}{suffix}" for suffix in writer.suffixes)


def select_writers(names: Sequence[str], among: Mapping[str, Writer] = WRITERS) -> list[Writer]:
    """The writers of these names, in the registry's order.

    Raises OptionError for an unknown name, or one whose package is not installed.
    """
    for name in names:
        if name not in among:
            raise OptionError(f"--formats: unknown format {name!r}; valid are {', '.join(among)}")
    chosen = [writer for name, writer in among.items() if name in names]
    for writer in chosen:
        if isinstance(writer, ShardedWriter):
            writer.require()
    return chosen


def write_corpus(writer: Writer, bitexts: Iterable[Bitext], folder: Path, stem: str) -> tuple[Path, ...]:
    """Writes a corpus of any size into `folder`, in shards where the writer has them; returns the files."""
    if isinstance(writer, ShardedWriter):
        return writer.write_shards(bitexts, folder, stem)[0]
    paths = output_paths(writer, folder, stem)
    writer.write(bitexts, paths)
    return paths
