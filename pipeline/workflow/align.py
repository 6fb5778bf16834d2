"""The second use: a French text and its existing English version become a bitext."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.alignment import ALIGNER_VERSION, align_documents, alignment_problems
from pipeline.alignment.bead import Bead, format_ladder
from pipeline.bitext import Bitext, Document, Flag, Sentence, Severity, Signature, Span
from pipeline.errors import BitexteError, InputError, ModelError
from pipeline.formats.provenance import TOOL, tool_version
from pipeline.formats.reading import LineReader, read_document
from pipeline.formats.writing import atomic_text
from pipeline.quality.registry import run_checks
from pipeline.segmentation import SPLITTER_VERSION
from pipeline.workflow.artefacts import FORMATS, Merger, write_artefacts
from pipeline.workflow.session import Session
from pipeline.workflow.translate import segment


@dataclass(frozen=True, slots=True)
class Pair:
    """A French file and its English version; name is what the result is called."""

    name: str
    french: Path
    english: Path


@dataclass(frozen=True, slots=True)
class Aligned:
    """What became of one pair: its bitext and files, or the error; the warnings either way."""

    pair: Pair
    bitext: Bitext | None = None
    files: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()
    error: BitexteError | None = None


def find_pairs(french: Path, english: Path | None = None) -> list[Pair]:
    """The pairs that two files, two folders or one folder hold, ordered by name.

    Two folders are paired by file name; one folder holds `x.fr.txt` with `x.en.txt`, or `fr/x` with `en/x`.
    Raises InputError where nothing pairs, naming a file without its other half.
    """
    if english is not None and not french.is_dir() and not english.is_dir():
        return [Pair(_stem(french), french, english)]
    if english is None and not french.is_dir():
        raise InputError(f"{french}: align takes two files, two folders, or one folder with both sides in it")
    if english is not None and not (french.is_dir() and english.is_dir()):
        raise InputError(f"{french} and {english}: one is a folder, the other is not")
    if english is None and (french / "fr").is_dir() and (french / "en").is_dir():
        french, english = french / "fr", french / "en"
    if english is not None:
        left = {_stem(path): path for path in sorted(french.iterdir()) if path.is_file()}
        right = {_stem(path): path for path in sorted(english.iterdir()) if path.is_file()}
    else:
        left = {_stem(path): path for path in sorted(french.glob("*.fr.*"))}
        right = {_stem(path): path for path in sorted(french.glob("*.en.*"))}
    alone = sorted(set(left) ^ set(right))
    if alone:
        path = left.get(alone[0]) or right[alone[0]]
        raise InputError(f"{path}: has no other half ({len(alone)} such file{'s' if len(alone) > 1 else ''})")
    if not left:
        raise InputError(f"{french}: no pairs; files must be x.fr.txt and x.en.txt, or fr/x and en/x")
    return [Pair(name, left[name], right[name]) for name in sorted(left)]


def align_pair(pair: Pair, session: Session | None, *, lines: bool = False) -> tuple[Bitext, tuple[str, ...]]:
    """Align one pair; the bitext, checked and flagged, and the warnings.

    session: its model translates the French, as evidence only; None aligns without a model. lines: one
    segment a line, never split again. Raises InputError for what cannot be aligned.
    """
    french, english = _read(pair.french, "fr", lines), _read(pair.english, "en", lines)
    warnings = [*french[1], *english[1]]
    left, right = replace(french[0], name=pair.name), english[0]
    errors, doubts = alignment_problems(replace(left, name=str(pair.french)), replace(right, name=str(pair.english)))
    if errors:
        raise InputError(errors[0])
    bitext = align_documents(
        left, right, None if session is None else session.engine, name=pair.name, signature=_signature(session, lines)
    )
    return run_checks(bitext), (*warnings, *doubts)


def align_files(
    pairs: Sequence[Pair],
    out: Path,
    session: Session | None,
    *,
    lines: bool = False,
    formats: Sequence[str] = FORMATS,
) -> Iterator[Aligned]:
    """Align each pair into `out/<name>/`, with the artefacts of a translation; several also into `corpus.*`.

    A pair that fails does not stop the others; an unusable model does.
    """
    merger = Merger(out, formats)
    try:
        for pair in pairs:
            try:
                bitext, warnings = align_pair(pair, session, lines=lines)
                files = write_artefacts(bitext, out / pair.name, formats=formats, warnings=warnings)
                if len(pairs) > 1:
                    merger.add(bitext)
                yield Aligned(pair, bitext, tuple(files), warnings)
            except ModelError:
                raise
            except BitexteError as error:
                yield Aligned(pair, error=error)
        merger.write()
    finally:
        merger.discard()


def write_ladder(bitext: Bitext, path: Path) -> None:
    """Write the beads as `[0, 1]:[2]:confidence`, sentences of either side counted from 0."""
    source = target = 0
    beads = []
    for unit in bitext.units:
        left, right = map(int, unit.bead.split("-"))
        beads.append(Bead(source, source + left, target, target + right, unit.score or 0.0))
        source, target = source + left, target + right
    with atomic_text(path) as stream:
        stream.write(format_ladder(beads))


def check_alignment(bitext: Bitext, session: Session | None) -> Bitext:
    """An existing bitext with the warning `misaligned` on every unit whose sides an alignment of its own pulls apart.

    The units are taken as they are and never split; a unit with an empty side is passed over.
    """
    from pipeline.alignment.sentences import align_sentences

    places = [index for index, unit in enumerate(bitext.units) if unit.source.strip() and unit.target.strip()]
    sources = [bitext.units[index].source for index in places]
    targets = [bitext.units[index].target for index in places]

    def translate(sentences: Sequence[str]) -> list[str]:
        assert session is not None
        return [found.best.text for found in session.engine.translate(sentences, beam_size=1)]

    beads = align_sentences(sources, targets, None if session is None else translate)
    straight = {bead.source_start for bead in beads if bead[:4] == (bead[0], bead[0] + 1, bead[0], bead[0] + 1)}
    units = list(bitext.units)
    for number, index in enumerate(places):
        if number not in straight:
            flag = Flag("misaligned", Severity.WARNING, "aligned anew, the two sides of this unit do not stay together")
            units[index] = replace(units[index], flags=(*units[index].flags, flag))
    return replace(bitext, units=tuple(units))


def _read(path: Path, language: str, lines: bool) -> tuple[Document, tuple[str, ...]]:
    if lines:
        reader = LineReader(path)
        text, sentences, position = [], [], 0
        for number, line in enumerate(reader):
            sentences.append(Sentence(Span(position, position + len(line)), number))
            text.append(line + "\n")
            position += len(line) + 1
        document = Document(_stem(path), "".join(text), tuple(sentences), language)
        return document, tuple(reader.warnings)
    source = read_document(path)
    return segment(replace(source, document=replace(source.document, language=language))), source.warnings


def _signature(session: Session | None, lines: bool) -> Signature:
    model = [] if session is None else [field for field in session.signature.fields if field[0] in ("package", "model")]
    splitter = "lines" if lines else SPLITTER_VERSION
    return Signature(((TOOL, tool_version()), ("aligner", ALIGNER_VERSION), ("splitter", splitter), *model))


def _stem(path: Path) -> str:
    """The name without its ending and without a language before it: `x.fr.txt` and `x.en.txt` are both `x`."""
    name = path.name.split(".")
    if len(name) > 1:
        name.pop()
    if len(name) > 1 and name[-1].lower() in ("fr", "en"):
        name.pop()
    return ".".join(name)
