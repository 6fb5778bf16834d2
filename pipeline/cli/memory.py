"""`bitexte memory`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.streams import print_result
from pipeline.errors import InputError, OptionError

if TYPE_CHECKING:
    from pipeline.bitext import Bitext, Unit
    from pipeline.memory.pairs import PairMemory

_PATH = click.Path(path_type=Path)
_MEMORY = click.argument("memory", metavar="MEMORY", type=_PATH)
_AT_ONCE = 1_000  # pairs of a bitext handed to a writer


@click.group("memory", short_help="Work on translation memories from elsewhere.")
def memory_group() -> None:
    """Work on translation memories: pairs from other programs that `translate --memory` uses first."""


@memory_group.command("import")
@_MEMORY
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
def import_command(memory: Path, files: tuple[Path, ...]) -> None:
    """Take the pairs of FILES into MEMORY.sqlite, a file that is quick to ask; made where it is not there.

    FILE is a TMX, TSV, CSV, XLIFF, PO, JSON Lines or Parquet file, x.fr beside x.en, an OmegaT project or a folder of
    such files. A file that was taken in before is taken anew where it has changed.
    """
    from pipeline.workflow.memories import COMPILED, import_memory

    if memory.suffix.lower() != COMPILED:
        raise OptionError(f"{memory}: the memory's name must end in {COMPILED}")
    warnings: list[str] = []
    with _opened(memory, new=True) as pairs:
        count = sum(import_memory(pairs, path, warnings) for path in files)
        for warning in warnings:
            click.echo(f"bitexte: {warning}", err=True)
        click.echo(f"{count:,} pairs read, {len(pairs):,} different ones in {memory}", err=True)
    print_result(memory)


@memory_group.command("export")
@_MEMORY
@click.argument("target", metavar="TARGET", type=_PATH)
def export_command(memory: Path, target: Path) -> None:
    """Write all pairs of MEMORY to TARGET: .tmx, .tsv, .jsonl, .parquet, or .fr for a Moses pair."""
    from pipeline.corpus.writing import find_targets

    ((writer, paths),) = find_targets(target, None)
    with _opened(memory) as pairs:
        writer.write(_bitexts(pairs), paths)
        click.echo(f"{len(pairs):,} pairs", err=True)
    for path in paths:
        print_result(path)


@memory_group.command("list")
@_MEMORY
@click.option("--search", metavar="TEXT", help="Print the pairs that hold TEXT on either side: a concordance.")
@click.option("--like", metavar="TEXT", help="Print the pair that is most like the French TEXT, with how like it is.")
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="Pairs to print for --search.")
def list_command(memory: Path, search: str | None, like: str | None, most: int) -> int:
    """List the files in MEMORY with the pairs they had, or the pairs that hold a text or are like one.

    Exits with 1 where nothing is found.
    """
    from pipeline.memory.matching import find

    with _opened(memory) as pairs:
        if like is not None:
            match = find(pairs, like)
            if match is not None:
                click.echo("\t".join((f"{match.score} %", match.pair.source, match.pair.target, match.difference)))
            return 0 if match is not None else 1
        if search is not None:
            found = pairs.search(search, most)
            for pair in found:
                click.echo(f"{pair.source}\t{pair.target}\t{pair.date[:8]}\t{Path(pair.file).name}")
            return 0 if found else 1
        for name, units in pairs.units().items():
            click.echo(f"{units}\t{name}")
        click.echo(f"{len(pairs):,} different pairs", err=True)
    return 0


@memory_group.command("prune")
@_MEMORY
@click.option(
    "--before", metavar="YEAR[-MONTH[-DAY]]", help="Remove pairs last changed before, and those without date."
)
@click.option("--seen-less-than", "least", type=click.IntRange(min=1), default=1, metavar="N", help="... N times.")
@click.option("--file", "name", metavar="FILE", type=_PATH, help="Remove what came from FILE.")
def prune_command(memory: Path, before: str | None, least: int, name: Path | None) -> None:
    """Remove pairs from MEMORY: old ones, rare ones, or those of one file."""
    if before is None and least == 1 and name is None:
        raise OptionError("memory prune: give --before, --seen-less-than or --file")
    with _opened(memory) as pairs:
        known = None if name is None else str(name.resolve())
        if known is not None and known not in pairs.units():
            raise OptionError(f"--file {name}: not in {memory}; `bitexte memory list` names its files")
        removed = pairs.prune(before=_date(before), least=least, name=known)
        click.echo(f"{removed:,} pairs removed, {len(pairs):,} left", err=True)


def _opened(path: Path, *, new: bool = False) -> PairMemory:
    from pipeline.memory.pairs import PairMemory

    if not new and not path.is_file():
        raise InputError(f"{path}: no such file")
    return PairMemory(path)


def _bitexts(pairs: PairMemory) -> Iterator[Bitext]:
    from pipeline.bitext import Bitext, Origin, Unit, unit_identifier

    units: list[Unit] = []
    for pair in pairs:
        units.append(Unit(unit_identifier(len(units)), pair.source, pair.target, len(units), origin=Origin.UNKNOWN))
        if len(units) == _AT_ONCE:
            yield Bitext("memory", tuple(units))
            units = []
    if units:
        yield Bitext("memory", tuple(units))


def _date(text: str | None) -> str:
    """The beginning of a date as TMX writes it."""
    import re

    if text is None:
        return ""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    if match is None:
        raise OptionError(f"--before {text}: valid are a year, a month or a day: 2015, 2015-06, 2015-06-30")
    return "".join(part or "" for part in match.groups())
