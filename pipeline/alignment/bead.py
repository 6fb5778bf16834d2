"""A bead: the sentences on either side that render each other, and the ladder files that list them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import FormatError
from pipeline.files.opening import read_whole

LIKELY = 0.5
"""Confidence above which a bead of one pass teaches the next."""


class Bead(NamedTuple):
    """Source sentences `[source_start, source_end)` answer target sentences `[target_start, target_end)`.

    0-based; one range may be empty. confidence: the probability, 0 to 1, that exactly these belong together.
    """

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    confidence: float = 1.0

    @property
    def shape(self) -> str:
        """How many sentences stand on either side, such as `1-2`."""
        return "{}-{}".format(*self.sizes)

    @property
    def sizes(self) -> tuple[int, int]:
        """How many sentences stand on either side."""
        return self.source_end - self.source_start, self.target_end - self.target_start


_LINE = re.compile(r"\[([\d,\s]*)\]:\[([\d,\s]*)\](?::(-?[\d.eE+-]+))?\s*")


def format_ladder(beads: Iterable[Bead]) -> str:
    """One bead a line, `[0, 1]:[2]:0.9876` with the confidence last, as vecalign and its scorers read it."""
    return "".join(
        f"{list(range(b.source_start, b.source_end))}:{list(range(b.target_start, b.target_end))}:{b.confidence:.4f}\n"
        for b in beads
    )


def _text(path: Path) -> str:
    try:
        return read_whole(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: not UTF-8 (byte {error.start})") from error


def read_ladder(path: Path) -> list[Bead]:
    """The beads of a ladder file, in file order; lines may lack the confidence.

    Raises FormatError, with the line, for anything else and for a side whose numbers have gaps.
    """
    beads = []
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise FormatError(f"{path}, line {number}: not a bead such as [0, 1]:[2]: {line[:60]!r}")
        ranges = []
        try:
            sides = [[int(item) for item in part.split(",") if item.strip()] for part in match.group(1, 2)]
            confidence = float(match.group(3) or 1.0)
        except ValueError as error:
            raise FormatError(f"{path}, line {number}: not a number in {line[:60]!r}") from error
        for numbers in sides:
            if numbers != list(range(numbers[0], numbers[-1] + 1)) if numbers else False:
                raise FormatError(f"{path}, line {number}: sentence numbers with a gap: {line[:60]!r}")
            ranges += [numbers[0], numbers[-1] + 1] if numbers else [0, 0]
        beads.append(Bead(ranges[0], ranges[1], ranges[2], ranges[3], confidence))
    return beads
