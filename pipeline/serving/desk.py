"""The desk at which several reviewers work on the documents of one folder; knows nothing of HTTP."""

from __future__ import annotations

import threading
import time as clock
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any, Protocol

from pipeline.bitext import Bitext, Review
from pipeline.errors import BitexteError, FormatError
from pipeline.review.fingerprint import segment_hash
from pipeline.serving.locks import GONE_SECONDS, Lock, Locks
from pipeline.serving.overlay import overlay
from pipeline.serving.records import Sheet, conflict_record, row_record, shown
from pipeline.serving.request import SaveRequest
from pipeline.serving.saving import Saver
from pipeline.serving.store import Attempt, Store, StoredConflict, StoredDocument

Event = tuple[str, dict[str, Any]]
"""The name of an event and its data, as pages are told."""


Pair = tuple[str, str]
"""A source and its target."""


class Files(Protocol):
    """The documents of the folder as files."""

    def names(self) -> list[str]:
        """The documents, in order."""

    def content(self, name: str) -> str:
        """A hash of the file that `read` reads, as it is on disk now. Raises InputError."""

    def read(self, name: str) -> Bitext:
        """The document. Raises InputError, FormatError."""

    def dump(self, bitext: Bitext) -> bytes:
        """A document as bytes that `load` reads back equal."""

    def load(self, data: bytes) -> Bitext:
        """What `dump` was given."""

    def checked(self, before: Bitext, after: Bitext) -> Bitext:
        """`after` with the flags of the checks; those of `before` stand where nothing has changed."""

    def content_of(self, bitext: Bitext) -> str:
        """What `content` will be once this document is written."""

    def remember(self, name: str, withdrawn: Iterable[Pair], approved: Iterable[Pair]) -> None:
        """Take pairs of a document out of the memory, and put others in."""

    def write(self, bitext: Bitext) -> None:
        """Write all files of a document anew, together. Raises OutputError."""


class UnknownDocumentError(BitexteError):
    """There is no document of this name at the desk."""


@dataclass(slots=True)
class _Open:
    """A document at the desk. written: as its files have it."""

    sheet: Sheet
    written: Bitext
    standing: tuple[int, Bitext] | None = None
    writing: threading.Lock = field(default_factory=threading.Lock)


