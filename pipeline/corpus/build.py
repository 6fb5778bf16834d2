"""Builds a clean corpus out of many sources: score everything, then decide, then write.

Scores are kept in shards beside the result, each written whole or not at all, so that a build that
was killed goes on where it stopped, and other thresholds need no second scoring.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.bitext import Bitext, Origin, Unit, unit_identifier
from pipeline.corpus.decisions import KEPT, PARTS, Reasons, decide, mark_duplicates, part_of, reason_name
from pipeline.corpus.filters import FILTERS
from pipeline.corpus.pair import Pair
from pipeline.corpus.scoring import Scorer
from pipeline.corpus.settings import Settings
from pipeline.corpus.sources import read_pairs
from pipeline.errors import InputError

_SHARD = 50_000  # pairs
_UNITS = 1_000  # of a bitext handed to a writer at a time
Choice = NDArray[np.int64]


@dataclass(frozen=True)
class Built:
    """What a build did. read: pairs of each source. rejected: pairs by reason. kept: pairs by part."""

    read: Mapping[str, int]
    rejected: Mapping[str, int]
    kept: Mapping[str, int]
    reused_shards: int


def build_corpus(
    sources: Sequence[Path],
    out: Path,
    settings: Settings | None = None,
    *,
    licences: Mapping[str, str] | None = None,
    formats: Sequence[str] = ("tsv", "moses"),
    workers: int = 1,
    on_progress: Callable[[int], None] | None = None,
) -> Built:
    """Build `out/train.*`, `dev.*`, `test.*`, `rejected.tsv`, `README.md` and `report.json` from `sources`.

    licences: by source file name, for the datasheet. on_progress is called with the pairs scored so
    far. Memory holds a few chunks of pairs and some forty bytes for each pair read. Raises InputError,
    FormatError, OptionError or OutputError.
    """
    from pipeline.corpus.datasheet import write_datasheet
    from pipeline.formats.registry import output_paths, select_writers

    settings = settings or Settings()
    writers = select_writers(formats)
    if not sources:
        raise InputError("corpus build: no source given")
    with Scorer(workers) as scorer:
        shards, read, reused = _scored_shards(sources, out / ".scores", scorer, on_progress)
    reasons = _decided(shards, settings)
    rejected = Counter(reason_name(int(reason)) for why in reasons for reason in why[why != KEPT])
    _write_rejected(out / "rejected.tsv", shards, reasons)
    parts = _parts(shards, reasons, settings)
    kept = {name: sum(int((p == number).sum()) for p in parts) for number, name in enumerate(PARTS)}
    for part in PARTS:
        for writer in writers:
            writer.write(_bitexts(_kept(shards, parts, part), part), output_paths(writer, out, part))
    built = Built(read, dict(rejected.most_common()), kept, reused)
    write_datasheet(out, built, settings, licences or {}, _kept(shards, parts, "train"))
    return built


def _scored_shards(
    sources: Sequence[Path], folder: Path, scorer: Scorer, on_progress: Callable[[int], None] | None
) -> tuple[list[Path], dict[str, int], int]:
    """The shards of all sources, scored now or before."""
    from pipeline.formats.writing import atomic_bytes

    shards: list[Path] = []
    read: dict[str, int] = {}
    reused = total = 0
    for source in sources:
        try:
            stat = source.stat()
        except OSError as error:
            raise InputError(f"{source}: cannot be read: {error.strerror}") from error
        mark = {"source": source.name, "size": stat.st_size, "changed": stat.st_mtime_ns, "filters": list(FILTERS)}
        stream = read_pairs(source)
        read[source.name] = 0
        for number in range(1 << 30):
            pairs = list(islice(stream, _SHARD))
            if not pairs:
                break
            path = folder / f"{source.name}.{number:05d}.npz"
            if _is_current(path, mark, len(pairs)):
                reused += 1
            else:
                scores, keys = scorer.score(pairs)
                with atomic_bytes(path) as file:
                    np.savez(
                        file,
                        scores=scores,
                        keys=keys,
                        pairs=np.frombuffer("".join(map(_line, pairs)).encode("utf-8", "replace"), dtype=np.uint8),
                        mark=np.array(json.dumps(mark)),
                    )
            shards.append(path)
            read[source.name] += len(pairs)
            total += len(pairs)
            if on_progress is not None:
                on_progress(total)
    return shards, read, reused


def _is_current(path: Path, mark: dict[str, object], count: int) -> bool:
    try:
        with np.load(path) as shard:
            return bool(json.loads(str(shard["mark"])) == mark and len(shard["scores"]) == count)
    except (OSError, ValueError, KeyError):
        return False


def _line(pair: Pair) -> str:
    cells = (pair.source, pair.target, pair.document, "" if pair.confidence is None else f"{pair.confidence:.4f}")
    return "\t".join(" ".join(cell.split()) if cell else "" for cell in cells) + "\n"


def _pairs(shard: Path, rows: Choice) -> Iterator[Pair]:
    """The pairs of a shard in the given rows, ascending."""
    with np.load(shard) as data:
        lines = data["pairs"].tobytes().decode("utf-8").split("\n")
    for row in rows.tolist():
        source, target, document, confidence = lines[row].split("\t")
        yield Pair(source, target, document, float(confidence) if confidence else None)


def _decided(shards: Sequence[Path], settings: Settings) -> list[Reasons]:
    """The reasons of each shard's pairs, duplicates among all of them marked."""
    reasons, keys = [np.empty(0, dtype=np.int16)], [np.empty((0, 2), dtype=np.uint64)]
    for shard in shards:
        with np.load(shard) as data:
            reasons.append(decide(data["scores"], settings))
            keys.append(data["keys"])
    joined = np.concatenate(reasons)
    mark_duplicates(joined, np.concatenate(keys), near=settings.near)
    return np.split(joined, np.cumsum([len(part) for part in reasons[1:]])[:-1]) if shards else []


