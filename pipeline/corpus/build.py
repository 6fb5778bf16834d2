"""Builds a clean corpus out of many sources: score everything, then decide, then write.

Scores are kept in shards beside the result: a build that was killed goes on where it stopped, and
other thresholds need no second scoring.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus.built import Built
from pipeline.corpus.decisions import KEPT, PARTS, Reasons, decide, mark_duplicates, mark_similar, part_of, reason_name
from pipeline.corpus.scoring import Scorer
from pipeline.corpus.settings import Settings
from pipeline.corpus.shards import Judge, Shard, score_sources
from pipeline.corpus.sources import CorpusSource, SourcedUnit, find_sources
from pipeline.corpus.writing import bitexts, refuse_overwriting
from pipeline.errors import InputError, OptionError, OutputError
from pipeline.files.structure import read_state

if TYPE_CHECKING:
    from pipeline.formats.registry import Writer

SCORES = ".scores"
"""The folder in the result that holds the shards."""

_REPORT = "report.json"
Choice = NDArray[np.int64]


def build_corpus(
    sources: Sequence[Path | CorpusSource],
    out: Path,
    settings: Settings | None = None,
    *,
    licences: Mapping[str, str] | None = None,
    title: str = "",
    formats: Sequence[str] = ("tsv", "moses"),
    workers: int = 1,
    on_progress: Callable[[int], None] | None = None,
    judge: Judge | None = None,
) -> Built:
    """Build `out/train.*`, `dev.*`, `test.*`, `rejected.tsv`, `README.md`, `datasheet.html` and `report.json`.

    licences: by the source's name, for the datasheet; title: what that calls the corpus. Parts without a pair are not
    written. judge: a model for the filter `likelihood`. on_progress is called with the pairs scored so
    far. Memory holds two shards of pairs and some hundred bytes for each pair read. Files of an earlier
    build in `out` that this one does not write are removed. Raises InputError, FormatError, OptionError
    or OutputError.
    """
    from pipeline.corpus.datasheet import write_datasheet
    from pipeline.corpus.profile import profile_of
    from pipeline.formats.registry import CORPUS_WRITERS, select_writers, write_corpus

    settings = settings or Settings()
    writers = select_writers(formats, CORPUS_WRITERS)
    if not sources:
        raise InputError("corpus build: no source given")
    found = find_sources(sources)
    _check(found, out, licences or {}, writers)
    with Scorer(workers) as scorer:
        scored = score_sources(found, out / SCORES, scorer, on_progress, judge)
    shards = scored.shards
    reasons = _decided(shards, settings)
    rejected = Counter(reason_name(int(reason)) for why in reasons for reason in why[why != KEPT])
    parts = _parts(shards, reasons, settings)
    earlier = _earlier_files(out)
    written = [_write_rejected(out / "rejected.tsv", shards, reasons)]
    kept = {name: sum(int((p == number).sum()) for p in parts) for number, name in enumerate(PARTS)}
    for part in PARTS:
        for writer in writers if kept[part] else ():  # a Parquet file without rows is refused by `datasets`
            written += write_corpus(writer, bitexts(_kept(shards, parts, part)), out, part)
    kept_of = Counter(dict.fromkeys(scored.read, 0))
    for shard, why in zip(shards, reasons, strict=True):
        kept_of[shard.source] += int((why == KEPT).sum())
    built = Built(
        scored.read,
        dict(rejected.most_common()),
        kept,
        scored.reused,
        scored.origins,
        dict(kept_of),
        [path.name for path in written],
        scored.left_out,
    )
    profile = profile_of(shards, reasons, settings)
    built = replace(built, warnings=tuple(_empty_parts(kept, settings, profile.documents)))
    write_datasheet(out, built, settings, found, licences or {}, profile, title)
    for name in set(earlier) - set(built.files):
        with suppress(OSError):
            (out / name).unlink()
    return built


def _empty_parts(kept: Mapping[str, int], settings: Settings, documents: int) -> Iterator[str]:
    """What is to be said of parts that were asked for and got nothing."""
    shares = {"train": 1.0, "dev": settings.dev, "test": settings.test}
    empty = [part for part in PARTS if shares[part] and not kept[part]]
    if empty and sum(kept.values()):
        plural = "" if documents == 1 else "s"
        yield (
            f"{' and '.join(empty)} could not be filled: {sum(kept.values()):,} pairs in {documents:,} document{plural}"
            " are too few for the shares asked for; `bitexte corpus split` parts by number of pairs"
        )


def check_licences(sources: Sequence[CorpusSource], licences: Iterable[str]) -> None:
    """Raises OptionError where a licence is stated for a name that none of the sources has."""
    names = [source.name for source in sources]
    for name in licences:
        if name not in names:
            raise OptionError(f"--licence {name}: no source is called that; the sources are {', '.join(names)}")


def _check(sources: Sequence[CorpusSource], out: Path, licences: Mapping[str, str], writers: Sequence[Writer]) -> None:
    """Everything that can be known to be wrong before the work begins."""
    from pipeline.formats.parquet import shards_of
    from pipeline.formats.registry import output_paths

    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: cannot be written: a file stands where a folder should be")
    check_licences(sources, licences)
    results = [out / name for name in ("rejected.tsv", *_earlier_files(out))]
    for part in PARTS:
        for writer in writers:
            results += output_paths(writer, out, part)
        results += shards_of(out, part)
    refuse_overwriting(sources, results)


def _decided(shards: Sequence[Shard], settings: Settings) -> list[Reasons]:
    """The reasons of each shard's pairs, repeats among all of them marked."""
    reasons = [decide(shard.scores(), settings) for shard in shards]
    starts = np.cumsum([0, *(len(part) for part in reasons)])
    joined = np.concatenate(reasons)
    keys = np.concatenate([shard.keys() for shard in shards])

    def texts(rows: NDArray[np.int64]) -> Iterator[tuple[str, str]]:
        for shard, start, end in zip(shards, starts[:-1], starts[1:], strict=True):
            inside = rows[np.searchsorted(rows, start) : np.searchsorted(rows, end)] - start
            if len(inside):
                yield from ((unit.source, unit.target) for _, unit in shard.entries(inside.tolist()))

    mark_duplicates(joined, keys, near=settings.near)
    if settings.similar is not None:
        mark_similar(joined, keys, texts, settings.similar)
    return np.split(joined, starts[1:-1])


