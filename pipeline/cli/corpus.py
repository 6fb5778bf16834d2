"""`bitexte corpus`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.progress import Bar
from pipeline.cli.streams import print_result
from pipeline.errors import OptionError

_PATH = click.Path(path_type=Path)


@click.group("corpus", short_help="Build a training corpus out of parallel text.")
def corpus_group() -> None:
    """Build a clean training corpus out of parallel text."""


@corpus_group.command("build")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=_PATH)
@click.option("--out", type=_PATH, required=True, help="Folder for the corpus.")
@click.option("--settings", type=_PATH, help="Thresholds and shares, in TOML; see `corpus settings`.")
@click.option("--formats", metavar="NAMES", default="tsv,moses", show_default=True, help="tsv, moses, tmx, jsonl.")
@click.option(
    "--licence",
    "licences",
    metavar="FILE=TEXT",
    multiple=True,
    help="Licence of a source, for the datasheet; may be repeated.",
)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that score.")
def build_command(
    sources: tuple[Path, ...],
    out: Path,
    settings: Path | None,
    formats: str,
    licences: tuple[str, ...],
    workers: int,
) -> None:
    """Score every pair of the SOURCES, decide, and write train, dev and test, what was rejected and why.

    SOURCE is a TMX, a TSV (French TAB English), a .jsonl of bitexte, or one half of a Moses pair. Scores
    are kept in the folder: a build that was stopped goes on, and other thresholds need no new scoring.
    """
    from pipeline.corpus.build import build_corpus
    from pipeline.corpus.settings import read_settings

    stated = {}
    for licence in licences:
        name, equals, text = licence.partition("=")
        if not equals or not name or not text:
            raise OptionError(f"--licence {licence}: must be FILE=TEXT, such as news.tmx=CC-BY-4.0")
        stated[name] = text
    with Bar(label="pairs") as bar:
        built = build_corpus(
            sources,
            out,
            None if settings is None else read_settings(settings),
            licences=stated,
            formats=[name.strip() for name in formats.split(",")],
            workers=workers,
            on_progress=bar.reach,
        )
    read, rejected = sum(built.read.values()), sum(built.rejected.values())
    click.echo(f"{read} pairs read, {rejected} rejected", err=True)
    for reason, count in built.rejected.items():
        click.echo(f"  {reason}: {count}", err=True)
    for path in sorted(path for path in out.iterdir() if path.is_file()):
        print_result(path)


@corpus_group.command("settings")
def settings_command() -> None:
    """Print the default settings, each with what it means: a file to edit for --settings."""
    from pipeline.corpus.settings import default_settings

    click.echo(default_settings().rstrip())
