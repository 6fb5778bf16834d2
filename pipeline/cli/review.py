"""`bitexte review`."""

from __future__ import annotations

from pathlib import Path

import click

_OUT = click.Path(path_type=Path)


@click.group("review", short_help="Bring a reviewer's edits home.")
def review_group() -> None:
    """Bring a reviewer's edits home, serve the pages of a folder, compare two versions."""


@review_group.command("apply")
@click.argument("patch", type=click.Path(path_type=Path))
@click.option("--out", type=_OUT, default=Path("out"), show_default=True, help="The folder with the documents.")
@click.option("--strict", is_flag=True, help="Exit code 1 also where reviewed segments have new errors.")
def apply_command(patch: Path, out: Path, strict: bool) -> int:
    """Apply a PATCH to the documents in a folder: exported from a review page, or an edited .xlf, .xlsx, .docx or .tmx.

    Every artefact is written anew, the checks run and new errors are listed; approved pairs go into the memory. A
    segment whose French has changed since, or whose English somebody else has changed, is a conflict: it is
    reported, and its edit saved as <name>.rejected.json; exit code 1.
    """
    from pipeline.workflow.review import apply_review

    conflicts = errors = 0
    for reviewed in apply_review(patch, out):
        conflicts += len(reviewed.conflicts)
        errors += len(reviewed.errors)
        for error in reviewed.errors:
            click.echo(f"bitexte: new error: {error}", err=True)
        for conflict in reviewed.conflicts:
            click.echo(f"bitexte: {conflict}", err=True)
        if reviewed.rejected is not None:
            click.echo(f"bitexte: what did not fit is in {reviewed.rejected}", err=True)
        if reviewed.name:
            click.echo(f"{reviewed.name}: {reviewed.approved} pairs approved", err=True)
        for file in reviewed.files:
            click.echo(file)
    return 1 if conflicts or (errors and strict) else 0


@review_group.command("export")
@click.argument("out", type=_OUT, default=Path("out"))
@click.option("--format", "kind", metavar="NAME", default="xlf", show_default=True, help="xlf, omegat, xlsx or docx.")
def export_command(out: Path, kind: str) -> None:
    """Write the documents of a folder for a CAT tool (XLIFF 1.2), Excel or Word; `apply` reads them back."""
    from pipeline.workflow.review import export_review

    for path in export_review(out, kind):
        click.echo(path)


@review_group.command("serve")
@click.argument("out", type=_OUT, default=Path("out"))
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port; by default that of last time, else any free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--name", "names", multiple=True, help="A further host name of the server, such as a proxy's.")
@click.option("--new-address", is_flag=True, help="Another address than last time; the old one is of no more use.")
@click.option("--model", metavar="PATH|NAME", help="The package for segments that are to be translated again.")
@click.option(
    "--glossary",
    "glossaries",
    metavar="FILE",
    multiple=True,
    type=_OUT,
    help="A glossary that holds in them, beside those that come with bitexte. May be repeated.",
)
def serve_command(
    out: Path,
    port: int,
    host: str,
    names: tuple[str, ...],
    new_address: bool,
    model: str | None,
    glossaries: tuple[Path, ...],
) -> None:
    """Serve the review pages of a folder to one reviewer or several at once; every edit is saved as it is made.

    Open the address that is printed; it holds a token, no other site can save, and it stays the same. Ctrl-C ends it
    and writes all files. Nothing is encrypted: on --host other than this machine, use a network that you trust.
    """
    from pipeline.glossary.finding.glossary import default_paths
    from pipeline.workflow.folder import folder_lock
    from pipeline.workflow.recipe import Recipe
    from pipeline.workflow.review import merge_again
    from pipeline.workflow.serving import review_server

    recipe = Recipe(model=model, glossaries=(*default_paths(), *glossaries) if glossaries else None)
    with folder_lock(out, "bitexte review serve"):
        server = review_server(out, host=host, port=port, names=names, new_address=new_address, recipe=recipe)
        click.echo(server.url)
        try:
            server.serve()
        except KeyboardInterrupt:
            click.echo("bitexte: all edits are saved", err=True)
        finally:
            merge_again(out)


@review_group.command("diff")
@click.argument("old", type=_OUT)
@click.argument("new", type=_OUT)
@click.option("--page", type=_OUT, help="Where to write the page.  [default: <name>.diff.html beside NEW]")
def diff_command(old: Path, new: Path, page: Path | None) -> None:
    """Compare two versions of a translation (.jsonl or .tmx) on one page, word by word."""
    from pipeline.formats.bitext_reading import read_bitext
    from pipeline.review.comparison import compare
    from pipeline.review.page import write_comparison

    comparison = compare(read_bitext(old), read_bitext(new))
    target = page or new.with_name(f"{comparison.bitext.name}.diff.html")
    write_comparison(comparison, target)
    click.echo(f"{comparison.changed} of {len(comparison.bitext.units)} segments differ", err=True)
    click.echo(target)
