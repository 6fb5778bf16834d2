"""Translate many files into an output folder; one that fails does not stop the others."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.bitext import Bitext, Severity
from pipeline.documents.registry import read_source
from pipeline.errors import BitexteError, ModelError
from pipeline.glossary.entries.files import OVERRIDES
from pipeline.workflow.artefacts import FORMATS, Merger, write_artefacts
from pipeline.workflow.progress import Progress
from pipeline.workflow.segmenting import prepared
from pipeline.workflow.serving import carried, making
from pipeline.workflow.session import Session
from pipeline.workflow.sources import Found, Names
from pipeline.workflow.translate import translate


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: its bitext and files, or the error; the warnings either way."""

    source: Path
    bitext: Bitext | None = None
    files: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()
    error: BitexteError | None = None
    seconds: float = 0.0
    reused: int = 0

    def count(self, severity: Severity) -> int:
        """How many flags of `severity` the bitext carries."""
        units = () if self.bitext is None else self.bitext.units
        return sum(flag.severity is severity for unit in units for flag in unit.flags)


def translate_files(
    sources: Sequence[Path | Found],
    out: Path,
    session: Session,
    *,
    formats: Sequence[str] = FORMATS,
    join_lines: bool | None = None,
    repair: bool = False,
    progress: Progress | None = None,
) -> Generator[Outcome, None, None]:
    """Translate each source into `out/<stem>/` (below its own folder there), yielding its outcome when its files stand.

    Two sources of one stem get `<stem>` and `<stem>-2`, in this call or another. After the last, `corpus.*` is written
    where more than one document came through. join_lines, repair: as for `prepared`. An error that no other document
    could escape (the model, the default glossaries) is raised; those of one document are in its outcome.
    """
    hooks = progress or Progress()
    merger = Merger(out, formats)
    folder = ExitStack()
    try:
        folder.enter_context(making(out, "bitexte translate"))
        names = Names(out)
        for found in (each if isinstance(each, Found) else Found(each) for each in sources):
            source, place = found.path, out / found.folder
            name = names.of(source, found.folder)
            began, counts = time.monotonic(), Counter[str]()
            warnings: tuple[str, ...] = ()
            try:
                read, original = read_source(source)
                warnings = read.warnings
                glossary = session.glossary_with(override_for(source))
                document, warnings = prepared(read, str(source), join_lines=join_lines, repair=repair)
                document = replace(document, name=name)
                hooks.document(name, len(document.sentences))
                bitext = carried(translate(document, session, hooks.advance, glossary=glossary, counts=counts), place)
                seconds, reused = time.monotonic() - began, counts["reused"]
                files = write_artefacts(
                    bitext,
                    place / name,
                    formats=formats,
                    warnings=warnings,
                    original=original,
                    run=_volatile(seconds, reused, len(bitext.units)),
                )
                names.keep(found.folder, name)
                if len(sources) > 1:
                    merger.add(bitext, (found.folder / name).as_posix())
                yield Outcome(source, bitext, tuple(files), warnings, None, seconds, reused)
            except ModelError:
                raise
            except BitexteError as error:
                yield Outcome(source, warnings=warnings, error=error)
        hooks.merged(merger.write())
    finally:
        merger.discard()
        folder.close()


def override_for(source: Path) -> Path | None:
    """The glossary for one document: `article.glossary.tsv` (.csv, .tbx, .xlsx) beside `article.txt`, if any."""
    beside = (source.with_name(f"{source.stem}.glossary{suffix}") for suffix in OVERRIDES)
    return next((path for path in beside if os.path.isfile(path)), None)  # noqa: PTH113 - which asks of any name


def _volatile(seconds: float, reused: int, units: int) -> dict[str, float | int] | None:
    """What differs between equal runs; left out under SOURCE_DATE_EPOCH, which asks for equal bytes."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return None
    rate = round(units / seconds, 1) if seconds > 0 else 0.0
    return {"seconds": round(seconds, 3), "segments_per_second": rate, "segments_reused": reused}
