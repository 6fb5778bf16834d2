"""`bitexte corpus stats`, `merge`, `dedupe`, `split` and `sample`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.progress import Bar
from pipeline.cli.streams import print_result
from pipeline.errors import OptionError

if TYPE_CHECKING:
    from pipeline.corpus.sources import CorpusSource, SourcedUnit

_PATH = click.Path(path_type=Path)
_FILES = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
_OUT = click.option("--out", metavar="FILE", type=_PATH, required=True, help="The result; its ending gives the format.")
_FORMATS = click.option(
    "--formats",
    metavar="NAMES",
    help="Formats to write, with commas between: tsv, moses, tmx, jsonl, parquet; --out is then what names begin with.",
)
_SEED = click.option("--seed", metavar="N", type=int, default=1, show_default=True, help="Another draw.")


@click.command("stats", short_help="Count what corpora are made of.")
@_FILES
@click.option("--json", "as_json", is_flag=True, help="As JSON instead of a table.")
def stats_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Count pairs, words, characters, vocabulary, lengths, duplicates, documents and origins of each FILE.

    FILE is what `corpus build` reads, but for texts that have to be aligned. With several, a last column
    holds all together.
    """
    from pipeline.corpus.sources import find_sources, read_all
    from pipeline.corpus.statistics import Count, as_record, as_table

    sources = find_sources(files)
    total, found = Count(), {}
    with Bar(label="pairs") as bar:
        for source in sources:
            count = total if len(sources) == 1 else Count()
            count.add(read_all([source], bar.reach))
            if count is not total:
                total.merge(count)
            found[source.name] = count.statistics()
    _say_left_out(sources)
    if len(sources) > 1:
        found["all"] = total.statistics()
    if as_json:
        import json

        click.echo(json.dumps(as_record(found), indent=2, ensure_ascii=False))
    else:
        click.echo(as_table(found))


@click.command("merge", short_help="Put corpora of any formats into one.")
@_FILES
@_OUT
@_FORMATS
def merge_command(files: tuple[Path, ...], out: Path, formats: str | None) -> None:
    """Put all pairs of the FILES into one corpus, in order; documents keep their names, units get new ids."""
    from pipeline.corpus.sources import find_sources, read_all
    from pipeline.corpus.writing import find_targets, refuse_overwriting, write_entries

    sources, targets = find_sources(files), find_targets(out, _names(formats))
    refuse_overwriting(sources, (path for _, paths in targets for path in paths))
    with Bar(label="pairs") as bar:
        written = write_entries(lambda: read_all(sources, bar.reach), targets)
    _say_left_out(sources)
    for path in written:
        print_result(path)


@click.command("dedupe", short_help="Drop repeated pairs.")
@_FILES
@_OUT
@_FORMATS
@click.option(
    "--by",
    type=click.Choice(("both", "source", "target")),
    default="both",
    show_default=True,
    help="The side that has to be equal.",
)
@click.option("--near", is_flag=True, help="Also where only case, digits and punctuation differ.")
def dedupe_command(files: tuple[Path, ...], out: Path, formats: str | None, by: str, near: bool) -> None:
    """Write the pairs of the FILES that no pair before them repeats, in order.

    White space, the kind of quotes and the composition of characters make no difference.
    """
    from pipeline.corpus.selection import without_repeats
    from pipeline.corpus.sources import find_sources, read_all
    from pipeline.corpus.writing import find_targets, refuse_overwriting, write_entries

    sources, targets = find_sources(files), find_targets(out, _names(formats))
    refuse_overwriting(sources, (path for _, paths in targets for path in paths))
    counts: Counter[str] = Counter()

    def read() -> Iterator[SourcedUnit]:
        counts.clear()
        return without_repeats(read_all(sources, bar.reach), by=by, near=near, counts=counts)

    with Bar(label="pairs") as bar:
        written = write_entries(read, targets)
    click.echo(f"{counts.total()} pairs read, {counts['dropped']} dropped", err=True)
    _say_left_out(sources)
    for path in written:
        print_result(path)


