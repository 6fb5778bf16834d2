"""`bitexte split`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.streams import standard_output


@click.command("split", short_help="Print the sentences of a text, one a line.")
@click.argument("source", metavar="FILE")
@click.option("--offsets", is_flag=True, help="Print start, end, paragraph and sentence, parted by tabs.")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="The text's language.")
@click.option(
    "--join-lines/--keep-lines",
    default=None,
    help="Join lines inside a paragraph, or never.  [default: where they break inside sentences]",
)
def split_command(source: str, offsets: bool, lang: str, join_lines: bool | None) -> None:
    """Print the sentences of FILE, one a line; `-` reads standard input.

    A line break inside a sentence is printed as a space. Offsets count Unicode characters of the
    decoded file from 0, the end exclusive; they delimit the sentence as it stands in the file.
    """
    from pipeline.files.opening import read_stream
    from pipeline.formats.reading import decode_document, read_document
    from pipeline.segmentation import iter_sentences
    from pipeline.segmentation.wrapping import is_hard_wrapped
    from pipeline.text.characters import flatten

    if source == "-":
        read = decode_document(read_stream(sys.stdin.buffer, "standard input"), "stdin")
    else:
        read = read_document(Path(source))
    for warning in read.warnings:
        click.echo(f"bitexte: {warning}", err=True)
    text, start = read.document.text, read.body_start
    if join_lines is None and (join_lines := is_hard_wrapped(text[start:])):
        click.echo(
            f"bitexte: {source}: its lines break inside sentences and were joined; --keep-lines leaves them", err=True
        )
    output = standard_output()
    for sentence in iter_sentences(text[start:], lang, join_lines=bool(join_lines)):
        span = sentence.span.shift(start)
        line, _ = flatten(span.of(text))
        prefix = f"{span.start}\t{span.end}\t{sentence.paragraph}\t" if offsets else ""
        output.write(f"{prefix}{line}\n")
    output.flush()
