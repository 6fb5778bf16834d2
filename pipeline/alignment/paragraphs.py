"""Paragraphs as evidence: translators mostly begin theirs where the author did.

How far two texts keep to that is read from a first alignment, so that texts whose paragraphs have
nothing to do with each other are not pulled about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.alignment.bead import Bead
from pipeline.alignment.lattice import Floats

_FEWEST = 12  # sure beads from which an agreement can be read
_PRIOR = 4.0  # beads of no agreement at all that are counted with them
_MOST = 3.0
_SURE = 0.5

Starts = NDArray[np.bool_]


@dataclass(frozen=True)
class Paragraphs:
    """Where paragraphs start on either side, and how much that says.

    source, target: for each sentence whether it opens a paragraph. agreement[s, t]: log of how much
    likelier than by chance a source sentence that opens one (s = 1) or not (s = 0) answers a target
    sentence that does (t = 1) or does not (t = 0).
    """

    source: Starts
    target: Starts
    agreement: Floats

    def support(self, source: range, target: range, move: tuple[int, int]) -> Floats:
        """What the paragraphs say of the beads of one shape, by where they begin, shape (rows, columns).

        A paragraph that opens inside a bead speaks against it as if nothing answered its opening.
        """
        left, right = self.source[source.start : source.stop], self.target[target.start : target.stop]
        a, b = move
        rows, columns = len(left) - a + 1, len(right) - b + 1
        found: Floats = self.agreement[left[:rows].astype(int)[:, None], right[:columns].astype(int)[None, :]]
        inside_left = sum((left[k : k + rows] for k in range(1, a)), np.zeros(rows, dtype=np.int64))
        inside_right = sum((right[k : k + columns] for k in range(1, b)), np.zeros(columns, dtype=np.int64))
        alone = min(0.0, float(self.agreement[1, 0])), min(0.0, float(self.agreement[0, 1]))
        total: Floats = found + alone[0] * inside_left[:, None] + alone[1] * inside_right[None, :]
        return total


def openings(paragraphs: Sequence[int], starts: Sequence[int]) -> Starts:
    """For each piece whether it opens a paragraph.

    paragraphs: the paragraph of each segment; starts: the number of each segment's first piece, and the
    number of pieces at the end.
    """
    found = np.zeros(starts[-1], dtype=bool)
    before = None
    for paragraph, start in zip(paragraphs, starts, strict=False):
        if paragraph != before:
            found[start] = True
        before = paragraph
    return found


def read_agreement(source: Starts, target: Starts, path: Sequence[Bead]) -> Paragraphs | None:
    """The agreement that the surer beads of an alignment show; None where they are few or show nothing."""
    counts = np.zeros((2, 2))
    for bead in path:
        if bead.confidence > _SURE and bead.source_start < bead.source_end and bead.target_start < bead.target_end:
            counts[int(source[bead.source_start]), int(target[bead.target_start])] += 1
    total = counts.sum()
    if total < _FEWEST or min(counts.sum(axis=0).min(), counts.sum(axis=1).min()) == 0:
        return None
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total**2
    agreement = np.log((counts + _PRIOR * chance) / (total + _PRIOR) / chance)
    return Paragraphs(source, target, np.clip(agreement, -_MOST, _MOST))
