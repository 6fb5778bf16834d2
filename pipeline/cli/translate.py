"""`bitexte translate`."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.progress import Bar
from pipeline.cli.streams import print_result, standard_output
from pipeline.errors import InterruptedRunError, OptionError

if TYPE_CHECKING:
    from pipeline.bitext import Flag
    from pipeline.formats.reading import LineReader
    from pipeline.workflow.run import Outcome
    from pipeline.workflow.session import Session
    from pipeline.workflow.sources import Found

_DEFAULT_OUT = Path("out")


@click.command("translate", short_help="Translate French documents into English, TMX and a review page.")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results.  [default: out]")
@click.option(
    "--glossary",
    "glossaries",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A glossary to use beside those that come with bitexte; its entries win. May be repeated.",
)
@click.option("--no-default-glossary", is_flag=True, help="Use only the glossaries given by --glossary.")
@click.option("--no-glossary", is_flag=True, help="Use no glossary at all.")
@click.option("--model", metavar="PATH|NAME", help="A translation package; see `bitexte model list`.")
@click.option(
    "--formats",
    metavar="NAMES",
    help="What to write, with commas between: document, text, tmx, moses, tsv, jsonl, html, report.  [default: all]",
)
@click.option(
    "--memory",
    "memories",
    metavar="FILE|FOLDER",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A translation memory to use first: TMX, TSV, XLIFF, PO, an OmegaT project. May be repeated.",
)
@click.option("--no-memory", is_flag=True, help="Neither reuse nor remember finished segments.")
@click.option("--lines", is_flag=True, help="Take one segment a line and print one line for each; never re-split.")
@click.option(
    "--check",
    is_flag=True,
    help="With --lines: check each line and list its flags on standard error, as tab-separated values.",
)
@click.option(
    "--check-to", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="--check, listed in FILE."
)
@click.option(
    "--join-lines/--keep-lines",
    default=None,
    help="Join lines inside a paragraph, or never.  [default: where they break inside sentences]",
)
@click.option("--repair", is_flag=True, help="Mend damaged text: UTF-8 that was read as Windows-1252 (`Ã©` for `é`).")
@click.option("--recursive", is_flag=True, help="Take the documents of the folders below a folder too.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a segment carries an error flag.")
@click.option("--threads", type=click.IntRange(min=1), help="Cores to use.  [default: all]")
def translate_command(
    sources: tuple[str, ...],
    out: Path | None,
    glossaries: tuple[Path, ...],
    no_default_glossary: bool,
    no_glossary: bool,
    model: str | None,
    formats: str | None,
    memories: tuple[Path, ...],
    no_memory: bool,
    lines: bool,
    check: bool,
    check_to: Path | None,
    join_lines: bool | None,
    repair: bool,
    recursive: bool,
    strict: bool,
    threads: int | None,
) -> int:
    """Translate French documents into OUT/<name>/, with every artefact beside each other.

    SOURCE is a file, a folder or a quoted pattern such as "*.html". A document with formatting (see
    `bitexte documents`) comes out as the same document in English too.
    `-` reads standard input and prints the English. With --lines, each SOURCE holds one segment a
    line and the English goes to standard output, line for line; finished segments are remembered
    only where --out names a folder.
    """
    from pipeline.files.layout import MEMORY
    from pipeline.workflow.artefacts import parse_formats
    from pipeline.workflow.recipe import Recipe
    from pipeline.workflow.session import Session
    from pipeline.workflow.sources import find_sources

    if no_glossary and (glossaries or no_default_glossary):
        raise OptionError("--no-glossary goes with neither --glossary nor --no-default-glossary")
    if lines and (join_lines or repair or formats is not None):
        raise OptionError("--lines goes with neither --join-lines nor --repair nor --formats: a line is a segment")
    if (check or check_to) and not lines:
        raise OptionError("--check and --check-to go with --lines; elsewhere everything is checked")
    piped = sources == ("-",)
    _require_files(sources, piped, lines, recursive)
    if piped and formats is not None and out is None:
        raise OptionError("--formats goes with - only where --out names a folder for the files")
    chosen = parse_formats(formats)
    folder = out or (None if lines or piped else _DEFAULT_OUT)
    recipe = Recipe(
        model=model,
        glossaries=_glossaries(glossaries, no_default_glossary, no_glossary),
        memory=None if no_memory or folder is None else folder / MEMORY,
        memories=memories,
        threads=threads,
        links=not lines and folder is not None,
    )
    session = Session(recipe)
    session.glossary  # noqa: B018 - a faulty glossary stops the run before anything is read or loaded
    session.pairs  # noqa: B018 - and so does a memory that cannot be read
    failed = False
    try:
        if lines:
            errors = _translate_lines(sources, session, check, check_to)
        elif piped:
            errors = _translate_standard_input(session, folder, chosen, join_lines, repair)
        else:
            assert folder is not None
            found, warnings = find_sources(sources, folder, recursive=recursive)
            for warning in warnings:
                _warn(warning)
            errors, failed = _translate_files(found, folder, session, chosen, join_lines, repair)
        for warning in session.warnings:
            _warn(warning)
    except KeyboardInterrupt:
        kept = recipe.memory
        raise InterruptedRunError(
            "interrupted" if kept is None else f"interrupted; {kept} keeps what is finished, the same command goes on"
        ) from None
    finally:
        session.close()
    if failed:
        return 2
    return 1 if strict and errors else 0


def _require_files(sources: tuple[str, ...], piped: bool, lines: bool, recursive: bool) -> None:
    if recursive and (lines or piped):
        raise OptionError("--recursive goes with neither --lines nor -")
    if "-" in sources and not piped:
        raise OptionError("- (standard input) cannot stand beside other sources")


def _glossaries(given: tuple[Path, ...], no_default: bool, none: bool) -> tuple[Path, ...] | None:
    """The files for `Recipe`: None for the defaults alone."""
    if none:
        return ()
    if not given:
        return () if no_default else None
    from pipeline.glossary.finding.glossary import default_paths

    return (*(() if no_default else default_paths()), *given)


def _translate_files(
    sources: list[Found],
    folder: Path,
    session: Session,
    formats: tuple[str, ...],
    join_lines: bool | None,
    repair: bool,
) -> tuple[int, bool]:
    from pipeline.bitext import Severity
    from pipeline.workflow.run import translate_files

    errors, failed = 0, 0
    merged: list[Path] = []
    with (
        Bar() as bar,
        contextlib.closing(
            translate_files(
                sources,
                folder,
                session,
                formats=formats,
                join_lines=join_lines,
                repair=repair,
                progress=replace(bar.progress, merged=merged.extend),
            )
        ) as outcomes,
    ):
        for outcome in outcomes:
            bar.clear()
            for warning in outcome.warnings:
                _warn(warning)
            if outcome.error is not None:
                failed += 1
                _warn(outcome.error)
                continue
            errors += outcome.count(Severity.ERROR)
            click.echo(_summary(outcome), err=True)
            for file in outcome.files:
                print_result(file)
    for file in merged:
        print_result(file)
    if failed and len(sources) > 1:
        _warn(f"{failed} of {len(sources)} documents failed")
    return errors, failed > 0


def _translate_standard_input(
    session: Session, folder: Path | None, formats: tuple[str, ...], join_lines: bool | None, repair: bool
) -> int:
    """Print the English; write the artefacts too where a folder was named."""
    from pipeline.bitext import Severity
    from pipeline.files.opening import read_stream
    from pipeline.formats.reading import decode_document
    from pipeline.formats.text import translated_text
    from pipeline.workflow.artefacts import write_artefacts
    from pipeline.workflow.segmenting import prepared
    from pipeline.workflow.translate import translate

    data = read_stream(sys.stdin.buffer, "standard input")
    source = decode_document(data, "stdin", "standard input")
    document, warnings = prepared(source, "standard input", join_lines=join_lines, repair=repair)
    for warning in warnings:
        _warn(warning)
    with Bar(total=len(document.sentences), label="stdin") as bar:
        bitext = translate(document, session, bar.advance)
    standard_output().write(translated_text(bitext))
    if folder is not None:
        write_artefacts(bitext, folder / bitext.name, formats=formats, warnings=warnings)
    return sum(flag.severity is Severity.ERROR for unit in bitext.units for flag in unit.flags)


def _translate_lines(sources: tuple[str, ...], session: Session, check: bool, check_to: Path | None) -> int:
    from pipeline.bitext import Severity
    from pipeline.files.writing import atomic_text
    from pipeline.formats.moses import one_line
    from pipeline.formats.reading import LineReader
    from pipeline.quality.listing import FLAG_COLUMNS, flag_rows
    from pipeline.quality.registry import check_unit
    from pipeline.workflow.translate import translate_lines

    readers = [LineReader(sys.stdin.buffer if source == "-" else Path(source)) for source in sources]
    output = standard_output()
    checked = check or check_to is not None
    found: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    changed: Counter[str] = Counter()
    with Bar(label="lines") as bar, atomic_text(check_to) if check_to else contextlib.nullcontext(sys.stderr) as listed:
        if checked:
            listed.write("\t".join(FLAG_COLUMNS) + "\n")
        for number, translated in enumerate(translate_lines(_chained(readers), session, bar.advance), start=1):
            unit = check_unit(translated) if checked else translated
            if checked:
                listed.writelines(flag_rows(number, unit))
            output.write(one_line(unit.target, changed) + "\n")
            codes = _codes(unit.flags)
            found.update(codes)
            first |= {code: number for code in codes if code not in first}
    output.flush()
    for warning in (warning for reader in readers for warning in reader.warnings):
        _warn(warning)
    for (severity, code), count in sorted(found.items()):
        _warn(f"{count} × {code} ({severity}); first in line {first[severity, code]}")
    return sum(count for (severity, _), count in found.items() if severity == Severity.ERROR.value)


def _chained(readers: Iterable[LineReader]) -> Iterator[str]:
    for reader in readers:
        yield from reader


def _codes(flags: Iterable[Flag]) -> set[tuple[str, str]]:
    return {(flag.severity.value, flag.code) for flag in flags}


def _summary(outcome: Outcome) -> str:
    from pipeline.workflow.report import findings

    bitext = outcome.bitext
    assert bitext is not None
    mentions = [mention for unit in bitext.units for mention in unit.mentions]
    held = sum(mention.step != "missing" for mention in mentions)
    segments = "segment" if len(bitext.units) == 1 else "segments"
    reused = f", {outcome.reused} from memory" if outcome.reused else ""
    return (
        f"{bitext.name}: {len(bitext.units)} {segments} in {outcome.seconds:.1f} s{reused}; "
        f"{held} of {len(mentions)} glossary mentions hold; {findings(bitext)}"
    )


def _warn(line: object) -> None:
    click.echo(f"bitexte: {line}", err=True)
