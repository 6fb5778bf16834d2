"""`bitexte documents`."""

from __future__ import annotations

import click


@click.command("documents", short_help="List the formats of documents that are read and written.")
def documents_command() -> None:
    """List the formats that `bitexte translate` reads and writes again in English: name, suffixes, what it is."""
    from pipeline.documents.registry import FORMATS

    for each in FORMATS.values():
        click.echo(f"{each.name}\t{' '.join(each.suffixes)}\t{each.description}")
