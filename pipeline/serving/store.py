"""What reviewers said, in SQLite: rows with their revisions, their history, conflicts, and the documents.

A document's `base` is the bitext as it was before anything in `rows` was said; the rows laid over it are the document
as it stands. Every change is one transaction that is on the disk before it is confirmed.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import OutputError
from pipeline.files.writing import output_error

_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    name TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    since INTEGER NOT NULL,      -- the revision that `base` came with; pages of an earlier one must be loaded anew
    written INTEGER NOT NULL,    -- the revision that the files hold
    content TEXT NOT NULL,       -- hash of the file that was read or written last
    base BLOB NOT NULL           -- JSON Lines, deflated
);
CREATE TABLE IF NOT EXISTS rows (
    document TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL,
    target TEXT NOT NULL, state TEXT NOT NULL, comment TEXT NOT NULL,
    part TEXT NOT NULL,          -- id of the first row of the group this row belongs to, or empty
    segments TEXT NOT NULL,      -- of a group's first row: its ids and segments as JSON, else empty
    reviewer TEXT NOT NULL, time TEXT NOT NULL,
    flags TEXT NOT NULL,         -- of the checks that need this row alone, as JSON
    PRIMARY KEY (document, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS history (
    document TEXT NOT NULL, revision INTEGER NOT NULL, id TEXT NOT NULL,
    target TEXT NOT NULL, state TEXT NOT NULL, comment TEXT NOT NULL,
    part TEXT NOT NULL, segments TEXT NOT NULL, reviewer TEXT NOT NULL, time TEXT NOT NULL,
    PRIMARY KEY (document, revision)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS conflicts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL, id TEXT NOT NULL, hash TEXT NOT NULL,
    yours TEXT NOT NULL, reviewer TEXT NOT NULL, time TEXT NOT NULL, reason TEXT NOT NULL,
    resolved INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS attempts (      -- writing of files that has begun and is not known to have ended
    document TEXT PRIMARY KEY, revision INTEGER NOT NULL, content TEXT NOT NULL,
    approved TEXT NOT NULL                  -- pairs that it, or one before it, may have put into the memory, as JSON
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS requests (key TEXT PRIMARY KEY, answer TEXT NOT NULL, time TEXT NOT NULL) WITHOUT ROWID;
"""
_HISTORY = "id, revision, target, state, comment, part, segments, reviewer, time"
_COLUMNS = f"{_HISTORY}, flags"
_REMEMBERED = 100_000  # answers kept for requests that may be sent again


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row that somebody touched, at one revision; the fields are the table's."""

    id: str
    revision: int
    target: str
    state: str
    comment: str
    part: str = ""
    segments: str = ""
    reviewer: str = ""
    time: str = ""
    flags: str = ""


@dataclass(frozen=True, slots=True)
class StoredConflict:
    """What somebody wrote that could not be kept in the row; yours: what they sent, as JSON."""

    number: int
    id: str
    hash: str
    yours: str
    reviewer: str
    time: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """Where a document stands; the fields are the table's, without `base`."""

    name: str
    revision: int
    since: int
    written: int
    content: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """Files that are being written; a kill may leave them, or the memory alone, with what they were to hold.

    revision: what they will hold. content: the hash of the file that is read back, once it is there. approved: sources
    and targets that may be in the memory since.
    """

    revision: int
    content: str
    approved: frozenset[tuple[str, str]]