class Desk:
    """All documents of a folder, for any number of threads. publish is called with each event, in order."""

    def __init__(self, store: Store, files: Files, publish: Callable[[str, Event], None] | None = None) -> None:
        """Opens every document; what the store has of it and its files do not is written later. Raises BitexteError."""
        self._store, self._files = store, files
        self.publish: Callable[[str, Event], None] = publish or (lambda name, event: None)
        self._lock = threading.RLock()
        self._locks = Locks()
        self._open: dict[str, _Open] = {}
        with store.transaction():
            store.forget_old_answers()
            for name in files.names():
                self._load(name)

    def names(self) -> list[str]:
        """The documents, in order."""
        return list(self._open)

    def _load(self, name: str) -> bool:
        """Takes a document from disk, unless it is the one that the store knows; whether its base is new."""
        content, known = self._files.content(name), self._store.document(name)
        attempt = self._store.attempt(name)
        if known is not None and attempt is not None and attempt.content == content and attempt.revision >= known.since:
            self._store.mark_written(name, attempt.revision, content)  # a kill came before it could be said
            known = replace(known, written=attempt.revision, content=content)
        if known is not None and known.content == content:
            if name not in self._open:
                base = self._base(name)
                self._open[name] = _Open(Sheet(base), self._files.read(name))
            return False
        bitext = self._files.read(name)
        pending = [] if known is None else self._store.rows(name, known.written)
        old = None if known is None else Sheet(self._base(name))
        self._store.rebase(name, self._files.dump(bitext), content)
        self._open[name] = _Open(Sheet(bitext), bitext)
        if old is not None and pending:
            Saver(self._store, self._open[name].sheet, name, _now()).carry(old, pending)
        return True

    def _base(self, name: str) -> Bitext:
        return replace(self._files.load(self._store.base(name)), name=name)

    # -- reading --------------------------------------------------------------------------------------

    def standing(self, name: str) -> tuple[int, Bitext]:
        """A document with everything said so far, and its revision; changed units are not checked."""
        with self._lock:
            opened, known = self._document(name)
            if opened.standing is None or opened.standing[0] != known.revision:
                opened.standing = known.revision, overlay(opened.sheet.base, self._store.rows(name))
            return opened.standing

    def page(self, name: str) -> tuple[int, Bitext]:
        """A document as its page is made of it, and its revision: its rows those of the base, with their own flags.

        Rows that were cut anew are as they were before; `state` has them, and the page cuts them itself.
        """
        with self._lock:
            opened, known = self._document(name)
            rows = self._store.rows(name)
            if known.written == known.revision and not any(row.part for row in rows):
                return known.revision, opened.written
        return known.revision, shown(opened.sheet, (row for row in rows if not row.part), opened.written)

    def source(self, name: str, key: str) -> str:
        """The French of a row, as the document had it before rows were cut anew. Raises FormatError."""
        with self._lock:
            opened, _ = self._document(name)
            if key not in opened.sheet.places:
                raise FormatError(f"no row {key!r} in {name!r}")
            return opened.sheet.unit(key).source

    def state(self, name: str) -> dict[str, Any]:
        """The touched rows, locks and conflicts of a document."""
        with self._lock:
            opened, known = self._document(name)
            return {
                "document": name,
                "revision": known.revision,
                "content": known.content,
                "rows": [row_record(opened.sheet, row) for row in self._store.rows(name)],
                "locks": [lock.record() for lock in self._locks.of(name, clock.monotonic())],
                "conflicts": [self._conflict(name, each) for each in self._store.conflicts(name)],
            }

    def backlog(self, name: str, after: int) -> tuple[int, list[Event]]:
        """What a page that knows revision `after` has to be told, and the revision that it knows then."""
        with self._lock:
            opened, known = self._document(name)
            if after < known.since or after > known.revision:
                return known.revision, [("document", {"content": known.content})]
            events: list[Event] = [("row", row_record(opened.sheet, row)) for row in self._store.rows(name, after)]
            events += [("lock", lock.record()) for lock in self._locks.of(name, clock.monotonic())]
            events += [("conflict", self._conflict(name, each)) for each in self._store.conflicts(name)]
            return known.revision, [*events, ("ready", {"revision": known.revision})]

    def summary(self, name: str) -> dict[str, Any]:
        """A line of the dashboard. Errors and warnings are those of the files as they were written last."""
        with self._lock:
            opened, known = self._document(name)
            conflicts, reviewers = len(self._store.conflicts(name)), self._store.reviewers(name)
        _, bitext = self.standing(name)
        states = [unit.review.value for unit in bitext.units]
        worst = [flag.severity.value for unit in opened.written.units for flag in unit.flags]
        return {
            "name": name,
            "segments": len(states),
            "words": opened.sheet.words,
            **{state: states.count(state) for state in ("draft", "edited", "approved")},
            "errors": worst.count("error"),
            "warnings": worst.count("warning"),
            "conflicts": conflicts,
            "reviewers": reviewers,
            "revision": known.revision,
        }

    # -- changing -------------------------------------------------------------------------------------

    def save(self, name: str, request: SaveRequest) -> dict[str, Any]:
        """Keep what a page sends; the record that is answered. Nothing is confirmed before it is on disk."""
        key = f"{name}/{request.client}/{request.key}"
        with self._lock:
            opened, _ = self._document(name)
            before = self._store.answer(key)
            if before is not None:
                return before
            holders = {lock.id: lock for lock in self._locks.of(name, clock.monotonic())}
            saver = Saver(self._store, opened.sheet, name, _now())
            with self._store.transaction():
                rows, conflicts = saver.save(request, holders)
                _, known = self._document(name)
                answer: dict[str, Any] = {
                    "revision": known.revision,
                    "rows": [row_record(opened.sheet, row) for row in rows],
                    "conflicts": [self._conflict(name, each) for each in conflicts],
                }
                self._store.remember(key, answer, _now())
            for row in saver.made:
                self.publish(name, ("row", row_record(opened.sheet, row)))
            for record in answer["conflicts"]:
                self.publish(name, ("conflict", record))
            return answer

    def resolve(self, name: str, number: int) -> bool:
        """A conflict is dealt with; whether it was open."""
        with self._lock:
            self._document(name)
            with self._store.transaction():
                done = self._store.resolve(name, number)
            if done:
                self.publish(name, ("resolved", {"number": number}))
            return done

    def take_lock(self, name: str, key: str, client: str, reviewer: str) -> Lock:
        """The lock on a row: the client's, or that of the one who has it."""
        with self._lock:
            opened, _ = self._document(name)
            if key not in opened.sheet.places:
                raise UnknownDocumentError(f"{name} has no row {key!r}")
            now = clock.monotonic()
            known = self._locks.holder(name, key, now)
            lock = self._locks.take(name, key, client, reviewer, now)
            if lock.until > now and (known is None or known.record() != lock.record()):
                self.publish(name, ("lock", lock.record()))
            return lock

    def release_lock(self, name: str, key: str, client: str) -> None:
        """Give a lock back."""
        with self._lock:
            self._document(name)
            self._unlocked([lock for lock in (self._locks.release(name, key, client),) if lock])

    def expire_locks(self) -> None:
        """Drop the locks that were not renewed."""
        with self._lock:
            self._unlocked(self._locks.expire(clock.monotonic()))

    def leave(self, client: str) -> None:
        """A page is closed."""
        with self._lock:
            self._unlocked(self._locks.leave(client))

    def page_there(self, client: str) -> None:
        """A page listens."""
        with self._lock:
            self._locks.back(client)

    def page_gone(self, client: str) -> None:
        """A page closed its connection, or lost it."""
        with self._lock:
            self._locks.shorten(client, clock.monotonic() + GONE_SECONDS)

    def _unlocked(self, gone: Iterable[Lock]) -> None:
        for lock in gone:
            self.publish(lock.document, ("unlock", lock.record()))

    # -- files ----------------------------------------------------------------------------------------

    def unwritten(self) -> list[str]:
        """The documents whose files do not have everything that was said."""
        with self._lock:
            known = {document.name: document for document in self._store.documents()}
            return [name for name in self._open if known[name].written < known[name].revision]

    def settle(self, name: str) -> Bitext:
        """Bring a document's files up to what was said; the document as they have it then.

        Where the file on disk is not the one that was read or written last, what was said goes on top of it.
        Raises BitexteError.
        """
        with self._lock:
            writing = self._document(name)[0].writing
        with writing:
            with self._lock:
                with self._store.transaction():
                    anew = self._load(name)
                opened, known = self._document(name)
                if anew:
                    self.publish(name, ("document", {"content": known.content}))
                if known.written == known.revision:
                    return opened.written
                revision, standing = self.standing(name)
            checked = self._files.checked(opened.written, standing)
            self._remember(name, revision, _approved(opened.written), checked)
            self._files.write(checked)
            with self._lock, self._store.transaction():
                opened.written = checked
                self._store.mark_written(name, revision, self._files.content(name))
            return checked

    def _remember(self, name: str, revision: int, was: set[Pair], checked: Bitext) -> None:
        """Bring the memory up to a document whose files are to be written.

        A kill may come before, between and after: so what may be in the memory by then is in the store before.
        """
        now = _approved(checked)
        with self._lock, self._store.transaction():
            left = self._store.attempt(name)
            before = was if left is None else was | left.approved
            self._store.begin_writing(name, Attempt(revision, self._files.content_of(checked), frozenset(before | now)))
        withdrawn = before - now
        # The memory has one English for a French: where it goes, another that is approved takes its place.
        free = {source for source, _ in withdrawn}
        wanted = now if left is not None else {pair for pair in now if pair not in was or pair[0] in free}
        self._files.remember(name, sorted(withdrawn), sorted(wanted))

    def _document(self, name: str) -> tuple[_Open, StoredDocument]:
        known = self._store.document(name)
        if known is None or name not in self._open:
            raise UnknownDocumentError(f"no document {name!r} here")
        return self._open[name], known

    def _conflict(self, name: str, conflict: StoredConflict) -> dict[str, Any]:
        sheet = self._open[name].sheet
        there = conflict.id in sheet.places and segment_hash(sheet.unit(conflict.id).source) == conflict.hash
        theirs = sheet.record(conflict.id, self._store.row(name, conflict.id)) if there else None
        return conflict_record(conflict, theirs)


def _approved(bitext: Bitext) -> set[Pair]:
    return {(u.source, u.target) for u in bitext.units if u.review is Review.APPROVED and u.source.strip()}


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
