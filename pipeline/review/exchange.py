"""The ways a bitext goes out for review and comes back, by name. A new one is a file and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import OptionError
from pipeline.review.excel import ExcelWriter, read_excel
from pipeline.review.patch import Patch, read_patch
from pipeline.review.tmx import read_memory
from pipeline.review.word import WordWriter, read_word
from pipeline.review.xliff import OmegatWriter, XliffWriter, read_xliff

if TYPE_CHECKING:
    from pipeline.formats.registry import Writer


@dataclass(frozen=True, slots=True)
class Exchange:
    """A writer (None for what the review page alone writes) and the reader that gives the patch."""

    writer: Writer | None
    read: Callable[[Path], Patch]


EXCHANGES: dict[str, Exchange] = {
    ".json": Exchange(None, read_patch),
    ".xlf": Exchange(XliffWriter(), read_xliff),
    ".xlsx": Exchange(ExcelWriter(), read_excel),
    ".docx": Exchange(WordWriter(), read_word),
    ".tmx": Exchange(None, read_memory),
}
"""By the suffix of the file that comes back."""

OMEGAT = "omegat"
"""The kind of XLIFF that OmegaT shows with the French as its source."""

EXPORT_WRITERS: dict[str, Writer] = {
    suffix.removeprefix("."): exchange.writer for suffix, exchange in EXCHANGES.items() if exchange.writer is not None
} | {OMEGAT: OmegatWriter()}
"""What a document can be written as for review elsewhere."""


def read_review(path: Path) -> Patch:
    """The patch in a file that a reviewer gives back, whatever its format.

    Raises OptionError for an unknown suffix, InputError, FormatError, or BitexteError for a missing package.
    """
    suffix = {".xliff": ".xlf"}.get(path.suffix.lower(), path.suffix.lower())
    if suffix not in EXCHANGES:
        raise OptionError(f"{path}: unknown kind of review file; valid are {', '.join(EXCHANGES)}")
    return EXCHANGES[suffix].read(path)
