"""Memory for large tensors that is asked of the system once.

A step of training allocates and frees hundreds of large tensors. glibc maps each of them anew, and on virtual machines
most of a step then goes into page faults. jemalloc that gives nothing back, or glibc told never to map, keeps the
pages. Either is chosen by the environment that a process starts with, so the command starts itself again with it.
"""

from __future__ import annotations

import ctypes.util
import os
import sys
from collections.abc import Mapping
from pathlib import Path

CHOSEN = "BITEXTE_ALLOCATOR"
"""Set in a process that has been started again, to what it was started with."""

_JEMALLOC = {"MALLOC_CONF": "thp:always,dirty_decay_ms:-1,muzzy_decay_ms:-1"}
_GLIBC = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 40), "MALLOC_TOP_PAD_": str(1 << 26)}


def keeping_memory(environment: Mapping[str, str], library: str | None) -> dict[str, str] | None:
    """The environment of a process that keeps its memory; None where this one has chosen an allocator already.

    library: jemalloc as the system's loader knows it, None where there is none.
    """
    if CHOSEN in environment or "MALLOC_MMAP_MAX_" in environment or "malloc" in environment.get("LD_PRELOAD", ""):
        return None
    if library is None:
        return {**environment, **_GLIBC, CHOSEN: "glibc that keeps its memory"}
    loaded = ":".join(filter(None, (library, environment.get("LD_PRELOAD", ""))))
    return {**_JEMALLOC, **environment, "LD_PRELOAD": loaded, CHOSEN: f"jemalloc ({library})"}


def start_again() -> None:
    """Start this command again with memory that is kept, on Linux and where it has not been; returns otherwise.

    Only a process that is the command itself: nothing has been read or written yet, so nothing is lost.
    """
    if sys.platform != "linux" or not _is_the_command():
        return
    chosen = keeping_memory(os.environ, ctypes.util.find_library("jemalloc"))
    if chosen is not None:
        sys.stdout.flush()
        sys.stderr.flush()
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], chosen)  # nosec B606


def _is_the_command() -> bool:
    """Whether this process was started as `bitexte` or `python -m pipeline`, and not by a script that imports us."""
    specification = getattr(sys.modules["__main__"], "__spec__", None)
    module = "" if specification is None else specification.name
    return Path(sys.argv[0]).name == "bitexte" or module == "pipeline.__main__"
