"""`bitexte score`."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.errors import OptionError


@click.command("score", short_help="Score translations: BLEU, chrF, TER, terms.")
@click.argument("hypothesis", metavar="HYP", type=click.Path(path_type=Path))
@click.argument("reference", metavar="REF", type=click.Path(path_type=Path))
@click.option(
    "--terms", metavar="GLOSSARY", type=click.Path(path_type=Path), help="Measure the terms of a glossary too."
)
@click.option("--source", metavar="FILE", type=click.Path(path_type=Path), help="The French, for --terms.")
def score_command(hypothesis: Path, reference: Path, terms: Path | None, source: Path | None) -> None:
    """Score translations against references, one segment a line: BLEU, chrF and TER with signatures.

    With --terms, also the share of terms in their exact and in any accepted form, the overlap of the
    words around them, 1−TERm and consistency, after the WMT terminology task.
    """
    from pipeline.evaluation.scores import score_files, score_term_files

    if (terms is None) != (source is None):
        raise OptionError("--terms and --source go together: the terms are looked for in the French")
    for result in score_files(hypothesis, reference):
        click.echo(f"{result.metric}\t{result.value:.2f}\t{result.signature}")
    if terms is not None and source is not None:
        for name, value in score_term_files(hypothesis, reference, source, terms).items():
            click.echo(f"{name}\t{value}")
