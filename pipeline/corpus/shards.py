"""Scored units on disk, in shards written whole or not at all, so that a build can be stopped and go on.

Each source has `<name>.00000.npz` and so on, and `<name>.json` once all of it is scored. A shard is
good for another build while the source's files, the filters and all code behind them are the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.bitext import Origin, Unit
from pipeline.corpus.filters import FILTERS
from pipeline.corpus.scoring import Keys, Scorer, Scores
from pipeline.corpus.scoring_code import scoring_code
from pipeline.corpus.sources import CorpusSource, SourcedUnit
from pipeline.errors import OutputError
from pipeline.files.structure import read_state
from pipeline.files.writing import atomic_bytes, atomic_text
from pipeline.formats.provenance import tool_version
from pipeline.text.characters import replace_surrogates

SHARD = 50_000  # units

# No-break spaces are French typography, and stay.
_IRREGULAR_SPACE = re.compile(r"[^\S \u00a0\u202f]|  ")
_SPACES = re.compile(r"[^\S\u00a0\u202f]+")


@dataclass(frozen=True)
class Shard:
    """Some units of one source, with their scores and keys as `Scorer.score` gives them."""

    path: Path
    source: str

    def scores(self) -> Scores:
        """One row a unit, one column a filter."""
        return self._array("scores")

    def keys(self) -> Keys:
        """One row a unit; the first column is equal for equal pairs."""
        return self._array("keys")

    def entries(self, rows: Iterable[int]) -> Iterator[SourcedUnit]:
        """The units in these rows, in the order given; they hold texts, origin and score alone."""
        lines = self._array("units").tobytes().decode("utf-8").split("\n")
        for row in rows:
            source, target, document, score, origin = lines[row].split("\t")
            yield SourcedUnit(
                document, Unit("", source, target, origin=Origin(origin), score=float(score) if score else None)
            )

    def documents(self, rows: Iterable[int]) -> Iterator[str]:
        """The document of the units in these rows."""
        lines = self._array("units").tobytes().decode("utf-8").split("\n")
        return (lines[row].split("\t")[2] for row in rows)

    def _array(self, name: str) -> NDArray[Any]:
        try:
            with np.load(self.path) as arrays:
                found: NDArray[Any] = arrays[name]
                return found
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise OutputError(f"{self.path}: is damaged; remove it and build again") from error

    def is_current(self, mark: Mapping[str, object], count: int | None = None) -> bool:
        """Whether the file is there with this mark, and with so many units where `count` is given."""
        try:
            with np.load(self.path) as arrays:
                same = json.loads(str(arrays["mark"])) == mark
                return bool(same and (count is None or len(arrays["scores"]) == count))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return False


@dataclass(frozen=True)
class Judge:
    """A model that says how likely targets are. name: stands for its weights, so that scores of another are not reused.

    score: mean log-probability per piece of each (French, English).
    """

    name: str
    score: Callable[[Sequence[tuple[str, str]]], list[float]]


@dataclass
class Scored:
    """All units of all sources.

    read: units of each source; origins: of them, by origin; left_out: beside them, by reason. reused: shards.
    """

    shards: list[Shard] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=dict)
    origins: dict[str, dict[str, int]] = field(default_factory=dict)
    left_out: dict[str, dict[str, int]] = field(default_factory=dict)
    reused: int = 0


def score_sources(
    sources: Sequence[CorpusSource],
    folder: Path,
    scorer: Scorer,
    on_progress: Callable[[int], None] | None = None,
    judge: Judge | None = None,
) -> Scored:
    """Score what was not scored before; `folder` holds the shards of these sources alone in the end.

    on_progress is called with the units done so far. judge: gives pairs their likelihood. Memory holds two shards.
    Raises InputError, FormatError or OutputError.
    """
    scored = Scored()
    for source in sources:
        stem = _stem(source.name)
        mark = {
            "source": source.name,
            "files": source.state(),
            "note": source.note,
            "filters": list(FILTERS),
            "version": tool_version(),
            "code": scoring_code(),
            "judge": "" if judge is None else judge.name,
        }
        whole = folder / f"{stem}.json"
        if not _take_whole(whole, source.name, mark, scored):
            with suppress(OSError):
                whole.unlink()
            count, origins, first = 0, Counter[str](), len(scored.shards)
            for shard, units, reused in _scored(source, folder, stem, mark, scorer, judge):
                scored.shards.append(shard)
                scored.reused += reused
                count += len(units)
                origins.update(entry.unit.origin.value for entry in units)
                if on_progress is not None:
                    on_progress(sum(scored.read.values()) + count)
            scored.read[source.name], scored.origins[source.name] = count, dict(sorted(origins.items()))
            scored.left_out[source.name] = dict(sorted(source.left_out.items()))
            names = [shard.path.name for shard in scored.shards[first:]]
            with atomic_text(whole) as stream:
                record = {
                    "mark": mark,
                    "units": count,
                    "origins": scored.origins[source.name],
                    "left_out": scored.left_out[source.name],
                    "shards": names,
                }
                stream.write(json.dumps(record) + "\n")
        if on_progress is not None:
            on_progress(sum(scored.read.values()))
    _drop_others(folder, scored)
    return scored


def normalise(entry: SourcedUnit) -> SourcedUnit:
    """The unit with composed characters (NFC) and one plain space for other white space; no-break spaces stay."""
    unit = entry.unit
    source, target = _tidy(unit.source), _tidy(unit.target)
    if source != unit.source or target != unit.target:
        unit = replace(unit, source=source, target=target)
    return SourcedUnit(_one_line(entry.document), unit)


def _stem(name: str) -> str:
    """The name of a source as the head of a file's name, different for different names."""
    return name.replace("%", "%25").replace("/", "%2F")