@click.command("split", short_help="Part a corpus for training, tuning and testing.")
@click.argument("file", metavar="FILE", type=_PATH)
@click.option("--out", metavar="DIR", type=_PATH, required=True, help="Folder for the parts.")
@click.option("--dev", metavar="N|SHARE", default="0", help="Pairs to tune on: 2000, or 0.01, or 1%.")
@click.option("--test", metavar="N|SHARE", default="0", help="Pairs to test on: 2000, or 0.01, or 1%.")
@_SEED
@click.option("--formats", metavar="NAMES", help="tsv, moses, tmx, jsonl, parquet.  [default: as FILE]")
def split_command(file: Path, out: Path, dev: str, test: str, seed: int, formats: str | None) -> None:
    """Part FILE into train, dev and test, documents whole and no sentence in two parts.

    What would stand in two parts, such as a train pair whose English is in test, goes to overlap.
    """
    from pipeline.corpus.sources import find_sources, read_all
    from pipeline.corpus.splitting import parse_amount, split_corpus
    from pipeline.formats.registry import CORPUS_WRITERS, select_writers

    (source,) = find_sources([file])
    amounts = parse_amount("--dev", dev), parse_amount("--test", test)
    writers = select_writers(_names(formats) or [_format_of(source)], CORPUS_WRITERS)
    with Bar(label="pairs") as bar:
        split = split_corpus(
            source,
            out,
            writers,
            dev=amounts[0],
            test=amounts[1],
            seed=seed,
            read=lambda: read_all([source], bar.reach),
        )
    for part, units in split.units.items():
        documents = f" in {split.documents[part]} documents" if part in split.documents else ""
        click.echo(f"{part}: {units} pairs{documents}", err=True)
    for path in split.files:
        print_result(path)


@click.command("sample", short_help="Draw pairs at random.")
@_FILES
@_OUT
@_FORMATS
@click.option("--size", metavar="N", type=click.IntRange(min=1), required=True, help="Pairs to draw.")
@_SEED
@click.option("--by-length", is_flag=True, help="As many short as long ones.")
def sample_command(
    files: tuple[Path, ...], out: Path, formats: str | None, size: int, seed: int, by_length: bool
) -> None:
    """Draw N pairs of the FILES at random, in their order; the same ones for the same seed."""
    from pipeline.corpus.selection import sample
    from pipeline.corpus.sources import find_sources, read_all
    from pipeline.corpus.writing import find_targets, refuse_overwriting, write_entries

    sources, targets = find_sources(files), find_targets(out, _names(formats))
    refuse_overwriting(sources, (path for _, paths in targets for path in paths))
    with Bar(label="pairs") as bar:
        drawn = sample(read_all(sources, bar.reach), size, seed=seed, by_length=by_length)
    _say_left_out(sources)
    if len(drawn) < size:
        click.echo(f"bitexte: there are {len(drawn)} pairs only", err=True)
    for path in write_entries(lambda: drawn, targets):
        print_result(path)


COMMANDS = (stats_command, merge_command, dedupe_command, split_command, sample_command)


def names_of(formats: str) -> list[str]:
    """The names in a list with commas. Raises OptionError where there is none."""
    names = [name.strip() for name in formats.split(",") if name.strip()]
    if not names:
        raise OptionError("--formats: names no format; valid, with commas between: tsv, moses, tmx, jsonl, parquet")
    return names


def _say_left_out(sources: Iterable[CorpusSource]) -> None:
    """What the last reading of each source left out."""
    from pipeline.formats.tmx_reading import said_left_out

    for source in sources:
        if source.left_out:
            click.echo(f"bitexte: {source.path}: {said_left_out(source.left_out)}", err=True)


def _names(formats: str | None) -> list[str] | None:
    return None if formats is None else names_of(formats)


def _format_of(source: CorpusSource) -> str:
    """The format that a source is in, to write its parts in."""
    name = source.files[0].name.lower()
    return next((format_ for ending, format_ in _OWN_FORMATS.items() if name.endswith(ending)), "tsv")


_OWN_FORMATS = {".fr": "moses", ".tmx": "tmx", ".tmx.gz": "tmx", ".jsonl": "jsonl", ".parquet": "parquet"}
