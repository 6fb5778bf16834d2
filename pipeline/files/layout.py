"""Where everything stands in an output folder: a folder a document, merged files beside them, our own in `.bitexte`."""

from __future__ import annotations

from pathlib import Path

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


def report_path(folder: Path, name: str) -> Path:
    """The report of the document `name`, in a folder that holds its files."""
    return folder / f"{name}.report.json"


def merged_formats(out: Path) -> list[str]:
    """The formats of the merged files that an output folder has."""
    return [name for name, files in MERGED.items() if (out / files[0]).exists()]
