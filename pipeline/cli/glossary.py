"""`bitexte glossary`."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("glossary", short_help="Work on glossaries.")
def glossary_group() -> None:
    """Work on glossaries: French terms and the English forms agreed for them."""


@glossary_group.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def check_command(files: tuple[Path, ...]) -> int:
    """List what is wrong or without effect in a glossary, by line; exit with 1 where there is an error."""
    from pipeline.glossary.check import check

    errors = 0
    for path in files:
        problems = check(path)
        errors += sum(problem.severity == "error" for problem in problems)
        for problem in problems:
            click.echo(str(problem))
        if not problems:
            click.echo(f"{path}: no problem")
    return 1 if errors else 0
