"""The third use: what a reviewer changed comes home into every artefact and into the memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipeline.bitext import Bitext, Severity, Unit
from pipeline.errors import InputError, OptionError
from pipeline.files.layout import MEMORY, document_path, merged_formats
from pipeline.files.writing import atomic_text
from pipeline.formats.jsonl import read_jsonl
from pipeline.memory import Approved, Memory
from pipeline.quality.registry import run_checks
from pipeline.review.applying import apply_patch
from pipeline.review.exchange import EXPORT_WRITERS, OMEGAT, read_review
from pipeline.review.fingerprint import segment_hash
from pipeline.review.patch import DocumentPatch, Patch
from pipeline.workflow.artefacts import Merger, merged_names
from pipeline.workflow.serving import FolderFiles, reviewing

_SUFFIXES = {OMEGAT: ".omegat.xlf"}
EXPORTS = tuple(EXPORT_WRITERS)
"""What `export_review` writes; the page exports patches itself."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a patch did to one document.

    approved: pairs now in the memory. errors: one line for each flag of severity `error` on a reviewed unit that it did
    not have before. conflicts: one line each. rejected: where the part of the patch
    that did not fit was saved, if any. files: the artefacts written anew.
    """

    name: str
    approved: int
    errors: tuple[str, ...]
    conflicts: tuple[str, ...]
    rejected: Path | None
    files: tuple[Path, ...]


def open_documents(out: Path) -> Iterator[Bitext]:
    """The documents of an output folder and of those below it, ordered by name, each from its JSON Lines file.

    A document is called after its folder's place, whatever the file says: so it is written where it was found, and no
    two have one name. Raises InputError where there is none.
    """
    files = FolderFiles(out)
    for name in files.present():
        yield files.read(name)


def apply_review(patch: Path, out: Path) -> list[Reviewed]:
    """Apply what a reviewer gives back (.json, .xlf, .xlsx, .docx, .tmx) to the documents in `out`.

    Every artefact that a document has is written anew and checked, approved pairs go into the memory, and what
    does not fit any more is reported and saved beside the document. Edits of no document's belong to all that have
    their source. Raises InputError or FormatError for an unusable patch, InputError where `out` has none of its
    documents (before anything is changed); where it has some, the others are conflicts.
    """
    given = read_review(patch)
    with reviewing(out, f"bitexte review apply {patch.name}"):
        wanted, strangers = _matched(given, patch, out)
        with Memory(out / MEMORY) as memory:
            reviewed = [_apply(document, out, memory) for document in wanted]
        merge_again(out)
    return [*reviewed, *strangers]


def _matched(patch: Patch, path: Path, out: Path) -> tuple[list[DocumentPatch], list[Reviewed]]:
    """The parts of a patch for the documents that are there, and what to say of the others."""
    known: dict[str, DocumentPatch] = {}
    strangers = []
    names = FolderFiles(out).names()
    for document in patch.documents:
        if not document.name:
            for found in _scattered(document, out):
                before = known.get(found.name, DocumentPatch(found.name))
                known[found.name] = replace(before, edits=before.edits + found.edits)
        elif len(places := _places(document, names, out)) == 1:
            known[places[0]] = replace(document, name=places[0])
        else:
            where = f"{len(places)} times: {', '.join(places)}" if places else str(document_path(out, document.name))
            strangers.append(f"document {document.name!r} is {'' if places else 'not '}in {out} ({where})")
    if not known:
        raise InputError(f"{path}: {'; '.join(strangers) or f'no document in {out} has its French'}")
    return list(known.values()), [Reviewed("", 0, (), (f"{path}: {line}",), None, ()) for line in strangers]


def _places(document: DocumentPatch, names: Sequence[str], out: Path) -> list[str]:
    """Which documents a part of a patch may be for: that of its name, else those in folders below that are called so.

    Of several, those that have all its French.
    """
    if document.name in names:
        return [document.name]
    called = [name for name in names if PurePosixPath(name).name == document.name]
    if len(called) < 2:
        return called
    wanted = {edit.hash for edit in document.edits}.union(*(group.hashes for group in document.groups))
    files = FolderFiles(out)
    theirs = {name: {segment_hash(unit.source) for unit in files.read(name).units} for name in called}
    return [name for name in called if wanted <= theirs[name]] or called


def _scattered(edits: DocumentPatch, out: Path) -> Iterator[DocumentPatch]:
    """For each document with sources of these edits, the edits of its units."""
    wanted = {edit.hash: edit for edit in edits.edits}
    for bitext in open_documents(out):
        hashes = {unit.id: segment_hash(unit.source) for unit in bitext.units}
        found = tuple(replace(wanted[each], id=key) for key, each in hashes.items() if each in wanted)
        if found:
            yield DocumentPatch(bitext.name, found)


def export_review(out: Path, kind: str) -> list[Path]:
    """Write every document in `out` for review elsewhere, as `out/<name>/<name>.<kind>`; returns the files.

    kind: `xlf` (XLIFF 1.2), `omegat` (as `out/<name>/<name>.omegat.xlf`), `xlsx` or `docx`. Raises OptionError for
    another one, InputError where `out` holds no document.
    """
    if kind not in EXPORT_WRITERS:
        raise OptionError(f"--format {kind}: valid are {', '.join(EXPORTS)}")
    written = []
    with reviewing(out, "bitexte review export"):
        for bitext in open_documents(out):
            own = PurePosixPath(bitext.name).name
            path = document_path(out, bitext.name).with_name(f"{own}{_SUFFIXES.get(kind, f'.{kind}')}")
            EXPORT_WRITERS[kind].write([bitext], (path,))
            written.append(path)
    return written


def _apply(patch: DocumentPatch, out: Path, memory: Memory) -> Reviewed:
    before = FolderFiles(out).read(patch.name)
    applied = apply_patch(before, patch)
    checked = run_checks(applied.bitext)
    memory.withdraw(_pairs(patch.name, applied.withdrawn))
    memory.approve(_pairs(patch.name, applied.approved_units()))
    files = FolderFiles(out).written(checked)
    rejected = None
    if applied.conflicts:
        rejected = document_path(out, patch.name).with_name(f"{PurePosixPath(patch.name).name}.rejected.json")
        with atomic_text(rejected) as stream:
            stream.write(Patch((applied.rejected,)).to_json())
    errors = tuple(new_errors(before, checked))
    return Reviewed(patch.name, len(applied.approved), errors, applied.conflicts, rejected, tuple(files))


def new_errors(before: Bitext, after: Bitext) -> Iterator[str]:
    """One line for each error in `after` on a unit that changed and did not have it in `before`."""
    old = {unit.id: unit for unit in before.units}
    for unit in after.units:
        was = old.get(unit.id)
        if was is not None and (was.source, was.target, was.review) == (unit.source, unit.target, unit.review):
            continue
        known = {flag.code for flag in was.flags} if was is not None and was.target == unit.target else set()
        for flag in unit.flags:
            if flag.severity is Severity.ERROR and flag.code not in known:
                yield f"{after.name}: {unit.id}: {flag.message} ({flag.code})"


def merge_again(out: Path) -> None:
    """Write the merged files of a folder anew from its documents, where there are any."""
    present = merged_formats(out)
    there = set(FolderFiles(out).names())
    names = [name for name in merged_names(out) if name in there]
    if not present or not names:
        return
    merger = Merger(out, present)
    try:
        for name in names:
            merger.add(read_jsonl(document_path(out, name)), name)
        merger.write()
    finally:
        merger.discard()


def _pairs(name: str, units: Iterator[Unit] | tuple[Unit, ...]) -> Iterator[Approved]:
    return (Approved(unit.source, unit.target, name) for unit in units if unit.source.strip())
