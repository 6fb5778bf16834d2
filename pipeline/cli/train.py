"""`bitexte train`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from pipeline.files.extras import extra
from pipeline.training.allocator import CHOSEN, start_again


@click.command("train", short_help="Train a model, or adapt one to your own corpus.")
@click.option(
    "--corpus",
    metavar="FILE",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path),
    help="Sentence pairs: whatever `corpus build` takes (TSV, TMX, JSONL, Moses, Parquet). May be repeated.",
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder of the run; the package goes there."
)
@click.option("--from", "start", metavar="MODEL", help="Adapt this package (a path or a name) or checkpoint (.pt).")
@click.option(
    "--minutes", type=click.FloatRange(min=0), help="Time to train for, all calls on the same --out together."
)
@click.option("--steps", type=click.IntRange(min=0), help="Train for so many steps instead of --minutes.")
@click.option(
    "--this-run", type=click.FloatRange(min=0), help="Minutes after which this call stops; call it again to go on."
)
@click.option(
    "--dev", metavar="FILE", type=click.Path(path_type=Path), help="Pairs to measure on.  [default: 1 % kept back]"
)
@click.option(
    "--exclude",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A text file, such as a test set, whose sentences must not be trained on. May be repeated.",
)
@click.option("--shape", metavar="NAME", help="small (11 M parameters) or base (44 M).  [default: small]")
@click.option("--widen", is_flag=True, help="With --from: make the model twice as wide first; it says what it said.")
@click.option("--vocabulary", type=int, help="Pieces of the vocabulary, at most.  [default: 16000]")
@click.option("--aligner", metavar="NAME", help="Finds word links: auto, markov, model, eflomal.  [default: auto]")
@click.option("--marked", type=float, help="Share of the examples with term marks.  [default: 0.15]")
@click.option("--quoted", type=float, help="Share of the examples that gain quotation marks.  [default: 0.1]")
@click.option("--tokens", type=int, help="Positions a side in a batch.  [default: 8192]")
@click.option(
    "--muon-rate", type=float, help="Height of the learning rate of the matrices.  [default: 0.004; 0.0004 with --from]"
)
@click.option("--adam-rate", type=float, help="Height of that of all else.  [default: 0.002; 0.0002 with --from]")
@click.option("--dropout", type=float, help="0 for a single pass over a large corpus.  [default: 0.1]")
@click.option("--device", metavar="NAME", help="auto, cpu or cuda.  [default: auto]")
@click.option("--precision", metavar="NAME", help="auto, float32 or bfloat16.  [default: auto]")
@click.option("--threads", type=click.IntRange(min=1), help="Cores to use.  [default: all]")
@click.option(
    "--allocator",
    type=click.Choice(("auto", "system")),
    default="auto",
    show_default=True,
    help="auto: on Linux, start again with memory that is kept (jemalloc where there is one); system: as it is.",
)
@click.option("--seed", type=int, help="Of everything drawn by chance.  [default: 1]")
@click.option("--package-version", "version", metavar="VERSION", help="Version of the package.  [default: 0.2]")
@click.option(
    "--notes",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Markdown for the model card: data, licences, scores.",
)
@click.option("--quantisation", metavar="NAME", help="int8 or float32, among others.  [default: int8]")
def train_command(start: str | None, allocator: str, **given: Any) -> None:
    """Train a French→English model and write it to OUT as an Argos Translate package.

    Stop it whenever you like: the same command goes on from the last checkpoint, at most ten minutes
    old. With --from, an existing model is trained on, which needs hours less and far fewer pairs.
    """
    if allocator == "auto":
        start_again()
    with extra("train", "bitexte train"):
        import torch  # noqa: F401 - the one command that needs it says so at once

    if chosen_allocator := os.environ.get(CHOSEN):
        click.echo(f"memory  {chosen_allocator}", err=True)
    from pipeline.training.options import TrainingOptions
    from pipeline.training.run import train

    chosen = {name: value for name, value in given.items() if value is not None}
    trained = train(TrainingOptions(start=_start(start), **chosen), _say)
    click.echo(f"{trained.package}  sha256 {trained.sha256}")
    if not trained.finished:
        click.echo("The budget is not spent; the same command goes on.", err=True)


def _start(name: str | None) -> Path | None:
    """The file that --from means: a path, or a package as `--model` elsewhere names it."""
    if name is None or Path(name).exists():
        return None if name is None else Path(name)
    from pipeline.translation.catalogue import select_package

    return select_package(name).path


def _say(row: dict[str, Any]) -> None:
    """One line on standard error for a finished stage or a row of the log."""
    click.echo("  ".join(f"{name} {value}" for name, value in row.items()), err=True)