def _parts(shards: Sequence[Path], reasons: Sequence[Reasons], settings: Settings) -> list[Choice]:
    """For each shard's pairs the number of their part in `PARTS`, or -1 for a rejected one."""
    found = []
    for shard, why in zip(shards, reasons, strict=True):
        kept = np.flatnonzero(why == KEPT)
        parts = np.full(len(why), -1, dtype=np.int64)
        parts[kept] = [PARTS.index(part_of(pair.document, settings)) for pair in _pairs(shard, kept)]
        found.append(parts)
    return found


def _kept(shards: Sequence[Path], parts: Sequence[Choice], part: str) -> Iterator[Pair]:
    number = PARTS.index(part)
    for shard, belongs in zip(shards, parts, strict=True):
        rows = np.flatnonzero(belongs == number)
        if len(rows):
            yield from _pairs(shard, rows)


def _bitexts(pairs: Iterable[Pair], name: str) -> Iterator[Bitext]:
    stream = enumerate(pairs)
    while block := list(islice(stream, _UNITS)):
        units = (
            Unit(unit_identifier(k), p.source, p.target, k, origin=Origin.HUMAN, score=p.confidence) for k, p in block
        )
        yield Bitext(name, tuple(units))


def _write_rejected(path: Path, shards: Sequence[Path], reasons: Sequence[Reasons]) -> None:
    from pipeline.formats.writing import atomic_text

    with atomic_text(path) as file:
        file.write("reason\tfrench\tenglish\tdocument\n")
        for shard, why in zip(shards, reasons, strict=True):
            rows = np.flatnonzero(why != KEPT)
            for row, pair in zip(rows, _pairs(shard, rows), strict=True):
                file.write(f"{reason_name(int(why[row]))}\t{pair.source}\t{pair.target}\t{pair.document}\n")


def report_of(built: Built, settings: Settings) -> dict[str, object]:
    """The build in plain JSON values."""
    return {**asdict(built), "settings": asdict(settings)}
