"""Batches of examples of similar length, made beside the training step."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.training.shards import Examples
from pipeline.training.vocabulary import BEGIN, END, PAD

_POOL = 200_000  # examples sorted by length together: short and long ones stay mixed over a pass
_AHEAD = 8

Rows = NDArray[np.int64]


class Batch(NamedTuple):
    """Tensors of one step.

    source: (rows, S), each sentence followed by the end sign, then padding. target: (rows, T + 1), each
    between the start and the end sign, then padding. links: (count, 3), row, source and target position.
    """

    source: torch.Tensor
    target: torch.Tensor
    links: torch.Tensor

    def to(self, device: torch.device) -> Batch:
        """The same tensors on a device, copied while the step before runs."""
        return Batch(*(tensor.to(device, non_blocking=True) for tensor in self))


def collate(examples: Examples, rows: Rows) -> Batch:
    """The batch of the given examples."""
    source = _padded(examples.source, examples.source_at, rows, lead=0)
    target = _padded(examples.target, examples.target_at, rows, lead=1)
    target[:, 0] = BEGIN
    row, _, flat = _ragged(examples.links_at, rows)
    links = np.column_stack([row, examples.links[flat].astype(np.int64)])
    return Batch(torch.from_numpy(source), torch.from_numpy(target), torch.from_numpy(links))


def collate_lists(sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]) -> Batch:
    """The batch of sentences given as piece ids, without links."""
    flat = []
    for side in (sources, targets):
        at = np.cumsum([0, *map(len, side)]).astype(np.int64)
        flat.append((np.array([token for row in side for token in row], np.uint16), at))
    rows = np.arange(len(sources))
    source, target = _padded(*flat[0], rows, lead=0), _padded(*flat[1], rows, lead=1)
    target[:, 0] = BEGIN
    return Batch(torch.from_numpy(source), torch.from_numpy(target), torch.zeros((0, 3), dtype=torch.int64))


def _ragged(at: NDArray[np.int64], rows: Rows) -> tuple[Rows, Rows, Rows]:
    """Batch row, column and flat position of every item of the given rows."""
    lengths = at[rows + 1] - at[rows]
    row = np.repeat(np.arange(len(rows)), lengths)
    column = np.arange(len(row)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return row, column, np.repeat(at[rows], lengths) + column


def _padded(ids: NDArray[np.uint16], at: NDArray[np.int64], rows: Rows, *, lead: int) -> Rows:
    lengths = at[rows + 1] - at[rows]
    out = np.full((len(rows), int(lengths.max()) + lead + 1), PAD, np.int64)
    row, column, flat = _ragged(at, rows)
    out[row, column + lead] = ids[flat]
    out[np.arange(len(rows)), lengths + lead] = END
    return out


def schedule(lengths: NDArray[np.int64], tokens: int, *, longest: int, seed: int) -> Iterator[Rows]:
    """Rows of one batch after another, without end: passes over all examples, each in another order.

    A batch holds at most `tokens` positions a side, padding counted, and at least one example.
    Examples longer than `longest` are left out.
    """
    chance = np.random.default_rng(seed)
    fit = np.flatnonzero(lengths <= longest)
    while len(fit):
        order = chance.permutation(fit)
        for pool in np.array_split(order, -(-len(order) // _POOL)):
            sorted_pool = pool[np.argsort(lengths[pool] + chance.random(len(pool)), kind="stable")]
            batches = list(_cut(sorted_pool, lengths, tokens))
            for number in chance.permutation(len(batches)):
                yield batches[number]


def in_order(lengths: NDArray[np.int64], tokens: int) -> Iterator[Rows]:
    """All examples once, the shortest first, in batches as `schedule` makes them."""
    yield from _cut(np.argsort(lengths, kind="stable"), lengths, tokens)


def _cut(rows: Rows, lengths: NDArray[np.int64], tokens: int) -> Iterator[Rows]:
    start = longest = 0
    for position, length in enumerate(lengths[rows]):
        longest = max(longest, int(length))
        if position > start and longest * (position - start + 1) > tokens:
            yield rows[start:position]
            start, longest = position, int(length)
    yield rows[start:]


class Prefetcher:
    """Makes batches in a thread, a few ahead of the step that wants them."""

    def __init__(self, examples: Examples, rows: Iterator[Rows], device: torch.device) -> None:
        """Start at once; the thread ends with the process or with `close`."""
        self._queue: queue.Queue[Batch | Exception] = queue.Queue(_AHEAD)
        self._device = device
        self._closed = threading.Event()
        threading.Thread(target=self._fill, args=(examples, rows), daemon=True).start()

    def _fill(self, examples: Examples, rows: Iterator[Rows]) -> None:
        try:
            for picked in rows:
                batch = collate(examples, picked)
                if self._device.type == "cuda":
                    batch = Batch(*(tensor.pin_memory() for tensor in batch))
                self._put(batch)
                if self._closed.is_set():
                    return
            raise ValueError("no example is short enough to train on")
        except Exception as error:
            self._put(error)

    def _put(self, item: Batch | Exception) -> None:
        while not self._closed.is_set():
            try:
                self._queue.put(item, timeout=0.5)
                return
            except queue.Full:
                continue

    def next(self) -> Batch:
        """The next batch, on the device. Raises what its making raised."""
        item = self._queue.get()
        if isinstance(item, Exception):
            raise item
        return item.to(self._device)

    def close(self) -> None:
        """Stop making batches."""
        self._closed.set()
