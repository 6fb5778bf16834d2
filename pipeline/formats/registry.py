"""All writers by name. A new format is one file with a `Writer` and one line here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from pipeline.bitext import Bitext
from pipeline.errors import OptionError
from pipeline.formats.jsonl import JsonLinesWriter
from pipeline.formats.moses import MosesWriter
from pipeline.formats.text import TextWriter
from pipeline.formats.tmx import TmxWriter
from pipeline.formats.tsv import TsvWriter
from pipeline.review.page import HtmlWriter


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


WRITERS: dict[str, Writer] = {
    writer.name: writer
    for writer in (TextWriter(), TmxWriter(), MosesWriter(), TsvWriter(), JsonLinesWriter(), HtmlWriter())
}


def output_paths(writer: Writer, folder: Path, stem: str) -> tuple[Path, ...]:
    """Where a writer's files go: `folder/<stem><suffix>`, in the order `write` wants them."""
    return tuple(folder / f"{stem}{suffix}" for suffix in writer.suffixes)


def select_writers(names: Sequence[str]) -> list[Writer]:
    """The writers of these names, in the registry's order. Raises OptionError for an unknown name."""
    for name in names:
        if name not in WRITERS:
            raise OptionError(f"--formats: unknown format {name!r}; valid are {', '.join(WRITERS)}")
    return [writer for name, writer in WRITERS.items() if name in names]
