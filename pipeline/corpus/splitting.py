"""A corpus in parts for training, tuning and testing, of which none has seen the others."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pipeline.corpus.keys import key_of, normal_form
from pipeline.corpus.sources import CorpusSource, SourcedUnit
from pipeline.corpus.writing import bitexts, refuse_overwriting
from pipeline.errors import InputError, OptionError, OutputError

if TYPE_CHECKING:
    from pipeline.formats.registry import Writer

PARTS = ("train", "dev", "test", "overlap")
"""overlap: units of the first two parts that share a sentence with a later one, and were taken out of them."""

_TRAIN, _DEV, _TEST, _OVERLAP = range(4)
Keys = NDArray[np.uint64]


@dataclass(frozen=True)
class Split:
    """What a split did. units: of each part. documents: of each part but `overlap`. files: in the order written."""

    units: dict[str, int]
    documents: dict[str, int]
    files: tuple[Path, ...]


def parse_amount(option: str, text: str) -> int | float:
    """A number of pairs (`2000`) or a share of them (`0.01`, `1%`). Raises OptionError, naming the option."""
    try:
        amount = float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)
    except ValueError:
        amount = -1.0
    is_share = "%" in text or "." in text
    if amount >= 0 and (amount < 1 if is_share else amount.is_integer()):
        return amount if is_share else int(amount)
    raise OptionError(f"{option} {text}: valid: a number of pairs such as 2000, or a share such as 0.01 or 1%")


def split_corpus(
    source: CorpusSource,
    out: Path,
    writers: Sequence[Writer],
    *,
    dev: int | float = 0,
    test: int | float = 0,
    seed: int = 1,
    read: Callable[[], Iterable[SourcedUnit]] | None = None,
) -> Split:
    """Write `out/train.*`, `dev.*`, `test.*` and `overlap.*` in each writer's format.

    Documents are dealt whole, in an order that the seed and their names decide, to `test` and `dev`
    until those hold as many pairs as asked, or as near as documents allow. A unit of `train` with a
    sentence on either side that stands in `dev` or `test` goes to `overlap`; so does one of `dev` with a
    sentence of `test`. `read` gives the source's units, once a part and once before; `source.entries`
    by default. A part without a unit is not written. Memory: some hundred bytes a unit. Raises OptionError where
    nothing is asked for or left for training, InputError, FormatError or OutputError.
    """
    from pipeline.formats.parquet import shards_of
    from pipeline.formats.registry import output_paths, write_corpus

    if not dev and not test:
        raise OptionError("corpus split: give --dev, --test or both")
    asked = [part for part, amount in zip(PARTS, (1, dev, test, 1), strict=True) if amount]
    results = [path for part in asked for writer in writers for path in output_paths(writer, out, part)]
    refuse_overwriting([source], [*results, *(path for part in asked for path in shards_of(out, part))])
    _refuse_leftovers(out, [*results, *source.files], [part for part in asked if _sharded(writers)])
    read = read or source.entries
    documents, french, english = _keys(read(), seed)
    parts, dealt = _deal(documents, _number(dev, len(documents)), _number(test, len(documents)), source)
    _take_overlap(parts, (french, english))
    files: list[Path] = []
    counts = np.bincount(parts, minlength=len(PARTS)).tolist()
    for part in asked:
        number = PARTS.index(part)
        for writer in writers:
            if counts[number]:
                files += write_corpus(writer, bitexts(_chosen(read(), parts, number)), out, part)
                continue
            for path in (*output_paths(writer, out, part), *shards_of(out, part)):  # of an earlier split
                path.unlink(missing_ok=True)
    return Split({part: counts[PARTS.index(part)] for part in asked}, dealt, tuple(files))


def _sharded(writers: Sequence[Writer]) -> bool:
    return any(writer.name == "parquet" for writer in writers)


def _refuse_leftovers(out: Path, known: Sequence[Path], renewed: Sequence[str]) -> None:
    """Raise OutputError where a part of an earlier split would stand beside the new ones, and may overlap them.

    known: files that are written anew or read. renewed: the parts whose shards, however many, are written anew.
    """
    from pipeline.formats.parquet import shards_of
    from pipeline.formats.registry import CORPUS_WRITERS, output_paths

    for part in PARTS:
        old = [path for writer in CORPUS_WRITERS.values() for path in output_paths(writer, out, part)]
        old += [] if part in renewed else shards_of(out, part)
        for path in old:
            if path.exists() and path not in known:
                raise OutputError(f"{path}: is of an earlier split; remove it or give another --out")


def _keys(entries: Iterable[SourcedUnit], seed: int) -> tuple[Keys, Keys, Keys]:
    """For each unit what stands for its document, in an order that the seed decides, and for its two sides."""
    columns = array("Q"), array("Q"), array("Q")
    salt = str(seed).encode()
    last, key = None, 0
    for document, unit in entries:
        if document != last:
            name = document.encode("utf-8", "surrogatepass")
            last, key = document, int.from_bytes(hashlib.blake2b(name, digest_size=8, salt=_salt(salt)).digest(), "big")
        columns[0].append(key)
        columns[1].append(key_of(normal_form(unit.source)))
        columns[2].append(key_of(normal_form(unit.target)))
    documents, french, english = (np.frombuffer(column, dtype=np.uint64) for column in columns)
    return documents, french, english


def _salt(seed: bytes) -> bytes:
    return hashlib.blake2b(seed, digest_size=hashlib.blake2b.SALT_SIZE).digest()


def _number(amount: float, total: int) -> int:
    return amount if isinstance(amount, int) else round(amount * total)


def _deal(documents: Keys, dev: int, test: int, source: CorpusSource) -> tuple[NDArray[np.int8], dict[str, int]]:
    """The part of each unit, and the documents of each part."""
    _, inverse, sizes = np.unique(documents, return_inverse=True, return_counts=True)
    part_of = np.zeros(len(sizes), dtype=np.int8)
    for part, wanted in ((_TEST, test), (_DEV, dev)):
        left = wanted
        free = np.flatnonzero(part_of == _TRAIN)
        for document in free[sizes[free] <= wanted]:
            if sizes[document] <= left:
                part_of[document] = part
                left -= int(sizes[document])
            if not left:
                break
        if wanted and left == wanted and len(free):  # every document is larger than the part: the smallest
            part_of[free[np.argmin(sizes[free])]] = part
    if not (part_of == _TRAIN).any():
        raise InputError(
            f"{source.path}: {len(sizes)} document{'' if len(sizes) == 1 else 's'} cannot be parted so that "
            f"training keeps one; ask for less"
        )
    counts = np.bincount(part_of, minlength=3).tolist()
    return part_of[inverse.reshape(-1)], {part: counts[PARTS.index(part)] for part in PARTS[:3]}


def _take_overlap(parts: NDArray[np.int8], sides: Sequence[Keys]) -> None:
    """Move to `overlap`, in place, what shares a sentence with a later part; first of dev, then of train."""
    for part in (_DEV, _TRAIN):
        later = (parts > part) & (parts != _OVERLAP)
        shared = np.zeros(len(parts), dtype=bool)
        for side in sides:
            shared |= np.isin(side, side[later]) & (side != 0)
        parts[shared & (parts == part)] = _OVERLAP


def _chosen(entries: Iterable[SourcedUnit], parts: NDArray[np.int8], part: int) -> Iterator[SourcedUnit]:
    for entry, belongs in zip(entries, parts, strict=True):
        if belongs == part:
            yield entry
