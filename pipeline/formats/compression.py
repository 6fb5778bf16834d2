"""Compressed files, read as streams."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.errors import FormatError, InputError


@contextmanager
def open_binary(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, `.gz` and `.zst` unpacked. Raises InputError, or FormatError for a broken archive."""
    opener = _OPENERS.get(path.suffix.lower(), _plain)
    try:
        with opener(path) as stream:
            yield stream
    except (gzip.BadGzipFile, zlib.error) as error:
        raise FormatError(f"{path}: broken gzip archive: {error}") from error
    except EOFError as error:
        raise FormatError(f"{path}: broken archive: it ends too early") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


@contextmanager
def _plain(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as stream:
        yield cast(BinaryIO, stream)


@contextmanager
def _gunzip(path: Path) -> Iterator[BinaryIO]:
    with gzip.open(path, "rb") as stream:
        yield cast(BinaryIO, stream)


@contextmanager
def _unzstd(path: Path) -> Iterator[BinaryIO]:
    """Unpacked by the `zstd` command: Python has no zstandard of its own before 3.14."""
    command = shutil.which("zstd")
    if command is None:
        raise InputError(f"{path}: reading .zst needs the zstd command")
    path.open("rb").close()
    with subprocess.Popen([command, "-dcq", str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        ended = False
        try:
            yield cast(BinaryIO, process.stdout)
            # A reader that had enough leaves something behind, or closes the stream.
            ended = not process.stdout.closed and not process.stdout.read(1)
        finally:
            process.stdout.close()
            failed = process.wait() != 0
        if ended and failed:
            raise FormatError(f"{path}: broken zstd archive")


_OPENERS: dict[str, Callable[[Path], AbstractContextManager[BinaryIO]]] = {".gz": _gunzip, ".zst": _unzstd}
