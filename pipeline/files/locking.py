"""One process at a time in a folder, or several that may share it, however they end."""

from __future__ import annotations

import getpass
import json
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.files.structure import read_state

_POLL_SECONDS = 0.02


class FolderInUseError(OutputError):
    """Another process has the folder."""


@contextmanager
def locked_folder(folder: Path, *, wait: float = 60.0) -> Iterator[None]:
    """The folder is this process's alone while the block runs; it is made where it is missing.

    The lock is on the folder itself (`flock`), so that nothing is left behind and it ends with the process. wait:
    seconds to wait for another holder. It keeps out other blocks of this process too, so it must not be nested. Where
    the system or the file system knows no such locks, the block runs without. Raises FolderInUseError naming the
    process that holds it, OSError where the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        _lock(descriptor, folder, wait, shared=False, holder=lambda: _process(descriptor))
        yield
    finally:
        os.close(descriptor)


@contextmanager
def signed_lock(path: Path, folder: Path, command: str, *, shared: bool = False, wait: float = 0.0) -> Iterator[None]:
    """As `locked_folder`, by a file of its own, in which stands who holds the lock; it stays behind.

    path: the file, folder: what it stands for; command: what is said to whoever finds it locked. shared: others that
    share it are let in. Raises FolderInUseError naming the holder, OSError where the file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        _lock(descriptor, folder, wait, shared=shared, holder=lambda: _signature(path) or _process(descriptor))
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(_who(command)).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path, wait: float, *, shared: bool, holder: Callable[[], str]) -> None:
    try:
        import fcntl
    except ImportError:
        return
    end = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= end:
                waited = f" for more than {wait:.0f} s" if wait >= 1 else ""
                raise FolderInUseError(
                    f"{folder}: in use by {holder()}{waited}; let it end, or choose another folder"
                ) from None
            time.sleep(_POLL_SECONDS)
            continue
        except OSError:
            pass  # a network file system without locks
        return


def _who(command: str) -> dict[str, str]:
    user = "somebody"
    with suppress(Exception):  # a process without a user's name is possible, and no reason to fail
        user = getpass.getuser()
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    return {"command": command, "process": str(os.getpid()), "user": user, "host": socket.gethostname(), "since": since}


def _signature(path: Path) -> str:
    """Who signed the lock; empty where that cannot be read."""
    try:
        return "`{command}` (process {process} of {user} on {host}, since {since})".format(**read_state(path))
    except (ValueError, KeyError, TypeError):
        return ""


def _process(descriptor: int) -> str:
    """Who holds a lock, where the system tells (Linux: `/proc/locks`)."""
    with suppress(OSError, ValueError, IndexError):
        inode = str(os.fstat(descriptor).st_ino)
        for line in Path("/proc/locks").read_text(encoding="ascii").split("\n"):
            cells = line.split()
            if len(cells) > 5 and cells[1] == "FLOCK" and cells[5].rpartition(":")[2] == inode:
                return f"process {cells[4]}"
    return "another process"
