"""`bitexte glossary`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.progress import Bar
from pipeline.cli.streams import standard_output

if TYPE_CHECKING:
    from pipeline.glossary.entries.entry import Entry

_PATH = click.Path(path_type=Path)
_FORMAT = click.option(
    "--format",
    "name",
    metavar="NAME",
    help="tsv, csv, xlsx, omegat, tbx or tbx-2008.  [default: by the name of TARGET]",
)


@click.group("glossary", short_help="Work on glossaries.")
def glossary_group() -> None:
    """Work on glossaries: French terms and the English forms agreed for them."""


@glossary_group.command("check")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
def check_command(files: tuple[Path, ...]) -> int:
    """List what is wrong or without effect in a glossary, by line.

    Exits with 1 for an error, with 2 for a file that cannot be read.
    """
    from pipeline.glossary.finding.check import check

    errors = unreadable = 0
    for path in files:
        problems = check(path)
        unreadable += any(problem.code == "unreadable" for problem in problems)
        errors += sum(problem.severity == "error" for problem in problems)
        for problem in problems:
            click.echo(str(problem))
        if not problems:
            click.echo(f"{path}: no problem")
    if unreadable:
        return 2
    return 1 if errors else 0


@glossary_group.command("convert")
@click.argument("source", metavar="FILE", type=_PATH)
@click.argument("target", metavar="TARGET", type=_PATH)
@_FORMAT
def convert_command(source: Path, target: Path, name: str | None) -> None:
    """Convert a glossary between bitexte's TSV, CSV, Excel, OmegaT's text files and TBX."""
    from pipeline.glossary.entries.files import write_glossary

    entries = _read(source)
    write_glossary(entries, target, name)
    click.echo(f"{target}: {len(entries)} entries", err=True)


@glossary_group.command("merge")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
@click.option("--output", metavar="TARGET", required=True, type=_PATH, help="The file to write.")
@_FORMAT
@click.option("--join", is_flag=True, help="Accept the forms of all files, instead of the last one's.")
def merge_command(files: tuple[Path, ...], output: Path, name: str | None, join: bool) -> None:
    """Put glossaries together; of entries with the same source, the last file's stays, as where all are used."""
    from pipeline.glossary.entries.comparing import merge
    from pipeline.glossary.entries.files import write_glossary

    entries, dropped = merge(map(_read, files), join=join)
    write_glossary(entries, output, name)
    click.echo(f"{output}: {len(entries)} entries, {dropped} {'joined to' if join else 'replaced by'} others", err=True)


@glossary_group.command("diff")
@click.argument("old", metavar="OLD", type=_PATH)
@click.argument("new", metavar="NEW", type=_PATH)
def diff_command(old: Path, new: Path) -> int:
    """List the entries that were added, removed or changed from OLD to NEW, whatever the files' formats.

    Exits with 1 where there are any.
    """
    from pipeline.glossary.entries.comparing import differences, said

    found = list(differences(_read(old), _read(new)))
    if found:
        click.echo("change\tsource\told\tnew")
    for change, source, before, after in found:
        click.echo(f"{change}\t{source}\t{said(before)}\t{said(after)}")
    return 1 if found else 0


def _read(path: Path) -> list[Entry]:
    """The entries of a file, its warnings said. Raises GlossaryError."""
    from pipeline.glossary.entries.faults import faults
    from pipeline.glossary.entries.reading import refuse

    entries, problems = faults(path)
    refuse(problems)
    for problem in problems:
        click.echo(f"bitexte: {problem}", err=True)
    return entries


_DRAFT = click.option(
    "--output", type=_PATH, help="The draft to write (.tsv, .csv, .xlsx, .tbx).  [default: TSV on standard output]"
)


def _write_draft(entries: Sequence[Entry], output: Path | None) -> None:
    from pipeline.glossary.entries.files import write_glossary
    from pipeline.glossary.entries.separated import tsv_text

    if output is None:
        standard_output().write(tsv_text(entries))
    else:
        write_glossary(entries, output)
        click.echo(f"{output}: {len(entries)} entries to edit", err=True)


@glossary_group.command("suggest")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=_PATH)
@click.option(
    "--glossary", "glossaries", metavar="FILE", multiple=True, type=_PATH, help="A glossary in use; may be repeated."
)
@click.option(
    "--minimum", type=click.IntRange(min=1), default=1, show_default=True, help="How often a name must stand."
)
@click.option("--model", metavar="PATH|NAME", help="A translation package; see `bitexte model list`.")
@_DRAFT
def suggest_command(
    sources: tuple[Path, ...], glossaries: tuple[Path, ...], minimum: int, model: str | None, output: Path | None
) -> None:
    """Draft a glossary of the names in French texts that no glossary in use has.

    Each name comes with the rendering that the model gives it most often; its count, the other
    renderings and an example are in the notes. Edit it before you use it.
    """
    from pipeline.glossary.finding.glossary import default_paths
    from pipeline.workflow.glossary import draft_glossary
    from pipeline.workflow.recipe import Recipe
    from pipeline.workflow.session import Session

    session = Session(Recipe(model=model, glossaries=(*default_paths(), *glossaries)))
    with Bar(label="segments") as bar:
        entries = draft_glossary(sources, session, minimum=minimum, on_progress=bar.advance)
    _write_draft(entries, output)


@glossary_group.command("extract")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
@click.option(
    "--minimum", type=click.IntRange(min=2), default=3, show_default=True, help="How often a term must stand."
)
@click.option("--most", type=click.IntRange(min=1), default=500, show_default=True, help="Terms to draft.")
@_DRAFT
def extract_command(files: tuple[Path, ...], minimum: int, most: int, output: Path | None) -> None:
    """Draft a glossary of the terms in aligned texts: a memory, a corpus, results of bitexte.

    A term stands often and is rendered alike; its counts, its other renderings and an example are in the notes. Edit
    the draft before you use it. FILE is what `corpus build` reads, but for texts that have to be aligned.
    """
    from pipeline.workflow.glossary import extract_glossary

    with Bar(label="pairs") as bar:
        entries = extract_glossary(files, minimum=minimum, most=most, on_progress=bar.reach)
    _write_draft(entries, output)


@glossary_group.command("audit")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=_PATH)
def audit_command(files: tuple[Path, ...]) -> None:
    """Say, per entry, how many mentions there were, which step satisfied them, and where it was missed.

    FILE is a .jsonl or .tmx that `bitexte translate` wrote.
    """
    from pipeline.workflow.glossary import audit_files

    audited = audit_files(files)
    click.echo("term\tpolicy\tmentions\tsteps\tmissed")
    for entry in audited:
        steps = " ".join(f"{step}:{count}" for step, count in sorted(entry.steps.items()))
        click.echo(f"{entry.term}\t{entry.policy}\t{entry.mentions}\t{steps}\t{' '.join(entry.missed)}")
