"""Documents that belong together become sources of a corpus: aligned once, and kept beside the result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from pipeline.corpus.build import Built, build_corpus
from pipeline.corpus.settings import Settings
from pipeline.corpus.sources import Source, find_sources, folder_files
from pipeline.errors import BitexteError, InputError, ModelError, OutputError
from pipeline.formats.registry import WRITERS
from pipeline.formats.writing import atomic_text
from pipeline.workflow.align import Pair, align_pair, find_pairs
from pipeline.workflow.align import signature as alignment_signature
from pipeline.workflow.session import Session

ALIGNED = ".aligned"
"""The folder in the result that holds aligned documents."""

Texts: TypeAlias = "tuple[Path, Path]"
"""Two texts or two folders, the French side first."""


@dataclass
class Sources:
    """What a build reads. warnings: one line each. failed: pairs of documents that could not be aligned."""

    found: list[Path | Source] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failed: int = 0


def prepare_sources(
    paths: Sequence[Path],
    texts: Sequence[Texts],
    out: Path,
    session: Session | None,
    *,
    lines: bool = False,
    on_document: Callable[[str, int, int], None] | None = None,
) -> Sources:
    """The sources of a build; documents among them are aligned, unless an earlier build did so.

    A path is a corpus, a folder of results, or a folder whose texts pair (`x.fr.txt` beside `x.en.txt`,
    `fr/x` beside `en/x`); texts are pairs of texts or folders. session: its model translates the
    French, as evidence only; None aligns without a model. lines: one segment a line. on_document is
    called with a pair's name, its number from 1 and the number of pairs. Raises InputError for a path
    that is none of these, or where nothing of a folder can be aligned, ModelError and OutputError.
    """
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: cannot be written: a file stands where a folder should be")
    sources = Sources()
    find_sources([path for path in paths if not _holds_texts(path)])  # what is wrong with them is said first
    for path in paths:
        if _holds_texts(path):
            pairs, alone = _pairs(path)
            sources.found.append(_aligned(path, pairs, out, session, lines, on_document, sources))
            sources.warnings += [f"{file}: has no other half, left out" for file in alone]
        else:
            sources.found.append(path)
    for french, english in texts:
        pairs, alone = find_pairs(french, english)
        sources.found.append(_aligned(french, pairs, out, session, lines, on_document, sources))
        sources.warnings += [f"{file}: has no other half, left out" for file in alone]
    return sources


def build(
    sources: Sources,
    out: Path,
    settings: Settings | None = None,
    *,
    licences: dict[str, str] | None = None,
    formats: Sequence[str] = ("tsv", "moses"),
    workers: int = 1,
    on_progress: Callable[[int], None] | None = None,
) -> Built:
    """Build a corpus out of prepared sources; see `build_corpus`."""
    return build_corpus(
        sources.found, out, settings, licences=licences, formats=formats, workers=workers, on_progress=on_progress
    )


def _holds_texts(path: Path) -> bool:
    return path.is_dir() and folder_files(path) is None


def _pairs(folder: Path) -> tuple[list[Pair], list[Path]]:
    try:
        return find_pairs(folder)
    except InputError as error:
        raise InputError(
            f"{folder}: nothing to build from; a folder holds texts that pair (x.fr.txt beside x.en.txt, fr/x beside "
            f"en/x), results of bitexte (<name>/<name>.jsonl) or .parquet files"
        ) from error


def _aligned(
    path: Path,
    pairs: Sequence[Pair],
    out: Path,
    session: Session | None,
    lines: bool,
    on_document: Callable[[str, int, int], None] | None,
    sources: Sources,
) -> Source:
    """The source made of these pairs, each aligned into a file of its own."""
    made_by = alignment_signature(session, lines=lines)
    place = hashlib.blake2b(str(path.resolve()).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    folder = out / ALIGNED / f"{path.resolve().name}-{place}"
    files: list[Path] = []
    for number, pair in enumerate(pairs, start=1):
        if on_document is not None:
            on_document(pair.name, number, len(pairs))
        file = folder / f"{pair.name}.jsonl"
        mark = {"texts": [_state(pair.french), _state(pair.english)], "made_by": str(made_by)}
        if not _is_current(file, mark):
            try:
                bitext, warnings = align_pair(pair, session, lines=lines, links=False)
            except ModelError:
                raise
            except BitexteError as error:
                sources.failed += 1
                sources.warnings.append(str(error))
                continue
            sources.warnings += warnings
            WRITERS["jsonl"].write([bitext], (file,))
            with atomic_text(file.with_suffix(".json")) as stream:
                stream.write(json.dumps(mark) + "\n")
        files.append(file)
    if not files:
        raise InputError(f"{path}: none of its {len(pairs)} pairs of texts could be aligned: {sources.warnings[-1]}")
    return Source(path.name, path, tuple(files), "documents, aligned here", str(made_by))


def _state(path: Path) -> list[object]:
    try:
        stat = path.stat()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    return [str(path.resolve()), stat.st_size, stat.st_mtime_ns]


def _is_current(file: Path, mark: Mapping[str, object]) -> bool:
    try:
        return file.is_file() and bool(json.loads(file.with_suffix(".json").read_text(encoding="utf-8")) == mark)
    except (OSError, ValueError):
        return False
