"""Where everything stands in an output folder: a folder a document, merged files beside them, our own in `.bitexte`."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

STATE = Path(".bitexte")
"""What bitexte keeps for itself in an output folder."""

MEMORY = STATE / "memory.sqlite"
"""Finished and approved segments."""

REVIEW_STORE = STATE / "review.sqlite"
"""What reviewers said to the server."""

FOLDER_LOCK = STATE / "folder.lock"
"""Who works in the folder."""

SOURCES = STATE / "sources.json"
"""Which document came from which file."""

MEMBERS = STATE / "corpus.json"
"""Which documents the merged files hold."""

MERGED = {"tmx": ("corpus.tmx",), "moses": ("corpus.fr", "corpus.en")}
"""The merged files of several documents, by format."""


def result_path(out: Path, name: str) -> Path:
    """The file of a document that holds all that is known of it."""
    return out / name / f"{name}.jsonl"


def result_paths(out: Path) -> list[Path]:
    """Those of all documents in an output folder, ordered by path: folders that hold a file of their own name."""
    return sorted(path for path in out.glob("*/*.jsonl") if path.stem == path.parent.name)


def document_names(out: Path) -> list[str]:
    """The documents of an output folder and of the folders below it, ordered by name.

    A name is the place of the document's folder below `out`, with slashes: `letters/2019/april`.
    """
    found = []
    for place, folders, files in os.walk(out):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        here = Path(place)
        if here != out and f"{here.name}.jsonl" in files:
            found.append(here.relative_to(out).as_posix())
    return sorted(found)


def document_path(out: Path, name: str) -> Path:
    """As `result_path`, for a document that may stand in a folder below."""
    return out / name / f"{PurePosixPath(name).name}.jsonl"


def report_path(folder: Path, name: str) -> Path:
    """The report of the document `name`, in a folder that holds its files."""
    return folder / f"{name}.report.json"


def merged_formats(out: Path) -> list[str]:
    """The formats of the merged files that an output folder has."""
    return [name for name, files in MERGED.items() if (out / files[0]).exists()]