def _tidy(text: str) -> str:
    if not text.isascii():
        text = replace_surrogates(unicodedata.normalize("NFC", text))[0]
    return (_SPACES.sub(" ", text) if _IRREGULAR_SPACE.search(text) else text).strip()


def _one_line(name: str) -> str:
    return " ".join(replace_surrogates(name)[0].split())


def _scored(
    source: CorpusSource,
    folder: Path,
    stem: str,
    mark: Mapping[str, object],
    scorer: Scorer,
    judge: Judge | None,
) -> Iterator[tuple[Shard, list[SourcedUnit], bool]]:
    """Each shard of a source with its units, and whether it was there before."""
    stream = map(normalise, source.entries())
    begun: Callable[[], tuple[Shard, list[SourcedUnit], bool]] | None = None
    number = 0
    while units := list(islice(stream, SHARD)):
        shard = Shard(folder / f"{stem}.{number:05d}.npz", source.name)
        number += 1
        earlier, begun = begun, None
        if not shard.is_current(mark, len(units)):
            begun = _begin(shard, units, mark, scorer, judge)  # the processes score while this one reads on
        if earlier is not None:
            yield earlier()
        if begun is None:
            yield shard, units, True
    if begun is not None:
        yield begun()


def _begin(
    shard: Shard, units: list[SourcedUnit], mark: Mapping[str, object], scorer: Scorer, judge: Judge | None
) -> Callable[[], tuple[Shard, list[SourcedUnit], bool]]:
    """Start to score; what is given back waits for the scores and writes the shard."""
    pairs = [entry.pair for entry in units]
    if judge is not None:
        found = judge.score([(pair.source, pair.target) for pair in pairs])
        pairs = [pair._replace(likelihood=value) for pair, value in zip(pairs, found, strict=True)]
    wait = scorer.begin(pairs)

    def finish() -> tuple[Shard, list[SourcedUnit], bool]:
        scores, keys = wait()
        text = np.frombuffer("".join(map(_line, units)).encode("utf-8"), dtype=np.uint8)
        with atomic_bytes(shard.path) as file:
            np.savez(file, scores=scores, keys=keys, units=text, mark=np.array(json.dumps(mark)))
        return shard, units, False

    return finish


def _line(entry: SourcedUnit) -> str:
    unit = entry.unit
    score = "" if unit.score is None else f"{unit.score:.6g}"
    return f"{unit.source}\t{unit.target}\t{entry.document}\t{score}\t{unit.origin.value}\n"


def _take_whole(path: Path, name: str, mark: Mapping[str, object], scored: Scored) -> bool:
    """Take over a source that an earlier build scored to its end; False where there is none."""
    try:
        record = read_state(path)
        shards = [Shard(path.parent / file, name) for file in record["shards"]]
        if record["mark"] != json.loads(json.dumps(mark)) or not all(shard.is_current(mark) for shard in shards):
            return False
        scored.read[name], scored.origins[name] = record["units"], record["origins"]
        scored.left_out[name] = record["left_out"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    scored.shards += shards
    scored.reused += len(shards)
    return True


def _drop_others(folder: Path, scored: Scored) -> None:
    """Remove the shards of sources that are no longer among the sources, or that have become shorter."""
    kept = {shard.path.name for shard in scored.shards}
    kept |= {f"{_stem(name)}.json" for name in scored.read}
    for path in folder.iterdir():
        if path.suffix in (".npz", ".json") and path.name not in kept:
            with suppress(OSError):
                path.unlink()
