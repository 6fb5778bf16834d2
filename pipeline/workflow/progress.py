"""What a run tells while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


def _silent(*_: object) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Hooks, any of which may be left out.

    document: called before a document is translated, with its name and number of segments.
    advance: called with the number of segments finished since the last call. merged: called at the
    end with the merged files, where there are any.
    """

    document: Callable[[str, int], None] = _silent
    advance: Callable[[int], None] = _silent
    merged: Callable[[Sequence[Path]], None] = _silent
