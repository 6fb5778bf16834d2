"""Finished and approved segments in SQLite.

A run that was killed goes on where it stopped; what a person approved is used again first.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.bitext import Flag, Mention, Origin, Span
from pipeline.errors import OutputError
from pipeline.files.locking import locked_folder
from pipeline.files.structure import parse_json, writable
from pipeline.files.writing import output_error
from pipeline.formats.records import flag_record, mention_record, parse_flag, parse_mention, parse_span

_SCHEMA_VERSION = 1
_SCHEMA = (
    """
    CREATE TABLE IF NOT EXISTS segments (
        key TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        score REAL,
        mentions TEXT NOT NULL,
        flags TEXT NOT NULL,
        links TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE IF NOT EXISTS approved (
        key TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        document TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)
_BUSY_SECONDS = 30.0
_QUESTION_MARKS = 500  # SQLite's older limit on variables in one statement is 999


@dataclass(frozen=True, slots=True)
class Finished:
    """What is remembered of a segment: its English version and what the making of it found out.

    score: mean natural log-probability per piece, None for a person's. flags: only those that
    translation itself raised; the checks are run anew on every bitext. origin: who made it. links: as
    in `Unit.links`.
    """

    target: str
    score: float | None
    mentions: tuple[Mention, ...] = ()
    flags: tuple[Flag, ...] = ()
    origin: Origin = Origin.MACHINE
    links: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Approved:
    """A pair that a person edited or marked as reviewed, and the document it was approved in."""

    source: str
    target: str
    document: str


class _LaterSchemaError(Exception):
    """The file was written by a later version; the argument is its schema's number."""


class Memory:
    """Finished segments by key. Every `store` is one transaction: after a kill, all of it is there or none.

    Several processes may share a file (write-ahead log). Use as a context manager, or `close`.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file at `path`, with its folder.

        A file that is damaged is renamed and a new one begun; one of a later version is left alone, and nothing is
        remembered beyond this run. `warnings` says so. Any thread may use it. Raises OutputError where the folder
        cannot be written.
        """
        self.path = path
        self.warnings: list[str] = []
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connection = _connect(path)
            except _LaterSchemaError as error:
                self._connection = _connect(None)
                self.warnings.append(
                    f"{path}: written by a later version of bitexte (schema {error}); left alone and not used"
                )
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
                    raise
                with locked_folder(path.parent):
                    self._begin_anew(error)
        except OSError as error:
            raise output_error(path, error) from error
        except sqlite3.OperationalError as error:
            raise OutputError(f"{path}: cannot open the memory: {error}") from error

    def _begin_anew(self, error: sqlite3.DatabaseError) -> None:
        """Set the damaged file aside, unless another process has just done so; what people approved is kept."""
        with contextlib.suppress(sqlite3.DatabaseError):
            self._connection = _connect(self.path)
            return
        saved = _salvaged(self.path)
        aside = _set_aside(self.path)
        self._connection = _connect(self.path)
        self.approve(saved)
        kept = f" with the {len(saved)} approved pairs that could be read" if saved else ""
        self.warnings.append(
            f"{self.path}: the memory cannot be used ({error}); set aside as {aside.name}, begun anew{kept}"
        )

    def find(self, keys: Sequence[str]) -> dict[str, Finished]:
        """The remembered segments among `keys`. An entry that cannot be read counts as absent."""
        found: dict[str, Finished] = {}
        for start in range(0, len(keys), _QUESTION_MARKS):
            some = keys[start : start + _QUESTION_MARKS]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, target, score, mentions, flags, links FROM segments WHERE key IN ({marks})"
            for key, *row in self._rows(query, some):
                segment = _finished(row)
                if segment is not None and (name := _text(key)) is not None:
                    found[name] = segment
        return found

    def store(self, segments: Iterable[tuple[str, str, Finished]]) -> None:
        """Remember `(key, source, finished)` triples. Raises OutputError where the disk is full or read-only."""
        rows = [
            (
                key,
                source,
                finished.target,
                finished.score,
                json.dumps([mention_record(mention) for mention in finished.mentions], ensure_ascii=False),
                json.dumps([flag_record(flag) for flag in finished.flags], ensure_ascii=False),
                json.dumps(finished.links, separators=(",", ":")),
            )
            for key, source, finished in segments
        ]
        self._write("INSERT OR REPLACE INTO segments VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def approve(self, pairs: Iterable[Approved]) -> None:
        """Remember pairs that a person approved; a later approval of the same source replaces an earlier one."""
        rows = [
            tuple(writable(text) for text in (source_key(pair.source), pair.source, pair.target, pair.document))
            for pair in pairs
        ]
        self._write("INSERT OR REPLACE INTO approved VALUES (?, ?, ?, ?)", rows)

    def withdraw(self, pairs: Iterable[Approved]) -> None:
        """Forget approved pairs, where they still stand as they are given."""
        rows = [(writable(source_key(pair.source)), writable(pair.target)) for pair in pairs]
        self._write("DELETE FROM approved WHERE key = ? AND target = ?", rows)

    def approved(self) -> dict[str, Approved]:
        """All approved pairs by the `source_key` of their source, ordered by it."""
        query = "SELECT key, source, target, document FROM approved ORDER BY key"
        rows = ([_text(value) for value in row] for row in self._rows(query, ()))
        return {row[0]: Approved(*row[1:]) for row in rows if None not in row}  # type: ignore[arg-type, misc]

    def _rows(self, query: str, values: Sequence[str]) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise OutputError(f"{self.path}: cannot read the memory: {error}") from error

    def _write(self, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
        try:
            with self._lock, self._connection:
                self._connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise OutputError(f"{self.path}: cannot write the memory: {error}") from error

    def __len__(self) -> int:
        """How many segments are remembered."""
        return int(self._rows("SELECT count(*) FROM segments", ())[0][0])

    def close(self) -> None:
        """Let go of the file; what was stored stays."""
        self._connection.close()

    def __enter__(self) -> Memory:
        """The memory itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close, whatever happened."""
        self.close()


def source_key(source: str) -> str:
    """What sources share that differ in white space or Unicode composition only."""
    return " ".join(unicodedata.normalize("NFC", source).split())


def _text(value: object) -> str | None:
    """What a text column holds; None for what cannot be text. Columns come as bytes: see `_connect`."""
    if not isinstance(value, bytes):
        return None
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _finished(row: Sequence[Any]) -> Finished | None:
    """A stored segment, or None where anything in it is damaged: the model makes it again."""
    target, score, *records = row
    texts = [_text(record) for record in records]
    said = _text(target)
    if said is None or None in texts or not (score is None or isinstance(score, float)):
        return None
    try:
        mentions, flags, links = (parse_json(text) for text in texts if text is not None)
        return Finished(
            said,
            score,
            tuple(map(parse_mention, mentions)),
            tuple(map(parse_flag, flags)),
            links=tuple((_span(left), _span(right)) for left, right in links),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _span(value: list[int]) -> Span:
    span = parse_span(value)
    if span is None:
        raise ValueError("no span")
    return span


def _connect(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(path or ":memory:", timeout=_BUSY_SECONDS, check_same_thread=False)
    connection.text_factory = bytes  # one byte that is no UTF-8 would otherwise stop every query that meets it
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _SCHEMA_VERSION):
            raise _LaterSchemaError(version)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        verdict = _text(connection.execute("PRAGMA quick_check(1)").fetchone()[0]) or "damaged"
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        others = connection.execute(
            "SELECT count(*) FROM sqlite_master WHERE type != 'table' AND name IN ('segments', 'approved')"
            " OR type IN ('trigger', 'view')"
        ).fetchone()[0]
        if others:  # a view or trigger would run what its maker chose
            raise sqlite3.DatabaseError("not made by bitexte: it holds views or triggers")
        with connection:
            for table in _SCHEMA:
                connection.execute(table)
            connection.execute(f"PRAGMA user_version={_SCHEMA_VERSION}")
        connection.execute("SELECT key, source, target, score, mentions, flags, links FROM segments LIMIT 0")
        connection.execute("SELECT key, source, target, document FROM approved LIMIT 0")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_damage(error: sqlite3.OperationalError) -> bool:
    """Whether SQLite blames the file's content (another table of that name, say), not the disk or a lock."""
    return any(words in str(error) for words in ("malformed", "no such column", "has no column", "not a database"))


def _salvaged(path: Path) -> list[Approved]:
    """The approved pairs that can still be read: a model makes segments again, nobody makes these again."""
    pairs: list[Approved] = []
    try:
        connection = sqlite3.connect(path)
        with contextlib.closing(connection):
            connection.text_factory = bytes
            kind = connection.execute("SELECT type FROM sqlite_master WHERE name = 'approved'").fetchone()
            if kind != (b"table",):
                return pairs
            for row in connection.execute("SELECT source, target, document FROM approved"):
                source, target, document = map(_text, row)
                if source is not None and target is not None and document is not None:
                    pairs.append(Approved(source, target, document))
    except sqlite3.DatabaseError:
        pass  # what was read before the damage counts
    return pairs


def _set_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    path.rename(aside)
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + suffix))
    return aside
