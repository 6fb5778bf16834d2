"""`bitexte check`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click


@click.command("check", short_help="Check TMX files: format and translation.")
@click.argument("files", metavar="FILE.tmx...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Exit with 1 where a segment carries an error flag.")
def check_command(files: tuple[Path, ...], strict: bool) -> int:
    """Check TMX files: the format by line, then every pair of segments by the checks of a translation.

    Exits with 2 where a file breaks the format.
    """
    from pipeline.bitext import Severity
    from pipeline.errors import FormatError
    from pipeline.formats.tmx_reading import read_tmx, said_left_out
    from pipeline.formats.validate import validate_tmx
    from pipeline.quality.registry import run_checks

    broken = errors = 0
    for path in files:
        problems = validate_tmx(path)
        for problem in problems:
            click.echo(f"{path}: {problem}")
        if any(problem.severity is Severity.ERROR for problem in problems):
            broken += 1
        try:
            left_out: Counter[str] = Counter()
            bitext = run_checks(read_tmx(path, skipped=left_out))
        except FormatError as error:
            click.echo(f"bitexte: {error}", err=True)
            broken += 1
            continue
        counts = dict.fromkeys(Severity, 0)
        for unit in bitext.units:
            for flag in unit.flags:
                counts[flag.severity] += 1
                click.echo(f"{path}: {unit.id}: {flag.severity.value}: {flag.code}: {flag.message}")
        errors += counts[Severity.ERROR]
        found = ", ".join(f"{count} {severity.value}s" for severity, count in counts.items())
        click.echo(f"{path}: {len(bitext.units)} segments, {len(problems)} format problems, {found}", err=True)
        if left_out:
            click.echo(f"{path}: {said_left_out(left_out)}", err=True)
    if broken:
        return 2
    return 1 if strict and errors else 0
