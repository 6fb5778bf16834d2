"""What the API server must not forget when it is killed: jobs, glossaries, suggestions, in one SQLite file."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.files.writing import output_error

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, secret TEXT NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL, suffix TEXT NOT NULL,
    state TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
    characters INTEGER NOT NULL DEFAULT 0, ends INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL, ended REAL NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS glossaries (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, entries TEXT NOT NULL, hash TEXT NOT NULL,
    count INTEGER NOT NULL, created REAL NOT NULL, changed REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS suggestions (
    id INTEGER PRIMARY KEY, owner TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, made REAL NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Job:
    """A document on its way. secret: who knows it may fetch it (DeepL's document_key). done, total: sentences.

    ends: how often it came to an end, 0 or 1. created, ended: seconds since 1970, 0 for not yet.
    """

    id: str
    secret: str
    owner: str
    name: str
    suffix: str
    state: str
    done: int
    total: int
    characters: int
    ends: int
    error: str
    created: float
    ended: float

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (DONE, FAILED, CANCELLED)


@dataclass(frozen=True, slots=True)
class KeptGlossary:
    """A glossary that a caller made. entries: tab-separated, as a glossary file; hash: of their content."""

    id: str
    owner: str
    name: str
    entries: str
    hash: str
    count: int
    created: float
    changed: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A better version that somebody proposed."""

    id: int
    owner: str
    source: str
    target: str
    made: float


class Store:
    """Every call is one transaction, on disk when it returns. Any thread may call."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises OutputError."""
        self._path, self._lock = path, threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._connection = sqlite3.connect(path, timeout=30, check_same_thread=False, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise OutputError(f"{path}: written by a later version of bitexte (schema {version})")
            self._connection.executescript(_SCHEMA)
            self._connection.execute(f"PRAGMA user_version={_VERSION}")
        except OSError as error:
            raise output_error(path, error) from error
        except sqlite3.Error as error:
            raise OutputError(f"{path}: cannot be used: {error}") from error

    # -- jobs -----------------------------------------------------------------------------------------

    def add_job(self, job: Job) -> None:
        """Accept a job."""
        fields = [getattr(job, name) for name in Job.__slots__]
        self._change(f"INSERT INTO jobs VALUES ({','.join('?' * len(fields))})", fields)

    def job(self, identifier: str) -> Job | None:
        """The job, if there is one."""
        return next(iter(self._jobs("WHERE id = ?", [identifier])), None)

    def jobs(self, owner: str | None = None) -> list[Job]:
        """All jobs, or an owner's, the latest first."""
        if owner is None:
            return self._jobs("ORDER BY created DESC", [])
        return self._jobs("WHERE owner = ? ORDER BY created DESC", [owner])

    def waiting_jobs(self) -> list[Job]:
        """The queued jobs, the oldest first."""
        return self._jobs("WHERE state = 'queued' ORDER BY created, id", [])

    def begin_again(self) -> None:
        """What was running when the server was killed waits again."""
        self._change("UPDATE jobs SET state = 'queued' WHERE state = 'running'", [])

    def start(self, identifier: str) -> bool:
        """Begin a queued job; false where somebody else was faster, or it was cancelled."""
        return self._change("UPDATE jobs SET state = 'running' WHERE id = ? AND state = 'queued'", [identifier]) == 1

    def progress(self, identifier: str, done: int, total: int, characters: int) -> None:
        """How far a job is."""
        values = [done, total, characters, identifier]
        self._change("UPDATE jobs SET done = ?, total = ?, characters = ? WHERE id = ?", values)

    def end(self, identifier: str, state: str, error: str = "") -> bool:
        """A job comes to an end, once; false where it had already."""
        values = [state, error, time.time(), identifier]
        query = (
            "UPDATE jobs SET state = ?, error = ?, ended = ?, ends = ends + 1"
            " WHERE id = ? AND state IN ('queued', 'running')"
        )
        return self._change(query, values) == 1

    def forget_job(self, identifier: str) -> None:
        """Leave no trace of a job."""
        self._change("DELETE FROM jobs WHERE id = ?", [identifier])

    # -- glossaries -----------------------------------------------------------------------------------

    def keep_glossary(self, kept: KeptGlossary) -> None:
        """Add a glossary, or put it in the place of its former version."""
        fields = [getattr(kept, name) for name in KeptGlossary.__slots__]
        self._change(f"INSERT OR REPLACE INTO glossaries VALUES ({','.join('?' * len(fields))})", fields)

    def glossaries(self, owner: str) -> list[KeptGlossary]:
        """An owner's, in order of creation."""
        rows = self._rows("SELECT * FROM glossaries WHERE owner = ? ORDER BY created, id", [owner])
        return [KeptGlossary(*row) for row in rows]

    def glossary(self, identifier: str, owner: str) -> KeptGlossary | None:
        """An owner's glossary, if there is one of this id."""
        rows = self._rows("SELECT * FROM glossaries WHERE id = ? AND owner = ?", [identifier, owner])
        return KeptGlossary(*rows[0]) if rows else None

    def forget_glossary(self, identifier: str, owner: str) -> bool:
        """Whether there was one to forget."""
        return self._change("DELETE FROM glossaries WHERE id = ? AND owner = ?", [identifier, owner]) == 1

    # -- suggestions ----------------------------------------------------------------------------------

    def suggest(self, owner: str, source: str, target: str, most: int) -> bool:
        """Keep a suggestion; false where there are as many as may be kept."""
        query = (
            "INSERT INTO suggestions (owner, source, target, made) SELECT ?, ?, ?, ?"
            " WHERE (SELECT count(*) FROM suggestions) < ?"
        )
        return self._change(query, [owner, source, target, time.time(), most]) == 1

    def suggestions(self) -> list[Suggestion]:
        """All, in order."""
        return [Suggestion(*row) for row in self._rows("SELECT * FROM suggestions ORDER BY id", [])]

    def forget_suggestion(self, number: int) -> bool:
        """Whether there was one to forget."""
        return self._change("DELETE FROM suggestions WHERE id = ?", [number]) == 1

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def _jobs(self, rest: str, values: Sequence[Any]) -> list[Job]:
        return [Job(*row) for row in self._rows(f"SELECT * FROM jobs {rest}", values)]

    def _rows(self, query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise OutputError(f"{self._path.name}: cannot be read: {error}") from error

    def _change(self, statement: str, values: Sequence[Any]) -> int:
        try:
            with self._lock:
                return self._connection.execute(statement, values).rowcount
        except sqlite3.Error as error:
            raise OutputError(f"{self._path.name}: cannot be written: {error}") from error
