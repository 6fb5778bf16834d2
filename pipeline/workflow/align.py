"""The second use: a French text and its existing English version become a bitext."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.alignment import ALIGNER_VERSION, align_documents, alignment_doubts, alignment_problems
from pipeline.alignment.bead import Bead, format_ladder
from pipeline.alignment.inputs import pair_files, unmarked_stem, with_lines
from pipeline.bitext import Bitext, Document, Flag, Severity, Signature
from pipeline.documents.registry import read_source
from pipeline.errors import BitexteError, InputError, ModelError
from pipeline.files.writing import atomic_text
from pipeline.formats.provenance import TOOL, tool_version
from pipeline.glossary.entries.entry import Policy
from pipeline.glossary.finding.glossary import Glossary
from pipeline.quality.registry import run_checks
from pipeline.segmentation import SPLITTER_VERSION
from pipeline.text.file_names import distinct_names
from pipeline.workflow.artefacts import FORMATS, Merger, write_artefacts
from pipeline.workflow.segmenting import segment
from pipeline.workflow.serving import carried, making
from pipeline.workflow.session import Session


@dataclass(frozen=True, slots=True)
class TextPair:
    """A French file and its English version; name is what the result is called."""

    name: str
    french: Path
    english: Path


@dataclass(frozen=True, slots=True)
class Aligning:
    """How texts are aligned.

    session: its model links words, None leaves that to a table; sentences are aligned without it. lines: one segment
    a line, never split again. glossary: its renderings are evidence too. links: whether to link words.
    """

    session: Session | None = None
    lines: bool = False
    glossary: Glossary | None = None
    links: bool = True

    @property
    def signature(self) -> Signature:
        """What decides the result, links apart."""
        fields = () if self.session is None else self.session.signature.fields
        model = [field for field in fields if field[0] in ("package", "model")]
        splitter = "lines" if self.lines else SPLITTER_VERSION
        terms = self.glossary.digest() if self.glossary is not None and len(self.glossary) else "none"
        parts = (("aligner", ALIGNER_VERSION), ("splitter", splitter), ("glossary", terms))
        return Signature(((TOOL, tool_version()), *parts, *model))


@dataclass(frozen=True, slots=True)
class Aligned:
    """What became of one pair: its bitext and files, or the error; the warnings either way."""

    pair: TextPair
    bitext: Bitext | None = None
    files: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()
    error: BitexteError | None = None


def find_pairs(french: Path, english: Path | None = None) -> tuple[list[TextPair], list[Path]]:
    """The pairs that two files, two folders or one folder hold, ordered by name, and the files without a partner.

    One folder holds `x.fr.txt` beside `x.en.txt`, or `fr/x` beside `en/x`; otherwise as `pair_files`.
    Raises InputError.
    """
    if english is None:
        if french.exists() and not french.is_dir():
            raise InputError(f"{french}: align takes two files, two folders, or one folder with both sides in it")
        halves = french / "fr", french / "en"
        french, english = halves if all(half.is_dir() for half in halves) else (french, french)
    pairs, alone = pair_files(french, english)
    names = distinct_names(unmarked_stem(left, "fr") or left.stem for left, _ in pairs)
    return [TextPair(name, left, right) for name, (left, right) in zip(names, pairs, strict=True)], alone


def align_pair(pair: TextPair, how: Aligning) -> tuple[Bitext, tuple[str, ...]]:
    """Align one pair; the bitext, checked and flagged, and the warnings.

    Raises InputError for what cannot be aligned.
    """
    french, english = _read(pair.french, "fr", how.lines), _read(pair.english, "en", how.lines)
    warnings = [*french[1], *english[1]]
    left, right = replace(french[0], name=pair.name), english[0]
    errors, doubts = alignment_problems(replace(left, name=str(pair.french)), replace(right, name=str(pair.english)))
    if errors:
        raise InputError(errors[0])
    bitext = align_documents(
        left,
        right,
        how.session.engine if how.session is not None and how.links else None,
        name=pair.name,
        links=how.links,
        signature=how.signature,
        renderings=None if how.glossary is None else _renderings(how.glossary),
        checked=True,
    )
    return run_checks(bitext), (*warnings, *doubts, *alignment_doubts(bitext))


def _renderings(glossary: Glossary) -> Callable[[str], list[str]]:
    return lambda sentence: [
        rendering
        for match in glossary.find(sentence)
        if match.entry.policy is not Policy.FORBID
        for rendering in match.renderings
    ]


def align_files(
    pairs: Sequence[TextPair],
    out: Path,
    how: Aligning,
    *,
    formats: Sequence[str] = FORMATS,
    paired_only: bool = False,
    on_merged: Callable[[Sequence[Path]], None] | None = None,
) -> Iterator[Aligned]:
    """Align each pair into `out/<name>/`, with the artefacts of a translation; several also into `corpus.*`.

    paired_only: as in `write_artefacts`. on_merged is called at the end with the files of the latter. A pair that
    fails does not stop the others; an unusable model does.
    """
    merger = Merger(out, formats)
    folder = ExitStack()
    try:
        folder.enter_context(making(out, "bitexte align"))
        for pair in pairs:
            try:
                bitext, warnings = align_pair(pair, how)
                bitext = carried(bitext, out)
                files = write_artefacts(
                    bitext, out / pair.name, formats=formats, warnings=warnings, paired_only=paired_only
                )
                if len(pairs) > 1:
                    merger.add(bitext.paired() if paired_only else bitext)
                yield Aligned(pair, bitext, tuple(files), warnings)
            except ModelError:
                raise
            except BitexteError as error:
                yield Aligned(pair, error=error)
        merged = merger.write()
        if on_merged is not None:
            on_merged(merged)
    finally:
        merger.discard()
        folder.close()


def write_ladder(bitext: Bitext, path: Path) -> None:
    """Write the beads as `[0, 1]:[2]:confidence`, sentences of either side counted from 0."""
    source = target = 0
    beads = []
    for unit in bitext.units:
        left, right = unit.bead_sizes
        beads.append(Bead(source, source + left, target, target + right, unit.score or 0.0))
        source, target = source + left, target + right
    with atomic_text(path) as stream:
        stream.write(format_ladder(beads))


def check_alignment(bitext: Bitext) -> Bitext:
    """An existing bitext with the warning `misaligned` on every unit whose sides an alignment of its own pulls apart.

    The units are taken as they are and never split; a unit with an empty side is passed over.
    """
    from pipeline.alignment.sentences import align_sentences

    places = [index for index, unit in enumerate(bitext.units) if unit.source.strip() and unit.target.strip()]
    sources = [bitext.units[index].source for index in places]
    targets = [bitext.units[index].target for index in places]
    beads = align_sentences(sources, targets)
    straight = {bead.source_start for bead in beads if bead[:4] == (bead[0], bead[0] + 1, bead[0], bead[0] + 1)}
    units = list(bitext.units)
    for number, index in enumerate(places):
        if number not in straight:
            flag = Flag("misaligned", Severity.WARNING, "aligned anew, the two sides of this unit do not stay together")
            units[index] = replace(units[index], flags=(*units[index].flags, flag))
    return replace(bitext, units=tuple(units))


def _read(path: Path, language: str, lines: bool) -> tuple[Document, tuple[str, ...]]:
    source, _ = read_source(path)
    if lines:
        return replace(with_lines(source.document), language=language), source.warnings
    return segment(replace(source, document=replace(source.document, language=language))), source.warnings
