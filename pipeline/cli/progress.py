"""A progress bar on a terminal, nothing in a pipe."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType
from typing import Any

from pipeline.workflow.progress import Progress


class Bar:
    """Segments done, rate and time left, on standard error; one bar a document, wiped when it is done.

    Use as a context manager; `progress` is what the workflow calls.
    """

    def __init__(self, *, total: int | None = None, label: str = "") -> None:
        """A bar for a number of segments known now, or for documents that `progress` announces."""
        self._bar: Any = None
        self._shown = sys.stderr.isatty()
        if total is not None or label:
            self._start(label, total)
        self.progress = Progress(document=self._start, advance=self.advance)

    def advance(self, segments: int) -> None:
        """Move on by so many segments."""
        if self._bar is not None:
            self._bar.update(segments)

    def reach(self, segments: int) -> None:
        """Move on to so many segments in all."""
        if self._bar is not None:
            self._bar.update(segments - self._bar.n)

    def clear(self) -> None:
        """Wipe the bar, so that a line of text can be printed in its place."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def __enter__(self) -> Bar:
        """The bar itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Wipe it, whatever happened."""
        self.clear()

    def _start(self, label: str, total: int | None) -> None:
        self.clear()
        if self._shown:
            from tqdm import tqdm

            # On a terminal that does not tell its size, tqdm would show nothing.
            size = shutil.get_terminal_size()
            self._bar = tqdm(
                total=total,
                desc=label or None,
                unit=" segments",
                leave=False,
                ncols=size.columns,
                nrows=size.lines,
                file=sys.stderr,
            )