class Store:
    """The store of one output folder. For one thread at a time; close it, or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file. Raises OutputError, also for a damaged file: what people said is not thrown away."""
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if version > _SCHEMA_VERSION:
                raise OutputError(f"{path}: written by a later version of bitexte (schema {version})")
            self._connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version={_SCHEMA_VERSION}; COMMIT;")
        except OSError as error:
            raise output_error(path, error) from error
        except sqlite3.Error as error:
            raise OutputError(f"{path}: the store of reviews cannot be used: {error}") from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Store:
        """The store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close, whatever happened."""
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """What happens inside is kept whole or not at all. Raises OutputError where the disk refuses."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise OutputError(f"{self.path}: cannot be written: {error}") from error

    # -- documents ------------------------------------------------------------------------------------

    def document(self, name: str) -> StoredDocument | None:
        """What is known of a document."""
        query = "SELECT name, revision, since, written, content FROM documents WHERE name = ?"
        row = self._connection.execute(query, (name,)).fetchone()
        return None if row is None else StoredDocument(*row)

    def documents(self) -> list[StoredDocument]:
        """All documents, ordered by name."""
        query = "SELECT name, revision, since, written, content FROM documents ORDER BY name"
        return [StoredDocument(*row) for row in self._connection.execute(query)]

    def base(self, name: str) -> bytes:
        """The base of a document, as `rebase` was given it. Raises KeyError."""
        row = self._connection.execute("SELECT base FROM documents WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise KeyError(name)
        return zlib.decompress(row[0])

    def rebase(self, name: str, base: bytes, content: str) -> int:
        """Begin a document anew on another base: its rows and history go, open conflicts stay; the new revision."""
        before = self.document(name)
        revision = 0 if before is None else before.revision + 1
        self._connection.execute("DELETE FROM rows WHERE document = ?", (name,))
        self._connection.execute("DELETE FROM history WHERE document = ?", (name,))
        self._connection.execute(
            "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?)",
            (name, revision, revision, revision, content, zlib.compress(base, 6)),
        )
        return revision

    def mark_written(self, name: str, revision: int, content: str) -> None:
        """The document's files hold everything up to `revision`; `content` is the hash of the one that is read back."""
        self._connection.execute(
            "UPDATE documents SET written = ?, content = ? WHERE name = ?", (revision, content, name)
        )
        self._connection.execute("DELETE FROM attempts WHERE document = ?", (name,))

    def begin_writing(self, name: str, attempt: Attempt) -> None:
        """The document's files are about to be written; `mark_written` ends it."""
        approved = json.dumps(sorted(attempt.approved), ensure_ascii=True)
        values = (name, attempt.revision, attempt.content, approved)
        self._connection.execute("INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?)", values)

    def attempt(self, name: str) -> Attempt | None:
        """The writing of a document's files that was begun last, where it is not known to have ended."""
        query = "SELECT revision, content, approved FROM attempts WHERE document = ?"
        row = self._connection.execute(query, (name,)).fetchone()
        if row is None:
            return None
        return Attempt(row[0], row[1], frozenset((source, target) for source, target in json.loads(row[2])))

    # -- rows -----------------------------------------------------------------------------------------

    def rows(self, name: str, after: int = -1) -> list[StoredRow]:
        """The touched rows whose revision is above `after`, in its order."""
        query = f"SELECT {_COLUMNS} FROM rows WHERE document = ? AND revision > ? ORDER BY revision"
        return [StoredRow(*row) for row in self._connection.execute(query, (name, after))]

    def row(self, name: str, key: str) -> StoredRow | None:
        """A touched row as it stands."""
        query = f"SELECT {_COLUMNS} FROM rows WHERE document = ? AND id = ?"
        row = self._connection.execute(query, (name, key)).fetchone()
        return None if row is None else StoredRow(*row)

    def row_at(self, name: str, key: str, revision: int) -> StoredRow | None:
        """A row as it stood at a revision, without flags; None where nobody had touched it then."""
        query = (
            f"SELECT {_HISTORY} FROM history WHERE document = ? AND id = ? AND revision <= ? "
            "ORDER BY revision DESC LIMIT 1"
        )
        row = self._connection.execute(query, (name, key, revision)).fetchone()
        return None if row is None else StoredRow(*row)

    def put(self, name: str, row: StoredRow) -> StoredRow:
        """Keep a row under the document's next revision; returns it with that."""
        query = "UPDATE documents SET revision = revision + 1 WHERE name = ? RETURNING revision"
        (revision,) = self._connection.execute(query, (name,)).fetchone()
        values = (row.target, row.state, row.comment, row.part, row.segments, row.reviewer, row.time)
        marks = ", ".join("?" * 10)
        self._connection.execute(
            f"INSERT OR REPLACE INTO rows VALUES ({marks}, ?)", (name, row.id, revision, *values, row.flags)
        )
        self._connection.execute(f"INSERT INTO history VALUES ({marks})", (name, revision, row.id, *values))
        return StoredRow(row.id, revision, *values, row.flags)

    def counts(self, name: str) -> dict[str, int]:
        """How many touched rows there are in each state."""
        query = "SELECT state, count(*) FROM rows WHERE document = ? GROUP BY state"
        return dict(self._connection.execute(query, (name,)).fetchall())

    def reviewers(self, name: str) -> list[str]:
        """Who said something in a document, ordered by name."""
        query = "SELECT DISTINCT reviewer FROM history WHERE document = ? AND reviewer != '' ORDER BY reviewer"
        return [row[0] for row in self._connection.execute(query, (name,))]

    # -- conflicts and answers ------------------------------------------------------------------------

    def add_conflict(self, name: str, conflict: StoredConflict) -> StoredConflict:
        """Keep what could not be kept in its row; returns it with its number."""
        cursor = self._connection.execute(
            "INSERT INTO conflicts (document, id, hash, yours, reviewer, time, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (name, conflict.id, conflict.hash, conflict.yours, conflict.reviewer, conflict.time, conflict.reason),
        )
        number = int(cursor.lastrowid or 0)
        return StoredConflict(
            number, conflict.id, conflict.hash, conflict.yours, conflict.reviewer, conflict.time, conflict.reason
        )

    def conflicts(self, name: str) -> list[StoredConflict]:
        """The open conflicts of a document, oldest first."""
        query = (
            "SELECT number, id, hash, yours, reviewer, time, reason FROM conflicts "
            "WHERE document = ? AND NOT resolved ORDER BY number"
        )
        return [StoredConflict(*row) for row in self._connection.execute(query, (name,))]

    def resolve(self, name: str, number: int) -> bool:
        """Mark a conflict as dealt with; whether it was open. What was written in it stays in the file."""
        query = "UPDATE conflicts SET resolved = 1 WHERE document = ? AND number = ? AND NOT resolved"
        return self._connection.execute(query, (name, number)).rowcount == 1

    def answer(self, key: str) -> dict[str, Any] | None:
        """What was answered to the request of this key, if it came before."""
        row = self._connection.execute("SELECT answer FROM requests WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def remember(self, key: str, answer: dict[str, Any], time: str) -> None:
        """Keep an answer, in case its request comes again. The oldest of a hundred thousand are forgotten."""
        text = json.dumps(answer, ensure_ascii=True)
        self._connection.execute("INSERT OR REPLACE INTO requests VALUES (?, ?, ?)", (key, text, time))

    def forget_old_answers(self) -> None:
        """Drop all answers but the latest hundred thousand."""
        self._connection.execute(
            "DELETE FROM requests WHERE key NOT IN (SELECT key FROM requests ORDER BY time DESC LIMIT ?)",
            (_REMEMBERED,),
        )
