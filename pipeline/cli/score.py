"""`bitexte score`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("score", short_help="Score translations: BLEU, chrF, TER.")
@click.argument("hypothesis", metavar="HYP", type=click.Path(path_type=Path))
@click.argument("reference", metavar="REF", type=click.Path(path_type=Path))
def score_command(hypothesis: Path, reference: Path) -> None:
    """Score translations against references, one segment a line: BLEU, chrF and TER with signatures."""
    from pipeline.evaluation.scores import score_files

    for result in score_files(hypothesis, reference):
        click.echo(f"{result.metric}\t{result.value:.2f}\t{result.signature}")
