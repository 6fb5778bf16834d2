"""Opening what is there to be read: regular files, `.gz` and `.zst` unpacked, and never more than the limits allow."""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from pipeline.errors import BitexteError, FormatError, InputError
from pipeline.files.limits import HARMLESS, limits

# Where a shell puts what `<(command)` and redirections give.
_PIPES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
_GZIP = b"\x1f\x8b"


def input_error(path: Path, error: OSError) -> InputError:
    """The one-line error for a failure to read `path`."""
    reason = {
        FileNotFoundError: "no such file",
        IsADirectoryError: "is a folder, not a file",
        PermissionError: "may not be read (permission denied)",
    }.get(type(error))
    return InputError(f"{path}: {reason or f'cannot be read: {error.strerror or error}'}")


@contextmanager
def open_file(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a regular file, or of a pipe that the shell has made.

    Devices, sockets and named pipes are refused before anything is read of them: they may never end. Raises InputError.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise input_error(path, error) from error
    except ValueError as error:
        raise InputError(f"{str(path)!r}: not a file's name: {error}") from error
    try:
        piped = _require_readable(path, descriptor)
        if piped:
            os.set_blocking(descriptor, True)
        stream = open(descriptor, "rb")  # noqa: PTH123, SIM115 - of a descriptor
    except BaseException:
        os.close(descriptor)
        raise
    with stream:
        try:
            yield cast(BinaryIO, stream)
        except BitexteError:
            raise
        except OSError as error:
            raise input_error(path, error) from error


def _require_readable(path: Path, descriptor: int) -> bool:
    """Whether the open file is a pipe of the shell's. Raises InputError for a folder, a device, any other pipe."""
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISDIR(mode):
        raise input_error(path, IsADirectoryError())
    piped = stat.S_ISFIFO(mode) and str(path).startswith(_PIPES)
    if not (stat.S_ISREG(mode) or piped):
        raise InputError(f"{path}: is no regular file, but a device or pipe")
    return piped


@contextmanager
def open_binary(path: Path) -> Iterator[BinaryIO]:
    """As `open_file`, `.gz` and `.zst` unpacked. Raises InputError, or FormatError for a broken archive or a bomb."""
    opener = _OPENERS.get(path.suffix.lower(), _plain)
    with open_file(path) as packed, _archive_faults(path), opener(path, packed) as stream:
        yield stream


@contextmanager
def open_maybe_gzipped(path: Path) -> Iterator[BinaryIO]:
    """As `open_file`; unpacked where the first two bytes say gzip, whatever the name says."""
    with open_file(path) as packed, _archive_faults(path):
        if cast(io.BufferedReader, packed).peek(2)[:2] == _GZIP:
            with _gunzip(path, packed) as stream:
                yield stream
        else:
            yield packed


def read_whole(path: Path) -> bytes:
    """All bytes of a file of which memory must hold everything. Raises InputError, or FormatError beyond the limit."""
    with open_file(path) as stream:
        return read_stream(stream, str(path))


def read_stream(stream: BinaryIO, label: str) -> bytes:
    """What is left of a stream, of which memory must hold everything. Raises FormatError beyond the limit."""
    data = stream.read(limits().whole + 1)
    limits().require("whole", len(data), label, "bytes in a file that is read at once")
    return data


def bounded_lines(stream: BinaryIO, label: str, limit: str = "record") -> Iterator[bytes]:
    """The lines of a stream, ends included. Raises FormatError for one of more bytes than `limit` allows."""
    most, number = getattr(limits(), limit), 0
    while line := stream.readline(most + 1):
        number += 1
        if len(line) > most:
            limits().require(limit, len(line), f"{label}: line {number}", "bytes in a line")
        yield line


class Meter(io.RawIOBase):
    """A stream that is refused once it has given more than it may.

    grown: the size of the file that it is unpacked from, None for no limit on growth. records: whether what is read
    between two calls of `release` has a limit.
    """

    def __init__(self, stream: BinaryIO, label: object, *, grown: int | None = None, records: bool = False) -> None:
        super().__init__()
        self._stream, self._label, self._grown, self._records = stream, label, grown, records
        self._total = self._record = 0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises FormatError beyond a limit."""
        data = self._stream.read(HARMLESS if size is None or size < 0 else size)
        self._total += len(data)
        self._record += len(data)
        if self._grown is not None and self._total > HARMLESS and self._total > limits().growth * self._grown:
            limits().require("growth", self._total // max(1, self._grown) + 1, self._label, "times what was packed")
        if self._records:
            limits().require("record", self._record, self._label, "bytes in one unit")
        return data

    def readinto(self, buffer: object) -> int:
        """As `read`, into a buffer."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)

    def release(self) -> None:
        """What follows belongs to another record."""
        self._record = 0


@contextmanager
def _archive_faults(path: Path) -> Iterator[None]:
    try:
        yield
    except (gzip.BadGzipFile, zlib.error) as error:
        raise FormatError(f"{path}: broken gzip archive: {error}") from error
    except EOFError as error:
        raise FormatError(f"{path}: broken archive: it ends too early") from error


def _size(packed: BinaryIO) -> int:
    return max(1, os.fstat(packed.fileno()).st_size)


@contextmanager
def _plain(path: Path, packed: BinaryIO) -> Iterator[BinaryIO]:
    yield packed


@contextmanager
def _gunzip(path: Path, packed: BinaryIO) -> Iterator[BinaryIO]:
    with gzip.GzipFile(fileobj=packed) as stream:
        meter = Meter(cast(BinaryIO, stream), path, grown=_size(packed))
        yield cast(BinaryIO, io.BufferedReader(meter, 1 << 16))


@contextmanager
def _unzstd(path: Path, packed: BinaryIO) -> Iterator[BinaryIO]:
    """Unpacked by Python's own zstd (RFC 8878) from 3.14 on, by its backport before."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd
    try:
        with zstd.ZstdFile(packed) as stream:
            yield cast(BinaryIO, io.BufferedReader(Meter(cast(BinaryIO, stream), path, grown=_size(packed)), 1 << 16))
    except zstd.ZstdError as error:
        raise FormatError(f"{path}: broken zstd archive: {error}") from error


_OPENERS: dict[str, Callable[[Path, BinaryIO], AbstractContextManager[BinaryIO]]] = {".gz": _gunzip, ".zst": _unzstd}
