"""A bitext becomes the files of `OUT/<name>/`, and several of them one merged corpus."""

from __future__ import annotations

import glob
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.bitext import Bitext
from pipeline.documents.registry import SUFFIXES, Original, write_document
from pipeline.errors import OptionError
from pipeline.files.layout import MEMBERS, MERGED, STATE, report_path
from pipeline.files.opening import read_whole
from pipeline.files.structure import read_state
from pipeline.files.together import together
from pipeline.files.writing import atomic_bytes, atomic_text, is_running
from pipeline.formats.registry import output_paths
from pipeline.workflow.report import report
from pipeline.workflow.writers import DOCUMENT_WRITERS

DOCUMENT, REPORT = "document", "report"
FORMATS = (DOCUMENT, *DOCUMENT_WRITERS, REPORT)
"""What `--formats` takes."""


def parse_formats(names: str | None) -> tuple[str, ...]:
    """The formats in a comma-separated list, in canonical order; all for None. Raises OptionError."""
    if names is None:
        return FORMATS
    chosen = {name.strip() for name in names.split(",") if name.strip()}
    unknown = sorted(chosen - set(FORMATS))
    if unknown or not chosen:
        raise OptionError(f"--formats {names}: valid names, with commas between them: {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in chosen)


def write_artefacts(
    bitext: Bitext,
    folder: Path,
    *,
    formats: Sequence[str] = FORMATS,
    warnings: Iterable[str] = (),
    original: Original | None = None,
    run: Mapping[str, float | int] | None = None,
    paired_only: bool = False,
) -> list[Path]:
    """Write the chosen formats of `bitext` into `folder`; the files' names begin with the folder's name.

    original: the file that a document of a format of its own came from; it is kept in the folder, under a hidden name,
    and the English document is made of it. Without it, the one kept there is taken, if there is one.
    paired_only: leave units without text on one side out of the TMX and the Moses pair.
    Returns the files, in the order written; all of them change together, whatever stops the run. Raises OutputError.
    """
    written: list[Path] = []
    changed: Counter[str] = Counter()
    with together(folder) as place:
        for name in formats:
            if name == REPORT:
                continue
            if name == DOCUMENT:
                written += _write_document(bitext, folder, place, original)
                continue
            paths = output_paths(DOCUMENT_WRITERS[name], place, folder.name)
            taken = bitext.paired() if paired_only and name in MERGED else bitext
            for kind, count in DOCUMENT_WRITERS[name].write([taken], paths).items():
                changed[f"{name}:{kind}"] += count
            written += paths
        if REPORT in formats:
            path = report_path(place, folder.name)
            made = report(bitext, warnings=warnings, changed=changed, run=run)
            with atomic_text(path) as stream:
                stream.write(json.dumps(made.record(), ensure_ascii=False, indent=1) + "\n")
            written.append(path)
    return [folder / path.name for path in written]


def write_again(bitext: Bitext, out: Path) -> list[Path]:
    """Write the formats that a document in `out` has, from a bitext that was checked; what its run said stays."""
    folder = out / bitext.name
    report = report_path(folder, bitext.name)
    original = kept_original(folder)
    present = [
        name
        for name in FORMATS
        if (name == DOCUMENT and original is not None and document_path(folder, original.suffix).exists())
        or (name == REPORT and report.exists())
        or (name in DOCUMENT_WRITERS and output_paths(DOCUMENT_WRITERS[name], folder, bitext.name)[0].exists())
    ]
    warnings, run = _earlier(report)
    return write_artefacts(
        bitext,
        folder,
        formats=present,
        warnings=warnings,
        original=original,
        run=run,
    )


def _earlier(report: Path) -> tuple[list[str], dict[str, float | int] | None]:
    """The warnings of the run that made the document, and its figures; what cannot be read is not there."""
    known = read_state(report)
    if not isinstance(known, dict):
        return [], None
    warnings, run = known.get("warnings"), known.get("run")
    said = [one for one in warnings if isinstance(one, str)] if isinstance(warnings, list) else []
    if not isinstance(run, dict):
        return said, None
    return said, {name: value for name, value in run.items() if isinstance(value, int | float)}


def document_path(folder: Path, suffix: str) -> Path:
    """Where the English document of a folder stands."""
    return folder / f"{folder.name}.en{suffix}"


def kept_original(folder: Path) -> Original | None:
    """The file that a folder's document came from, where it has a format of its own.

    Raises InputError, or FormatError for one beyond the limits.
    """
    for path in sorted(folder.glob(f".{glob.escape(folder.name)}.*")):
        if path.suffix.lower() in SUFFIXES and path.name == f".{folder.name}{path.suffix}":
            return Original(read_whole(path), path.suffix)
    return None


def _write_document(bitext: Bitext, folder: Path, place: Path, original: Original | None) -> list[Path]:
    """The English document, and the original beside it under a hidden name; nothing for plain text."""
    document = bitext.document
    if document is None or not document.format:
        return []
    original = original or kept_original(folder)
    if original is None:
        return []
    data = write_document(original, document, bitext.units)
    with atomic_bytes(place / f".{folder.name}{original.suffix}") as stream:
        stream.write(original.data)
    path = document_path(place, original.suffix).with_name(document_path(folder, original.suffix).name)
    with atomic_bytes(path) as stream:
        stream.write(data)
    return [path]


def merged_names(folder: Path) -> list[str]:
    """The documents that the merged files of an output folder hold, in order; empty where there are none."""
    names = read_state(folder / MEMBERS)
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


class Merger:
    """Collects the documents of a run on disk, then writes `corpus.tmx`, `corpus.fr` and `corpus.en`.

    One document is in memory at a time, however many there are.
    """

    def __init__(self, folder: Path, formats: Sequence[str]) -> None:
        """`folder` is the run's output folder; only merged formats among `formats` are written."""
        self._folder = folder
        self._formats = [name for name in MERGED if name in formats]
        self._state = folder / STATE
        self._spool = self._state / f"merging-{os.getpid()}"
        self._names: list[str] = []
        self._pieces: list[Path] = []

    def add(self, bitext: Bitext, name: str = "") -> None:
        """Put a document aside for the merged files. name: its place below the folder, where that is another one."""
        if self._formats:
            path = self._spool / f"{len(self._pieces):06d}.jsonl"
            DOCUMENT_WRITERS["jsonl"].write([bitext], (path,))
            self._pieces.append(path)
            self._names.append(name or bitext.name)

    def write(self) -> list[Path]:
        """Write the merged files, where more than one document was added; returns them."""
        from pipeline.formats.jsonl import read_jsonl

        written: list[Path] = []
        if len(self._pieces) > 1 and self._formats:
            with together(self._folder) as place:
                for name in self._formats:
                    paths = tuple(place / file for file in MERGED[name])
                    DOCUMENT_WRITERS[name].write((read_jsonl(piece) for piece in self._pieces), paths)
                    written += (self._folder / path.name for path in paths)
        if written:
            with atomic_text(self._folder / MEMBERS) as stream:
                stream.write(json.dumps(self._names, ensure_ascii=False) + "\n")
        return written

    def discard(self) -> None:
        """Remove what was put aside, by this run and by runs that were killed."""
        for spool in self._state.glob("merging-*"):
            if spool == self._spool or not _is_running(spool.name.removeprefix("merging-")):
                shutil.rmtree(spool, ignore_errors=True)


def _is_running(process: str) -> bool:
    try:
        return is_running(int(process))
    except ValueError:
        return False
