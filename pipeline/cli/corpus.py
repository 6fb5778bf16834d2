"""`bitexte corpus build` and `settings`; the commands on finished corpora are in `pipeline.cli.corpus_files`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from pipeline.cli import corpus_files
from pipeline.cli.evidence import evidence, evidence_options
from pipeline.cli.progress import Bar
from pipeline.cli.streams import print_result
from pipeline.errors import InterruptedRunError, OptionError

_PATH = click.Path(path_type=Path)


@click.group("corpus", short_help="Build, describe and part corpora of sentence pairs.")
def corpus_group() -> None:
    """Build a clean training corpus out of parallel text; describe, merge and part corpora."""


@corpus_group.command("build", short_help="Build a clean corpus out of many sources.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, type=_PATH)
@click.option("--out", type=_PATH, required=True, help="Folder for the corpus.")
@click.option(
    "--align",
    "texts",
    metavar="FRENCH ENGLISH",
    nargs=2,
    type=_PATH,
    multiple=True,
    help="Two texts, or two folders paired by file name, to align and take in; may be repeated.",
)
@click.option("--lines", is_flag=True, help="Texts to align have one segment a line; never split them again.")
@evidence_options
@click.option("--settings", type=_PATH, help="Thresholds and shares, in TOML; see `corpus settings`.")
@click.option(
    "--formats", metavar="NAMES", default="tsv,moses", show_default=True, help="tsv, moses, tmx, jsonl, parquet."
)
@click.option(
    "--licence",
    "licences",
    metavar="SOURCE=TEXT",
    multiple=True,
    help="Licence of a source, for the datasheet; may be repeated.",
)
@click.option("--title", metavar="TEXT", default="", help="What the datasheet calls the corpus.")
@click.option("--judge", is_flag=True, help="Ask the model how likely each English side is (filter `likelihood`).")
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that score.")
def build_command(
    sources: tuple[Path, ...],
    out: Path,
    texts: tuple[tuple[Path, Path], ...],
    lines: bool,
    model: str | None,
    no_model: bool,
    glossaries: tuple[Path, ...],
    no_glossary: bool,
    settings: Path | None,
    formats: str,
    licences: tuple[str, ...],
    title: str,
    judge: bool,
    workers: int,
) -> int:
    """Score every pair of the SOURCES, decide, and write train, dev and test, what was rejected and why.

    SOURCE is a .tmx, .tsv (French TAB English), .csv, .jsonl or .parquet file, x.fr beside x.en, or a
    folder: of texts that pair (x.fr.txt beside x.en.txt, fr/x beside en/x), which are aligned first, of
    results of bitexte, or of .parquet files. Scores and alignments are kept in OUT: a build that was
    stopped goes on, and other thresholds need no new scoring.
    """
    from pipeline.corpus.build import build_corpus
    from pipeline.corpus.settings import read_settings
    from pipeline.formats.registry import CORPUS_WRITERS, select_writers
    from pipeline.formats.tmx_reading import said_left_out
    from pipeline.workflow.align import Aligning
    from pipeline.workflow.corpus import judge_of, prepare_sources

    if not sources and not texts:
        raise OptionError("corpus build: name a SOURCE, or two texts by --align FRENCH ENGLISH")
    stated, chosen_formats = _licences(licences), corpus_files.names_of(formats)
    select_writers(chosen_formats, CORPUS_WRITERS)  # before texts are aligned, which may take hours
    chosen = None if settings is None else read_settings(settings)
    session, glossary = evidence(model, no_model, glossaries, no_glossary)
    if judge and session is None:
        raise OptionError("--judge needs a model: it does not go with --no-model")
    try:
        with Bar(label="documents") as bar:
            prepared = prepare_sources(
                sources,
                texts,
                out,
                Aligning(session, lines, glossary),
                licences=stated,
                on_document=lambda name, number, total: bar.reach(number),
            )
        for warning in prepared.warnings:
            click.echo(f"bitexte: {warning}", err=True)
        with Bar(label="pairs") as bar:
            built = build_corpus(
                prepared.found,
                out,
                chosen,
                licences=stated,
                title=title,
                formats=chosen_formats,
                workers=workers,
                on_progress=bar.reach,
                judge=judge_of(session) if judge and session is not None else None,
            )
    except KeyboardInterrupt as stop:
        raise InterruptedRunError(
            f"interrupted; what was aligned or scored is kept, the same command goes on in {out}"
        ) from stop
    read, rejected = sum(built.read.values()), sum(built.rejected.values())
    click.echo(f"{read} pairs read, {rejected} rejected", err=True)
    for name, reasons in built.left_out.items():
        if reasons:
            click.echo(f"  {name}: {said_left_out(reasons)}", err=True)
    for reason, count in built.rejected.items():
        click.echo(f"  {reason}: {count}", err=True)
    for warning in built.warnings:
        click.echo(f"bitexte: {warning}", err=True)
    for name in (*built.files, "README.md", "datasheet.html", "report.json"):
        print_result(out / name)
    return 2 if prepared.failed else 0


@corpus_group.command("settings", short_help="Print the default thresholds, to edit.")
def settings_command() -> None:
    """Print the default settings, each with what it means: a file to edit for --settings."""
    from pipeline.corpus.settings import default_settings

    click.echo(default_settings().rstrip())


def _licences(given: Sequence[str]) -> dict[str, str]:
    stated = {}
    for licence in given:
        name, equals, text = licence.partition("=")
        if not equals or not name or not text:
            raise OptionError(f"--licence {licence}: must be SOURCE=TEXT, such as news.tmx=CC-BY-4.0")
        stated[name] = text
    return stated


for _command in corpus_files.COMMANDS:
    corpus_group.add_command(_command)
