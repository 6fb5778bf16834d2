"""A translation memory from elsewhere: pairs in SQLite, found by their source, exactly or nearly.

Pairs come in batches. A batch brings its own part of the index: for each term, the numbers of the pairs whose source
has it, as one blob. So an import needs the memory of a batch, whatever the size of the whole.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import InputError, OutputError
from pipeline.files.structure import writable
from pipeline.memory.terms import index_terms, segment_key, tokens

_APPLICATION = 0x62744D31  # "btM1"
_VERSION = 1
_SCHEMA = (
    """CREATE TABLE files (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL,
    units INTEGER NOT NULL)""",
    """CREATE TABLE pairs (id INTEGER PRIMARY KEY, key INTEGER NOT NULL, mark INTEGER NOT NULL UNIQUE,
    source TEXT NOT NULL, target TEXT NOT NULL, date TEXT NOT NULL, count INTEGER NOT NULL, file INTEGER NOT NULL)""",
    "CREATE INDEX pairs_key ON pairs (key)",
    """CREATE TABLE postings (term INTEGER NOT NULL, batch INTEGER NOT NULL, pairs BLOB NOT NULL,
    PRIMARY KEY (term, batch)) WITHOUT ROWID""",
)
_BATCH = 50_000  # pairs
_MOST_POSTINGS = 40_000  # read for one look-up
_QUESTION_MARKS = 500
_CANDIDATES = 60
_MASK = (1 << 63) - 1


class Pair(NamedTuple):
    """A pair of a memory. date: `YYYYMMDDThhmmssZ`, empty where it is not known. times: how often it came."""

    source: str
    target: str
    date: str = ""
    times: int = 1
    file: str = ""


class PairMemory:
    """A file of pairs. Usable from several threads; use as a context manager, or `close`."""

    def __init__(self, path: Path | None) -> None:
        """Open or make the file at `path`; None keeps everything in a temporary file.

        Raises InputError for a file that is no memory of this kind, OutputError where it cannot be written.
        """
        self.path = path
        self._lock = threading.Lock()
        self._newest: str | None = None
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect("" if path is None else path, check_same_thread=False, timeout=30.0)
            self._prepare()
        except sqlite3.DatabaseError as error:
            raise InputError(f"{path}: not a memory made by `bitexte memory import`: {error}") from error
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error

    def _prepare(self) -> None:
        connection = self._connection
        made_by, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and (made_by, version) != (_APPLICATION, _VERSION):
            connection.close()
            raise InputError(f"{self.path}: not a memory made by `bitexte memory import`, or of another version")
        if not tables:
            with connection:
                for statement in _SCHEMA:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                connection.execute(f"PRAGMA user_version = {_VERSION}")
        connection.execute("PRAGMA synchronous = OFF")  # a memory can be imported again
        connection.execute("PRAGMA cache_size = -40000")

    # -- what goes in --------------------------------------------------------------------------------

    def add(self, name: str, state: str, pairs: Iterable[Pair]) -> int:
        """Take in the pairs of one file, all of them or, where it fails, none; returns how many it had.

        state: what tells whether the file has changed; one that is there with the same state is not read again, one
        with another gives way. A pair that is there already is counted, its date becomes the newest. Raises
        OutputError.
        """
        if self.states().get(name) == state:
            return 0
        try:
            self._newest = None
            with self._lock, self._connection:
                self._connection.execute("BEGIN")
                self._forget(name)
                number = self._connection.execute(
                    "INSERT INTO files (name, state, units) VALUES (?, ?, 0)", (name, state)
                ).lastrowid
                units = 0
                iterator = iter(pairs)
                while batch := list(islice(iterator, _BATCH)):
                    units += len(batch)
                    self._add(batch, int(number or 0))
                self._connection.execute("UPDATE files SET units = ? WHERE id = ?", (units, number))
                return units
        except sqlite3.DatabaseError as error:
            raise OutputError(f"{self.path}: cannot write the memory: {error}") from error

    def _add(self, batch: Sequence[Pair], number: int) -> None:
        last = self._connection.execute("SELECT coalesce(max(id), 0) FROM pairs").fetchone()[0]
        rows, terms_of = [], {}
        for pair in batch:
            parts, mark = tokens(pair.source), _mark(pair)
            terms_of[mark] = array("I", index_terms(parts))
            texts = writable(pair.source), writable(pair.target)
            rows.append((segment_key(parts), mark, *texts, pair.date, pair.times))
        self._connection.executemany(
            "INSERT INTO pairs (key, mark, source, target, date, count, file) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (mark) DO UPDATE SET count = count + excluded.count, date = max(date, excluded.date)",
            [(*row, number) for row in rows],
        )
        terms, places = array("I"), array("I")
        for identifier, mark in self._connection.execute("SELECT id, mark FROM pairs WHERE id > ?", (last,)):
            terms.extend(terms_of[mark])
            places.extend([identifier] * len(terms_of[mark]))
        self._index(np.frombuffer(terms, dtype=np.uint32), np.frombuffer(places, dtype=np.uint32))

    def _index(self, terms: NDArray[np.uint32], places: NDArray[np.uint32]) -> None:
        if not len(terms):
            return
        order = np.argsort(terms, kind="stable")
        terms, places = terms[order], places[order]
        starts = np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1])))
        ends = np.append(starts[1:], len(terms))
        batch = self._connection.execute("SELECT coalesce(max(batch), 0) + 1 FROM postings").fetchone()[0]
        self._connection.executemany(
            "INSERT INTO postings VALUES (?, ?, ?)",
            (
                (int(terms[start]), batch, places[start:end].tobytes())
                for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
            ),
        )

    def _forget(self, name: str) -> None:
        """Remove a file's pairs; the index keeps their numbers, which find nothing any more."""
        found = self._connection.execute("SELECT id FROM files WHERE name = ?", (name,)).fetchone()
        if found is not None:
            self._connection.execute("DELETE FROM pairs WHERE file = ?", found)
            self._connection.execute("DELETE FROM files WHERE id = ?", found)

    def prune(self, *, before: str = "", least: int = 1, name: str | None = None) -> int:
        """Remove pairs last changed before a date, seen fewer than `least` times, or of one file; returns how many.

        Pairs without a date are as old as can be. Raises OutputError.
        """
        try:
            with self._lock, self._connection:
                removed = self._connection.execute(
                    "DELETE FROM pairs WHERE (? != '' AND date < ?) OR count < ?", (before, before, least)
                ).rowcount
                if name is not None:
                    there = len(self)
                    self._forget(name)
                    removed += there - len(self)
            self._connection.execute("VACUUM")
            return removed
        except sqlite3.DatabaseError as error:
            raise OutputError(f"{self.path}: cannot write the memory: {error}") from error

    # -- what is asked -------------------------------------------------------------------------------

    def exact(self, source: str) -> list[Pair]:
        """The pairs whose source differs in white space, case and kinds of signs at most; the best first.

        The newest comes first, of equals the most frequent, then the one that came last.
        """
        return self._pairs(
            "WHERE key = ? ORDER BY date DESC, count DESC, pairs.id DESC", (segment_key(tokens(source)),)
        )

    def near(self, source: str) -> list[Pair]:
        """Pairs whose source shares much with this one: some dozens, the likeliest first, to be compared."""
        postings = self._postings(sorted(index_terms(tokens(source))))
        if not postings:
            return []
        size = sum(map(len, postings))
        everything = np.concatenate(postings)
        weights = np.repeat([1.0 / (1.0 + np.log1p(len(each))) for each in postings], [len(each) for each in postings])
        numbers, inverse = np.unique(everything, return_inverse=True)
        scores = np.bincount(inverse.reshape(-1), weights=weights)
        most = min(_CANDIDATES, len(numbers), size)
        best = np.argpartition(-scores, most - 1)[:most]
        best = best[np.lexsort((-numbers[best].astype(np.int64), -scores[best]))]
        marks = ",".join("?" * most)
        chosen = numbers[best].tolist()
        found = self._numbered(f"WHERE pairs.id IN ({marks})", chosen)
        return [found[number] for number in chosen if number in found]

    def _postings(self, terms: Sequence[int]) -> list[NDArray[np.uint32]]:
        """The numbers of the pairs that have each of the rarest terms, as many as can be looked through quickly."""
        if not terms:
            return []
        marks = ",".join("?" * len(terms))
        with self._lock:
            sizes = self._connection.execute(
                f"SELECT term, sum(length(pairs)) / 4 FROM postings WHERE term IN ({marks}) GROUP BY term", terms
            ).fetchall()
        chosen: list[int] = []
        total = 0
        for term, size in sorted(sizes, key=lambda one: one[1]):
            total += size
            if chosen and total > _MOST_POSTINGS:
                break
            chosen.append(term)
        found = []
        with self._lock:
            for term in chosen:
                blobs = self._connection.execute(
                    "SELECT pairs FROM postings WHERE term = ? ORDER BY batch DESC", (term,)
                ).fetchall()
                found.append(np.frombuffer(b"".join(blob for (blob,) in blobs)[: 4 * _MOST_POSTINGS], dtype=np.uint32))
        return found

    def search(self, text: str, most: int = 50) -> list[Pair]:
        """Pairs whose source or target holds a text, in the order they came: a concordance."""
        return self._pairs("WHERE instr(source, ?) OR instr(target, ?) ORDER BY pairs.id LIMIT ?", (text, text, most))

    def __iter__(self) -> Iterator[Pair]:
        """All pairs, in the order they came."""
        last = 0
        while True:
            found = self._numbered("WHERE pairs.id > ? ORDER BY pairs.id LIMIT 1000", (last,))
            if not found:
                return
            last = max(found)
            yield from found.values()

    def __len__(self) -> int:
        """How many different pairs there are."""
        return int(self._connection.execute("SELECT count(*) FROM pairs").fetchone()[0])

    def newest(self) -> str:
        """The latest date of a pair; empty where none has one."""
        if self._newest is None:
            self._newest = str(self._connection.execute("SELECT coalesce(max(date), '') FROM pairs").fetchone()[0])
        return self._newest

    def digest(self) -> str:
        """Hexadecimal digits that stand for the pairs, whatever their order and files."""
        count, marks = self._connection.execute("SELECT count(*), sum(mark % 2147483647) FROM pairs").fetchone()
        return f"{count:x}-{marks or 0:x}"

    def states(self) -> dict[str, str]:
        """The files taken in, with what told that they were unchanged."""
        return dict(self._connection.execute("SELECT name, state FROM files ORDER BY id").fetchall())

    def units(self) -> dict[str, int]:
        """The files taken in, with the pairs they had."""
        return dict(self._connection.execute("SELECT name, units FROM files ORDER BY id").fetchall())

    def _pairs(self, where: str, values: Sequence[object]) -> list[Pair]:
        return list(self._numbered(where, values).values())

    def _numbered(self, where: str, values: Sequence[object]) -> dict[int, Pair]:
        query = (
            "SELECT pairs.id, source, target, date, count, coalesce(name, '') FROM pairs "
            f"LEFT JOIN files ON files.id = pairs.file {where}"
        )
        try:
            with self._lock:
                rows = self._connection.execute(query, values).fetchall()
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise InputError(f"{self.path}: cannot read the memory: {error}") from error
        return {number: Pair(*rest) for number, *rest in rows}

    def close(self) -> None:
        """Let go of the file."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def __enter__(self) -> PairMemory:
        """The memory itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close, whatever happened."""
        self.close()


def _mark(pair: Pair) -> int:
    """A number for the texts of a pair, exactly as they stand."""
    text = f"{pair.source}\0{pair.target}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") & _MASK
