"""`bitexte align` and `bitexte words`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from pipeline.cli.evidence import evidence, evidence_options, model_evidence
from pipeline.cli.streams import print_result, standard_output
from pipeline.errors import OptionError

_PATH = click.Path(path_type=Path)


@click.command("align", short_help="Align a French text with its English version.")
@click.argument("french", metavar="FRENCH", type=_PATH)
@click.argument("english", metavar="[ENGLISH]", required=False, type=_PATH)
@click.option("--out", type=_PATH, default=Path("out"), show_default=True, help="Folder for the results.")
@click.option("--lines", is_flag=True, help="Take one segment a line; never split again.")
@click.option("--ladder", metavar="FILE", type=_PATH, help="Write the beads as [0, 1]:[2]; one pair only.")
@click.option("--formats", metavar="NAMES", help="What to write, as for `translate`.  [default: all]")
@click.option("--paired-only", is_flag=True, help="Leave what the other side omits out of the TMX and Moses files.")
@evidence_options
def align_command(
    french: Path,
    english: Path | None,
    out: Path,
    lines: bool,
    ladder: Path | None,
    formats: str | None,
    paired_only: bool,
    model: str | None,
    no_model: bool,
    glossaries: tuple[Path, ...],
    no_glossary: bool,
) -> int:
    """Align a French text with its English version into OUT/<name>/, as a translation would stand there.

    FRENCH and ENGLISH are two files or two folders paired by file name. One folder alone may hold
    x.fr.txt beside x.en.txt, or fr/x beside en/x; a .tmx alone is checked, and its doubtful units listed.
    """
    from pipeline.workflow.align import Aligning, align_files, find_pairs, write_ladder
    from pipeline.workflow.artefacts import parse_formats

    session, glossary = evidence(model, no_model, glossaries, no_glossary)
    if english is None and french.name.endswith((".tmx", ".tmx.gz")):
        if lines or ladder is not None or formats is not None:
            raise OptionError(f"{french}: a TMX is only checked; --lines, --ladder and --formats do not go with it")
        return _check(french)
    pairs, alone = find_pairs(french, english)
    for path in alone:
        click.echo(f"bitexte: {path}: has no other half, left out", err=True)
    if ladder is not None and len(pairs) > 1:
        raise OptionError(f"--ladder takes one pair, and there are {len(pairs)}")
    failed = 0
    merged: list[Path] = []
    chosen = parse_formats(formats)
    how = Aligning(session, lines, glossary)
    for aligned in align_files(pairs, out, how, formats=chosen, paired_only=paired_only, on_merged=merged.extend):
        for warning in aligned.warnings:
            click.echo(f"bitexte: {warning}", err=True)
        if aligned.bitext is None:
            failed += 1
            click.echo(f"bitexte: {aligned.error}", err=True)
            continue
        if ladder is not None:
            write_ladder(aligned.bitext, ladder)
        units = aligned.bitext.units
        doubtful = sum(any(flag.code in ("alignment", "unaligned") for flag in unit.flags) for unit in units)
        click.echo(f"{aligned.pair.name}: {len(units)} units, {doubtful} to look at", err=True)
        for file in aligned.files:
            print_result(file)
    for file in merged:
        print_result(file)
    return 2 if failed else 0


def _check(path: Path) -> int:
    from pipeline.formats.tmx_reading import read_tmx
    from pipeline.workflow.align import check_alignment

    bitext = check_alignment(read_tmx(path))
    doubtful = [unit for unit in bitext.units if any(flag.code == "misaligned" for flag in unit.flags)]
    for unit in doubtful:
        click.echo(f"{unit.id}\t{unit.source}\t{unit.target}")
    click.echo(f"{path}: {len(doubtful)} of {len(bitext.units)} units look misaligned", err=True)
    return 0


@click.command("words", short_help="Link the words of parallel lines.")
@click.argument("french", metavar="FRENCH", type=_PATH)
@click.argument("english", metavar="ENGLISH", type=_PATH)
@click.option("--model", metavar="PATH|NAME", help="A translation package; see `bitexte model list`.")
@click.option("--no-model", is_flag=True, help="Link by the word table alone.")
def words_command(french: Path, english: Path, model: str | None, no_model: bool) -> None:
    """Print the word links of two files of tokens parted by spaces, one sentence a line, as i-j pairs (Pharaoh)."""
    from pipeline.alignment.words import format_pharaoh, link_lines
    from pipeline.formats.moses import iterate_moses

    session = model_evidence(model, no_model)
    engine = None if session is None else session.engine
    output = standard_output()
    pairs = ((_tokens(unit.source), _tokens(unit.target)) for unit in iterate_moses(french, english))
    for links in link_lines(pairs, engine):
        output.write(format_pharaoh(links))
    output.flush()


def _tokens(line: str) -> list[str]:
    """The tokens of a line, parted by ASCII blanks: a no-break space stands inside a token."""
    return [token for token in re.split(r"[ \t]+", line) if token]
