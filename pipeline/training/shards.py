"""Examples as token ids on disk: small files that travel, and are read back whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import InputError
from pipeline.files.writing import atomic_bytes
from pipeline.training.marking import Example
from pipeline.training.word_alignment import WORD, Links

LONGEST = 250  # pieces of a side; positions of links are kept in one byte
_PAIRS_IN_A_SHARD = 100_000
_SPACE = "\u2581"


class Encoded(NamedTuple):
    """One example as piece ids, without start or end signs.

    links: (source position, target position) of pieces; the source position `len(source)` is the end
    sign and stands for "rendered from nothing". Empty where the example has no word links.
    """

    source: list[int]
    target: list[int]
    links: Links


def encode(examples: Sequence[Example], processor: Any) -> Iterator[Encoded]:
    """The examples in the pieces of a SentencePieceProcessor, in order; those over `LONGEST` are left out."""
    sides = []
    for side in (0, 1):
        texts = [example[side] for example in examples]
        sides.append(zip(processor.encode(texts, out_type=int), processor.encode(texts, out_type=str), strict=True))
    for example, (source, source_pieces), (target, target_pieces) in zip(examples, *sides, strict=True):
        if not source or not target or max(len(source), len(target)) > LONGEST:
            continue
        source_words, target_words = pieces_of_words(source_pieces), pieces_of_words(target_pieces)
        counts = len(WORD.findall(example.source)), len(WORD.findall(example.target))
        known = example.links and counts == (len(source_words), len(target_words))
        yield Encoded(
            source,
            target,
            _piece_links(example.links, source_words, target_words, len(source), len(target)) if known else [],
        )


def pieces_of_words(pieces: Sequence[str]) -> list[list[int]]:
    """For each word of a sentence, the pieces that touch it. A space belongs to the word after it."""
    owner = [index for index, piece in enumerate(pieces) for _ in piece]
    text = "".join(pieces).replace(_SPACE, " ")
    found, begin = [], 0
    for match in WORD.finditer(text):
        found.append(sorted(set(owner[begin : match.end()])))
        begin = match.end()
    return found


def _piece_links(links: Links, source: list[list[int]], target: list[list[int]], length: int, count: int) -> Links:
    """Links between the pieces of linked words, in step; target pieces without one link to the end sign."""
    found = set()
    for i, j in links:
        from_pieces, to_pieces = source[i], target[j]
        for k, piece in enumerate(to_pieces):
            found.add((from_pieces[k * len(from_pieces) // len(to_pieces)], piece))
    linked = {piece for _, piece in found}
    return sorted(found | {(length, piece) for piece in range(count) if piece not in linked})


def write_shards(encoded: Iterable[Encoded], folder: Path, name: str) -> int:
    """Write `name-000.npz`, `name-001.npz`, … into `folder`; returns how many examples they hold.

    Arrays: `source`, `target` (uint16 ids, flat), `source_at`, `target_at`, `links_at` (uint32 offsets,
    one more than there are examples) and `links` (uint8, two columns).
    """
    folder.mkdir(parents=True, exist_ok=True)
    total = number = 0
    batch: list[Encoded] = []
    for example in encoded:
        batch.append(example)
        if len(batch) == _PAIRS_IN_A_SHARD:
            _write(batch, folder / f"{name}-{number:03d}.npz")
            total, number, batch = total + len(batch), number + 1, []
    if batch:
        _write(batch, folder / f"{name}-{number:03d}.npz")
    return total + len(batch)


def _write(batch: list[Encoded], path: Path) -> None:
    arrays: dict[str, NDArray[Any]] = {}
    for side in ("source", "target"):
        rows = [getattr(example, side) for example in batch]
        arrays[side] = np.array([token for row in rows for token in row], np.uint16)
        arrays[f"{side}_at"] = _offsets(rows)
    arrays["links"] = np.array([link for example in batch for link in example.links], np.uint8).reshape(-1, 2)
    arrays["links_at"] = _offsets([example.links for example in batch])
    with atomic_bytes(path) as stream:
        np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]


def _offsets(rows: Iterable[Sequence[object]]) -> NDArray[np.uint32]:
    return np.cumsum([0, *map(len, rows)]).astype(np.uint32)


class Examples:
    """All examples of some shards, in memory: flat ids and offsets, about 300 bytes a pair of news length."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Read shards written by `write_shards`. Raises InputError where one is missing or broken."""
        parts: dict[str, list[NDArray[Any]]] = {}
        shift = dict.fromkeys(("source", "target", "links"), 0)
        for path in paths:
            try:
                with np.load(path) as file:
                    loaded = {name: file[name] for name in file.files}
                for flat in shift:
                    at = loaded[f"{flat}_at"].astype(np.int64) + shift[flat]
                    parts.setdefault(f"{flat}_at", []).append(at[:-1])
                    parts.setdefault(flat, []).append(loaded[flat])
                    shift[flat] += len(loaded[flat])
            except (OSError, KeyError, ValueError) as error:
                raise InputError(f"{path}: not a shard of examples: {error}") from error
        if not parts:
            raise InputError("no shards of examples to read")
        ends = {flat: np.array([length], np.int64) for flat, length in shift.items()}
        self.source, self.target, self.links = (np.concatenate(parts[flat]) for flat in shift)
        self.source_at, self.target_at, self.links_at = (
            np.concatenate([*parts[f"{flat}_at"], ends[flat]]) for flat in shift
        )

    def __len__(self) -> int:
        """How many examples there are."""
        return len(self.source_at) - 1

    def lengths(self) -> NDArray[np.int64]:
        """Pieces of the longer side of each example, with its start or end sign."""
        return np.maximum(np.diff(self.source_at), np.diff(self.target_at)) + 1
