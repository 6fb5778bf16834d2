"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
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

    Missing folders are made. The text goes to `.NAME.part` in the same folder first, so a reader
    never meets half a file; a part left by a killed run is overwritten by the next one. Raises
    OutputError for a read-only folder, a full disk, or a file where a folder should be.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = part.open("wb")
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


def _discard(part: Path) -> None:
    with suppress(OSError):
        part.unlink()
