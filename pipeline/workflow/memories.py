"""Memories from elsewhere: which files are one, what their pairs are, and a compiled form that is quick to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.corpus.sources import READERS, moses_half, read_entries
from pipeline.errors import InputError
from pipeline.files.opening import input_error
from pipeline.formats.gettext_reading import iterate_gettext
from pipeline.formats.tmx_reading import TmxReader
from pipeline.formats.xliff_reading import iterate_xliff
from pipeline.memory.pairs import Pair, PairMemory

COMPILED = ".sqlite"
"""The ending of a memory that `bitexte memory import` made."""

_TMX = (".tmx", ".tmx.gz")
_PAIRS = {".po": iterate_gettext, ".xlf": iterate_xliff, ".xliff": iterate_xliff}
_ENDINGS = (*READERS, *_PAIRS)
_OMEGAT = "project_save.tmx"


def memory_files(path: Path) -> list[Path]:
    """The files that a path stands for: itself, or in a folder all that can be read, those below it too.

    Of an OmegaT project only its saved segments and the memories in `tm` count. Raises InputError.
    """
    try:
        path.stat()
    except OSError as error:
        raise input_error(path, error) from error
    if not path.is_dir():
        if not path.name.lower().endswith(_ENDINGS):
            raise InputError(f"{path}: no memory; valid: {', '.join(_ENDINGS)}, {COMPILED}, or a folder")
        return [path]
    saved = path / "omegat" / _OMEGAT
    if saved.is_file():
        return [saved, *sorted(file for file in (path / "tm").rglob("*") if file.name.lower().endswith(_TMX))]
    found = sorted(file for file in path.rglob("*") if file.is_file() and file.name.lower().endswith(_ENDINGS))
    if not found:
        raise InputError(f"{path}: holds no memory; valid: {', '.join(_ENDINGS)}")
    return found


def read_memory(path: Path, left_out: Counter[str]) -> Iterator[Pair]:
    """The pairs of one file, with dates where it has them.

    What a machine made by its own account, and pairs without text on either side, are left out and counted. Raises
    InputError or FormatError.
    """
    name = path.name.lower()
    if name.endswith(_TMX):
        reader = TmxReader(path)
        units = ((unit, reader.date) for unit in reader)
    elif path.suffix.lower() in _PAIRS:
        units = ((unit, "") for unit in _PAIRS[path.suffix.lower()](path, left_out))
    else:
        units = ((entry.unit, "") for entry in read_entries(path, left_out))
    for unit, date in units:
        if unit.origin.is_machine:
            left_out["machine-made"] += 1
        elif not (unit.source.strip() and unit.target.strip()):
            left_out["empty segment"] += 1
        else:
            yield Pair(unit.source, unit.target, date)
    if name.endswith(_TMX):
        left_out.update(reader.skipped)


def import_memory(memory: PairMemory, path: Path, warnings: list[str]) -> int:
    """Take the files of a path into a memory, those that have changed since anew; returns the pairs they had.

    warnings gains a line for each file of which something was left out. Raises InputError, FormatError, OutputError.
    """
    from pipeline.formats.tmx_reading import said_left_out

    count = 0
    for file in memory_files(path):
        left_out: Counter[str] = Counter()
        count += memory.add(str(file.resolve()), _state(file), read_memory(file, left_out))
        if left_out:
            warnings.append(f"{file}: {said_left_out(left_out)}")
    return count


def open_memories(paths: Sequence[Path], folder: Path | None, warnings: list[str]) -> list[PairMemory]:
    """The memories at these paths, to be asked in this order.

    Files that `bitexte memory import` made are opened; all others are compiled into `memories.sqlite` in `folder`,
    which keeps them for the next run, or into a temporary file. Raises InputError, FormatError, OutputError.
    """
    compiled = [path for path in paths if path.suffix.lower() == COMPILED]
    others = [path for path in paths if path not in compiled]
    for path in compiled:
        if not path.is_file():
            raise InputError(f"{path}: no such file")
    opened = [PairMemory(path) for path in compiled]
    if others:
        memory = PairMemory(None if folder is None else folder / "memories.sqlite")
        opened.append(memory)
        wanted = {str(file.resolve()) for path in others for file in memory_files(path)}
        for name in memory.states():
            if name not in wanted:
                memory.prune(name=name)
        for path in others:
            import_memory(memory, path, warnings)
    return opened


def _state(path: Path) -> str:
    files = (path, moses_half(path)) if path.suffix.lower() == ".fr" else (path,)
    stats = [file.stat() for file in files]
    return " ".join(f"{stat.st_size}:{stat.st_mtime_ns}" for stat in stats)
