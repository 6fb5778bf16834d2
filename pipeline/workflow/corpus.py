"""Documents that belong together become sources of a corpus: aligned once, and kept beside the result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from pipeline.corpus.build import check_licences
from pipeline.corpus.shards import Judge
from pipeline.corpus.sources import CorpusSource, find_sources, folder_files
from pipeline.errors import BitexteError, InputError, ModelError, OutputError
from pipeline.files.structure import read_state
from pipeline.files.writing import atomic_text
from pipeline.formats.registry import WRITERS
from pipeline.workflow.align import Aligning, TextPair, align_pair, find_pairs
from pipeline.workflow.session import Session

ALIGNED = ".aligned"
"""The folder in the result that holds aligned documents."""

Texts: TypeAlias = "tuple[Path, Path]"
"""Two texts or two folders, the French side first."""


@dataclass(frozen=True)
class _Documents:
    """Pairs of texts that become one source, called after `path`. alone: files without another half."""

    path: Path
    pairs: Sequence[TextPair]
    alone: Sequence[Path]


@dataclass
class Sources:
    """What a build reads. warnings: one line each. failed: pairs of documents that could not be aligned."""

    found: list[Path | CorpusSource] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    failed: int = 0


def prepare_sources(
    paths: Sequence[Path],
    texts: Sequence[Texts],
    out: Path,
    how: Aligning,
    *,
    licences: Iterable[str] = (),
    on_document: Callable[[str, int, int], None] | None = None,
) -> Sources:
    """The sources of a build; documents among them are aligned, unless an earlier build did so.

    A path is a corpus, a folder of results, or a folder whose texts pair (`x.fr.txt` beside `x.en.txt`,
    `fr/x` beside `en/x`); texts are pairs of texts or folders. how: how they are aligned, word links apart.
    licences: names of sources that licences will be stated for, so that a wrong one is found before the work begins.
    on_document is called with a pair's name, its number from 1 and the number of pairs. Raises InputError
    for a path that is none of these, or where nothing of a folder can be aligned, OptionError, ModelError
    and OutputError.
    """
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: cannot be written: a file stands where a folder should be")
    plan: list[Path | _Documents] = [_Documents(path, *_pairs(path)) if _holds_texts(path) else path for path in paths]
    plan += [_Documents(french, *find_pairs(french, english)) for french, english in texts]
    named: list[Path | CorpusSource] = [
        CorpusSource(one.path.name, one.path, (), "") if isinstance(one, _Documents) else one for one in plan
    ]
    check_licences(find_sources(named), licences)  # what is wrong is said before hours of aligning
    sources = Sources()
    for one in plan:
        if isinstance(one, _Documents):
            sources.found.append(_aligned(one, out / ALIGNED, replace(how, links=False), on_document, sources))
            sources.warnings += [f"{file}: has no other half, left out" for file in one.alone]
        else:
            sources.found.append(one)
    return sources


def judge_of(session: Session) -> Judge:
    """The session's model as a judge of pairs. Raises ModelError."""
    name = session.package.digest()[:16]
    return Judge(name, session.engine.score)


def _holds_texts(path: Path) -> bool:
    return path.is_dir() and folder_files(path) is None


def _pairs(folder: Path) -> tuple[list[TextPair], list[Path]]:
    try:
        return find_pairs(folder)
    except InputError as error:
        raise InputError(
            f"{folder}: nothing to build from; a folder holds texts that pair (x.fr.txt beside x.en.txt, fr/x beside "
            f"en/x), results of bitexte (<name>/<name>.jsonl) or .parquet files: {error}"
        ) from error


def _aligned(
    documents: _Documents,
    kept: Path,
    how: Aligning,
    on_document: Callable[[str, int, int], None] | None,
    sources: Sources,
) -> CorpusSource:
    """The source made of these pairs, each aligned into a file of its own in a folder of `kept`.

    What became of them goes into `sources`.
    """
    path, pairs = documents.path, documents.pairs
    place = hashlib.blake2b(str(path.resolve()).encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    folder = kept / f"{path.resolve().name}-{place}"
    files: list[Path] = []
    for number, pair in enumerate(pairs, start=1):
        if on_document is not None:
            on_document(pair.name, number, len(pairs))
        file = folder / f"{pair.name}.jsonl"
        mark = {"texts": [_state(pair.french), _state(pair.english)], "made_by": str(how.signature)}
        warnings = _earlier_warnings(file, mark)
        if warnings is None:
            try:
                bitext, found = align_pair(pair, how)
            except ModelError:
                raise
            except BitexteError as error:
                sources.failed += 1
                sources.warnings.append(str(error))
                continue
            warnings = list(found)
            WRITERS["jsonl"].write([bitext], (file,))
            with atomic_text(file.with_suffix(".json")) as stream:
                stream.write(json.dumps({"mark": mark, "warnings": warnings}) + "\n")
        sources.warnings += warnings
        files.append(file)
    if not files:
        raise InputError(f"{path}: none of its {len(pairs)} pairs of texts could be aligned: {sources.warnings[-1]}")
    return CorpusSource(path.name, path, tuple(files), "documents, aligned here", str(how.signature))


def _state(path: Path) -> list[object]:
    try:
        stat = path.stat()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    return [str(path.resolve()), stat.st_size, stat.st_mtime_ns]


def _earlier_warnings(file: Path, mark: Mapping[str, object]) -> list[str] | None:
    """What was said when this file was made; None where it has to be made, or made again."""
    try:
        record = read_state(file.with_suffix(".json"))
        return list(record["warnings"]) if file.is_file() and record["mark"] == mark else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
