"""From units on their way through a corpus to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pipeline.bitext import Bitext, Unit, unit_identifier
from pipeline.corpus.sources import CorpusSource, SourcedUnit, moses_half
from pipeline.errors import OptionError, OutputError

if TYPE_CHECKING:
    from pipeline.formats.registry import Writer

Target: TypeAlias = "tuple[Writer, tuple[Path, ...]]"
"""A writer and the files it writes."""

_UNITS = 1_000  # of a bitext handed to a writer at a time


def bitexts(entries: Iterable[SourcedUnit]) -> Iterator[Bitext]:
    """Each run of units of one document as a bitext called after it, in pieces that fit into memory.

    Units are numbered anew within the run; they lose their places in a text that is no longer at hand.
    """
    name, start = "", 0
    units: list[Unit] = []
    for document, unit in entries:
        if units and (document != name or len(units) == _UNITS):
            yield Bitext(name, tuple(units))
            start = start + len(units) if document == name else 0
            units = []
        name = document
        units.append(replace(unit, id=unit_identifier(start + len(units)), source_span=None, target_span=None))
    if units:
        yield Bitext(name, tuple(units))


def write_entries(read: Callable[[], Iterable[SourcedUnit]], targets: Sequence[Target]) -> list[Path]:
    """Writes what `read` gives, called once for each target, and returns the files. Raises OutputError."""
    written: list[Path] = []
    for writer, paths in targets:
        writer.write(bitexts(read()), paths)
        written += paths
    return written


def find_targets(out: Path, formats: Sequence[str] | None) -> list[Target]:
    """The writers and files that `--out` and `--formats` mean.

    Without formats the end of the name decides: `x.tmx`, `x.tsv`, `x.jsonl`, `x.parquet`, or `x.fr`,
    which brings `x.en` along. With formats, `out` is what their files' names begin with. Raises
    OptionError for an unknown name or a missing package, OutputError for a folder in the file's place.
    """
    from pipeline.formats.registry import CORPUS_WRITERS, output_paths, select_writers

    if formats is not None:
        return [(w, output_paths(w, out.parent, out.name)) for w in select_writers(formats, CORPUS_WRITERS)]
    if out.is_dir():
        raise OutputError(f"{out}: is a folder; --out names a file here, such as {out / 'corpus.tsv'}")
    if out.name.endswith(".fr"):
        (writer,) = select_writers(["moses"], CORPUS_WRITERS)
        return [(writer, (out, moses_half(out)))]
    for name, writer in CORPUS_WRITERS.items():
        if len(writer.suffixes) == 1 and out.name.endswith(writer.suffixes[0]):
            return [(select_writers([name], CORPUS_WRITERS)[0], (out,))]
    valid = [writer.suffixes[0] for writer in CORPUS_WRITERS.values() if len(writer.suffixes) == 1]
    raise OptionError(f"--out {out}: unknown ending; valid: {', '.join([*valid, '.fr'])}; or give --formats")


def refuse_overwriting(sources: Iterable[CorpusSource], paths: Iterable[Path]) -> None:
    """Raises OptionError where a result would take the place of what it is made from."""
    results = {path.resolve() for path in paths}
    for source in sources:
        for file in source.files:
            if file.resolve() in results or (file.suffix == ".fr" and moses_half(file).resolve() in results):
                raise OptionError(f"--out: {file} is a source; write the result elsewhere")
