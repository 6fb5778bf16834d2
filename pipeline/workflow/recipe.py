"""What is to be done to every document of a run, before anything is loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.translation.decoding import BEAM_SIZE


@dataclass(frozen=True)
class Recipe:
    """The choices that a run is made of; two equal recipes make equal translations on one machine.

    model: as for `select_package`. glossaries: files whose later entries override earlier ones; None for
    those that come with bitexte, () for none. memory: the SQLite file of finished segments, or None to
    remember nothing. memories: files and folders of pairs from elsewhere, the first asked first. threads: cores to use,
    all by default. links: whether to link the words of both sides.
    """

    model: str | None = None
    glossaries: tuple[Path, ...] | None = None
    memory: Path | None = None
    memories: tuple[Path, ...] = ()
    beam_size: int = BEAM_SIZE
    threads: int | None = None
    links: bool = True
