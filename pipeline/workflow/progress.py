"""What a run tells while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _silent(*_: object) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Two hooks, either of which may be left out.

    document: called before a document is translated, with its name and number of segments.
    advance: called with the number of segments finished since the last call.
    """

    document: Callable[[str, int], None] = _silent
    advance: Callable[[int], None] = _silent