def _parts(shards: Sequence[Shard], reasons: Sequence[Reasons], settings: Settings) -> list[Choice]:
    """For each shard's pairs the number of their part in `PARTS`, or -1 for a rejected one."""
    found = []
    for shard, why in zip(shards, reasons, strict=True):
        kept = np.flatnonzero(why == KEPT)
        parts = np.full(len(why), -1, dtype=np.int64)
        documents = list(shard.documents(kept.tolist()))
        numbers = {document: PARTS.index(part_of(document, settings)) for document in set(documents)}
        parts[kept] = [numbers[document] for document in documents]
        found.append(parts)
    return found


def _kept(shards: Sequence[Shard], parts: Sequence[Choice], part: str) -> Iterator[SourcedUnit]:
    number = PARTS.index(part)
    for shard, belongs in zip(shards, parts, strict=True):
        rows = np.flatnonzero(belongs == number)
        if len(rows):
            yield from shard.entries(rows.tolist())


def _write_rejected(path: Path, shards: Sequence[Shard], reasons: Sequence[Reasons]) -> Path:
    from pipeline.files.writing import atomic_text

    with atomic_text(path) as file:
        file.write("reason\tfrench\tenglish\tdocument\n")
        for shard, why in zip(shards, reasons, strict=True):
            rows = np.flatnonzero(why != KEPT).tolist()
            for row, (document, unit) in zip(rows, shard.entries(rows), strict=True):
                file.write(f"{reason_name(int(why[row]))}\t{unit.source}\t{unit.target}\t{document}\n")
    return path


def _earlier_files(out: Path) -> list[str]:
    """What an earlier build says that it wrote here; names only, no paths."""
    try:
        names = read_state(out / _REPORT)["files"]
        return [name for name in names if isinstance(name, str) and Path(name).name == name]
    except (KeyError, TypeError):
        return []
