"""Which files a command means, and what each document is called in the output folder."""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.documents.registry import SUFFIXES
from pipeline.errors import InputError
from pipeline.files.layout import SOURCES
from pipeline.files.structure import read_state
from pipeline.files.writing import atomic_text
from pipeline.text.file_names import file_name, name_key, spelled

_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to work on. folder: where its results belong below the output folder; `.` for the folder itself."""

    path: Path
    folder: Path = Path()


def find_sources(given: Iterable[str], out: Path, *, recursive: bool = False) -> tuple[list[Found], list[str]]:
    """The files that paths, patterns (`*.html`, `**/*.md`) and folders name, each once, and warnings.

    Of a folder the documents count whose suffix says a format, but for hidden ones and what lies in `out`; with
    `recursive` those of the folders below too, whose names are kept below `out`. Raises InputError for a pattern that
    nothing matches, a folder without a document, and a folder without `recursive` that has only folders.
    """
    found: dict[Path, Found] = {}
    warnings: list[str] = []
    for name in given:
        path = Path(name)
        if path.is_dir():
            inside = list(_in_folder(path, out, recursive, warnings))
            if not inside:
                hint = "" if recursive else "; --recursive looks into the folders below"
                raise InputError(f"{path}: no document in this folder{hint}")
            files = inside
        elif _WILD & set(name) and not path.exists():
            matches = sorted(Path(each) for each in glob.glob(name, recursive=True))  # noqa: PTH207 - relative patterns
            files = [Found(each) for each in matches if each.is_file()]
            if not files:
                raise InputError(f"{name}: no file matches")
        else:
            files = [Found(path)]
        for each in files:
            found.setdefault(Path(os.path.abspath(each.path)), each)  # noqa: PTH100 - links stay what they are called
    return list(found.values()), warnings


def _in_folder(folder: Path, out: Path, recursive: bool, warnings: list[str]) -> Iterator[Found]:
    left = 0
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(each for each in folders if not each.startswith(".") and not _is_same(here / each, out))
        for name in sorted(each for each in files if not each.startswith(".")):
            if Path(name).suffix.lower() in SUFFIXES:
                yield Found(here / name, here.relative_to(folder))
            else:
                left += 1
        if not recursive:
            break
    if left:
        warnings.append(f"{folder}: {left} file{'' if left == 1 else 's'} of other kinds left out")


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


class Names:
    """What documents are called in an output folder: after their files, and never as one that came from another file.

    The folder remembers where each came from, so that this holds across runs.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._known: dict[Path, dict[str, str]] = {}

    def of(self, source: Path, folder: Path = Path()) -> str:
        """The document's name below `out / folder`: after the file's stem, with a number where another has that."""
        known = self._records(folder)
        origin = _origin(source, self._out / folder)
        taken = {name_key(other): place for other, place in known.items()}
        stem = name = file_name(source.stem)
        number = 1
        while taken.get(name_key(name), origin) != origin:
            number += 1
            name = f"{stem}-{number}"
        known[name] = origin
        return name

    def keep(self, folder: Path, name: str) -> None:
        """Remember where a document that is there now came from. Raises OutputError."""
        path = self._out / folder / SOURCES
        kept = _read(path)
        origin = self._records(folder)[name]
        if kept.get(name) != origin:
            with atomic_text(path) as stream:
                stream.write(json.dumps(kept | {name: origin}, ensure_ascii=False, indent=1, sort_keys=True) + "\n")

    def _records(self, folder: Path) -> dict[str, str]:
        if folder not in self._known:
            place = self._out / folder
            kept = _read(place / SOURCES)
            self._known[folder] = {name: origin for name, origin in kept.items() if (place / name).is_dir()}
        return self._known[folder]


def _origin(source: Path, folder: Path) -> str:
    try:
        return spelled(Path(os.path.relpath(source, folder)).as_posix())
    except ValueError:  # on another drive
        return spelled(source.absolute().as_posix())


def _read(path: Path) -> dict[str, str]:
    record = read_state(path)
    return {str(name): str(origin) for name, origin in record.items()} if isinstance(record, dict) else {}
