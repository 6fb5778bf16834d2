"""One output folder at a time belongs to whoever reviews in it; translations of other documents may share it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.files.layout import FOLDER_LOCK
from pipeline.files.locking import signed_lock
from pipeline.files.writing import output_error


@contextmanager
def folder_lock(out: Path, command: str, *, shared: bool = False, wait: float = 0.0) -> Iterator[None]:
    """The folder is this process's while the block runs, with others that share it where `shared`.

    command: what is said to whoever finds it locked. wait: seconds to wait for a holder to end. The lock goes with the
    process, however that ends. Raises FolderInUseError naming the holder, OutputError for a folder that cannot be
    written.
    """
    with ExitStack() as held:
        try:
            held.enter_context(signed_lock(out / FOLDER_LOCK, out, command, shared=shared, wait=wait))
        except OSError as error:
            raise output_error(out / FOLDER_LOCK, error) from error
        yield
