"""Files of one folder that change together: after a kill all of them are new, or all are as they were."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import OutputError
from pipeline.files.locking import locked_folder
from pipeline.files.writing import output_error

GROWING, WHOLE = ".new-", ".whole-"
"""What the hidden folders of files that are being written, or are to be moved, begin with."""


@contextmanager
def together(folder: Path) -> Iterator[Path]:
    """A folder for new files, which take their places in `folder` at once when the block ends without an error.

    They are written to a hidden folder inside; giving it another name is what makes them count. Then they are moved;
    what a kill leaves unmoved is moved by the next `together` or `settle`. The folder is locked meanwhile. Raises
    OutputError where it cannot be written, or a folder stands where a file should be.
    """
    try:
        with locked_folder(folder):
            _settle(folder)
            growing = folder / f"{GROWING}{secrets.token_hex(6)}"
            growing.mkdir()
            try:
                yield growing
                _refuse_folders(growing, folder)
                whole = growing.with_name(growing.name.replace(GROWING, WHOLE, 1))
                growing.rename(whole)
            except BaseException as error:
                shutil.rmtree(growing, ignore_errors=True)
                if isinstance(error, OutputError):
                    raise OutputError(str(error).replace(str(growing), str(folder))) from error
                raise
            _move(whole, folder)
    except OSError as error:
        raise output_error(folder, error) from error


def settle(folder: Path) -> None:
    """Move what a killed process had finished and not moved, drop what it had not finished. Raises OutputError.

    A folder that this process may only read is left as it is.
    """
    if not _left_behind(folder) or not os.access(folder, os.W_OK):
        return
    try:
        with locked_folder(folder):
            _settle(folder)
    except OSError as error:
        raise output_error(folder, error) from error


def _left_behind(folder: Path) -> list[Path]:
    return sorted([*folder.glob(f"{GROWING}*"), *folder.glob(f"{WHOLE}*")])


def _settle(folder: Path) -> None:
    # The lock is held, so whoever made these is no more.
    for left in _left_behind(folder):
        if left.is_symlink() or not left.is_dir():
            continue  # none of ours
        if left.name.startswith(WHOLE):
            _move(left, folder)
        else:
            shutil.rmtree(left, ignore_errors=True)


def _refuse_folders(new: Path, folder: Path) -> None:
    for file in new.iterdir():
        place = folder / file.name
        if place.is_dir() and not place.is_symlink():
            raise OutputError(f"{place}: cannot be written: a folder stands where the file should be")


def _move(whole: Path, folder: Path) -> None:
    for file in sorted(whole.iterdir()):
        file.replace(folder / file.name)
    shutil.rmtree(whole, ignore_errors=True)
