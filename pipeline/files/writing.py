"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from pipeline.errors import OutputError

_REASONS = {
    errno.ENOSPC: "no space left on the device",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "the folder is not writable",
    errno.EPERM: "the folder is not writable",
    errno.ENOTDIR: "a file stands where a folder should be",
    errno.EEXIST: "a file stands where a folder should be",
    errno.EISDIR: "a folder stands where the file should be",
    errno.ENAMETOOLONG: "the file name is too long",
}


def output_error(path: Path, error: OSError) -> OutputError:
    """The one-line error for a failure to write `path`."""
    reason = _REASONS.get(error.errno or 0) or error.strerror or str(error)
    return OutputError(f"{path}: cannot be written: {reason}")


@contextmanager
def atomic_bytes(path: Path) -> Iterator[BinaryIO]:
    """A binary file that takes the name `path` when the block ends without an error, and vanishes otherwise.

    Missing folders are made. The text goes to a name of its own in the same folder first (`.` + a hash of
    the name + the process + `.part`), so a reader never meets half a file and two processes never share one; it is
    made exclusively, so that a link placed there is not followed. A part left by a process that is no more
    is removed. Raises OutputError for a read-only folder, a full disk, or a file where a folder should be.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _free_part(path)
        stream = part.open("xb")
    except OSError as error:
        raise output_error(path, error) from error
    try:
        with stream:
            yield cast(BinaryIO, stream)
        part.replace(path)
    except OSError as error:
        _discard(part)
        if error.filename not in (None, str(part)):  # the block failed to read something, not to write this
            raise
        raise output_error(path, error) from error
    except BaseException:
        _discard(part)
        raise


@contextmanager
def atomic_text(path: Path) -> Iterator[TextIO]:
    """Like `atomic_bytes`, for UTF-8 text without a byte order mark; `\\n` and `\\r\\n` are written as given.

    The text must not hold lone surrogates (UnicodeEncodeError).
    """
    with atomic_bytes(path) as stream:
        text = TextIOWrapper(stream, encoding="utf-8", newline="")
        try:
            yield text
            text.flush()
        finally:
            with suppress(OSError, ValueError):
                text.detach()


def _free_part(path: Path) -> Path:
    """A temporary name for `path` that nothing has, whatever the length of its own; sweeps abandoned ones."""
    stem = "." + hashlib.blake2b(os.fsencode(path.name), digest_size=6).hexdigest()
    for old in path.parent.glob(f"{stem}-*.part"):
        if not _lives(old.name.split("-")[1]):
            _discard(old)
    return path.with_name(f"{stem}-{os.getpid()}-{secrets.token_hex(4)}.part")


def _lives(process: str) -> bool:
    if not process.isascii() or not process.isdecimal() or len(process) > 9:
        return True  # none of ours
    return is_running(int(process))


def is_running(process: int) -> bool:
    """Whether there is a process of this number; one that is not ours to ask counts."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _discard(part: Path) -> None:
    with suppress(OSError):
        part.unlink()
