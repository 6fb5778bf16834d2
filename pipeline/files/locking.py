"""One process at a time in a folder, however it ends."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.errors import OutputError

_POLL_SECONDS = 0.02


@contextmanager
def locked_folder(folder: Path, *, wait: float = 60.0) -> Iterator[None]:
    """The folder is this process's alone while the block runs; it is made where it is missing.

    The lock is on the folder itself (`flock`), so that nothing is left behind and it ends with the process. wait:
    seconds to wait for another holder. It keeps out other blocks of this process too, so it must not be nested. Where
    the system or the file system knows no such locks, the block runs without. Raises OutputError naming the process
    that holds it, OSError where the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        end = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    raise OutputError(
                        f"{folder}: in use by {_holder(descriptor)} for more than {wait:.0f} s; "
                        "let it end, or choose another folder"
                    ) from None
                time.sleep(_POLL_SECONDS)
                continue
            except OSError:
                pass  # a network file system without locks
            break
        yield
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    """Who holds the lock, where the system tells (Linux: `/proc/locks`)."""
    with suppress(OSError, ValueError, IndexError):
        inode = str(os.fstat(descriptor).st_ino)
        for line in Path("/proc/locks").read_text(encoding="ascii").split("\n"):
            cells = line.split()
            if len(cells) > 5 and cells[1] == "FLOCK" and cells[5].rpartition(":")[2] == inode:
                return f"process {cells[4]}"
    return "another process"
