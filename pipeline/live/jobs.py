"""Documents that take longer than a caller waits: queued on disk, made in the background, resumed after a kill.

Each job has a folder of its own, named by chance: what the caller sent, the segments finished so far, and in the end
the files that `bitexte translate` writes. Nothing that a caller says becomes part of a path.
"""

from __future__ import annotations

import hashlib
import logging
import os
import secrets
import shutil
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.documents.registry import SUFFIXES, read_source
from pipeline.errors import BitexteError, InputError
from pipeline.files.writing import atomic_bytes, atomic_text
from pipeline.glossary.entries.separated import tsv_text
from pipeline.glossary.finding.glossary import Glossary
from pipeline.live.engine import LiveEngine
from pipeline.live.queue import BusyError, Ticket, WithdrawnError
from pipeline.live.store import CANCELLED, DONE, FAILED, QUEUED, Job, Store
from pipeline.memory import Finished, Memory
from pipeline.quality.registry import run_checks
from pipeline.text.file_names import file_name
from pipeline.workflow.artefacts import write_artefacts
from pipeline.workflow.segmenting import prepared
from pipeline.workflow.session import Asked
from pipeline.workflow.translate import Work

MOST_WAITING = 1_000
KEPT_SECONDS = 24 * 3600.0
_WINDOW, _AHEAD = 48, 3  # sentences that are queued together, and how often before the first are done
_RUNNERS = 2
_SOURCE, _GLOSSARY, _SEGMENTS, RESULT = "source", "glossary.tsv", "segments.sqlite", "document"
_LOG = logging.getLogger(__name__)


class UnknownJobError(InputError):
    """There is no such job, or it is somebody else's."""


class Jobs:
    """The jobs of a folder. `run` begins; any thread may call."""

    def __init__(self, folder: Path, store: Store, live: LiveEngine, *, most: int = MOST_WAITING) -> None:
        self._folder, self._store, self._live, self._most = folder, store, live, most
        self._changed = threading.Condition()
        self._closed = False
        self._running: dict[str, str] = {}  # id: owner
        self._tickets: dict[str, list[Ticket]] = {}
        self._threads: list[threading.Thread] = []
        self._swept = 0.0

    def run(self) -> None:
        """Take up what a kill cut short, and begin."""
        self._store.begin_again()
        self.sweep()
        self._threads = [threading.Thread(target=self._work, name=f"jobs-{n}", daemon=True) for n in range(_RUNNERS)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop; what is not done goes on when the server starts again."""
        with self._changed:
            self._closed = True
            for tickets in self._tickets.values():
                for ticket in tickets:
                    ticket.withdraw()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(timeout=10)

    def accept(self, data: bytes, file: str, owner: str, glossary: Glossary | None = None) -> Job:
        """Take a document. file: the name that the caller gave it. glossary: instead of the server's.

        Raises InputError for a name that says no known format, BusyError where too many wait, OutputError.
        """
        suffix = Path(file[-255:].replace("\\", "/")).suffix.lower()
        if suffix not in SUFFIXES:
            raise InputError(f"file format not supported; supported are {' '.join(SUFFIXES)}")
        if len(self._store.waiting_jobs()) >= self._most:
            raise BusyError(60)
        name = file_name(Path(file[-255:].replace("\\", "/")).stem)[:120] or "document"
        job = Job(
            secrets.token_hex(16), secrets.token_hex(16), owner, name, suffix, QUEUED, 0, 0, 0, 0, "", time.time(), 0
        )
        folder = self._folder_of(job)
        folder.mkdir(parents=True, mode=0o700)
        with atomic_bytes(folder / f"{_SOURCE}{suffix}") as stream:
            stream.write(data)
        if glossary is not None:
            with atomic_text(folder / _GLOSSARY) as text:
                text.write(tsv_text(glossary))
        self._store.add_job(job)
        with self._changed:
            self._changed.notify_all()
        return job

    def get(self, identifier: str, owner: str | None = None) -> Job:
        """A job. owner: whose it must be, if anybody's. Raises UnknownJobError."""
        job = self._store.job(identifier)
        if job is None or (owner is not None and job.owner != owner):
            raise UnknownJobError(f"no job {identifier[:64]}")
        return job

    def list(self, owner: str) -> Sequence[Job]:
        """An owner's, the latest first."""
        return self._store.jobs(owner)

    def counts(self) -> Counter[str]:
        """How many there are in each state."""
        return Counter(job.state for job in self._store.jobs())

    def cancel(self, identifier: str, owner: str | None = None) -> Job:
        """End a job that is not over. Raises UnknownJobError."""
        job = self.get(identifier, owner)
        if self._store.end(job.id, CANCELLED):
            with self._changed:
                for ticket in self._tickets.get(job.id, ()):
                    ticket.withdraw()
                self._changed.notify_all()
        return self.get(identifier, owner)

    def forget(self, identifier: str, owner: str | None = None) -> None:
        """Cancel a job where it is not over, and leave no trace of it. Raises UnknownJobError."""
        job = self.cancel(identifier, owner)
        self._store.forget_job(job.id)
        shutil.rmtree(self._folder_of(job), ignore_errors=True)

    def wait(self, identifier: str, seconds: float) -> Job:
        """The job when it is over, or as it is after so long."""
        end = time.monotonic() + seconds
        with self._changed:
            while not (job := self.get(identifier)).over and (left := end - time.monotonic()) > 0:
                self._changed.wait(min(left, 1.0))
        return job

    def files(self, job: Job) -> dict[str, Path]:
        """What was made, by name: `document.tmx` and the like; empty before a job is done."""
        folder = self._folder_of(job) / RESULT
        if job.state != DONE or not folder.is_dir():
            return {}
        return {path.name: path for path in sorted(folder.iterdir()) if not path.name.startswith(".")}

    def result(self, job: Job) -> tuple[str, bytes]:
        """The English document: a name for it, and its bytes. Raises UnknownJobError where there is none."""
        path = self.files(job).get(f"{RESULT}.en{job.suffix}")
        if path is None:
            raise UnknownJobError(f"no document of job {job.id}: it is {job.state}")
        return f"{job.name}.en{job.suffix}", path.read_bytes()

    def sweep(self) -> None:
        """Forget what is over since a day, and folders of no job: a kill may leave one before its job was accepted."""
        now = time.time()
        for job in self._store.jobs():
            if job.over and now - job.ended > KEPT_SECONDS:
                self.forget(job.id)
        known = {job.id for job in self._store.jobs()}
        for folder in self._folder.glob("*"):
            if folder.name not in known and now - folder.stat().st_mtime > 600:
                shutil.rmtree(folder, ignore_errors=True)
        self._swept = now

    # -- the work -------------------------------------------------------------------------------------

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                self._make(job)
                ended = self._store.end(job.id, DONE)
            except WithdrawnError:
                ended = False  # cancelled, or the server ends and it goes on another time
            except BitexteError as error:
                ended = self._store.end(job.id, FAILED, self._harmless(str(error), job))
            except Exception as error:
                _LOG.warning("a job failed: %s", type(error).__name__)
                ended = self._store.end(job.id, FAILED, f"unforeseen failure: {type(error).__name__}")
            if ended:
                (self._folder_of(job) / _SEGMENTS).unlink(missing_ok=True)
            with self._changed:
                self._running.pop(job.id, None)
                self._tickets.pop(job.id, None)
                self._changed.notify_all()

    def _next(self) -> Job | None:
        """The oldest job of the owner with the fewest running ones; None at the end."""
        with self._changed:
            while not self._closed:
                running = Counter(self._running.values())
                waiting = self._store.waiting_jobs()
                job = min(waiting, key=lambda one: (running[one.owner], one.created), default=None)
                if job is not None and self._store.start(job.id):
                    self._running[job.id] = job.owner
                    self._tickets[job.id] = []
                    return job
                if time.time() - self._swept > 3600:
                    self.sweep()
                self._changed.wait(60.0)
        return None

    def _make(self, job: Job) -> None:
        folder = self._folder_of(job)
        source, original = read_source(folder / f"{_SOURCE}{job.suffix}")
        document, warnings = prepared(source, job.name)
        document = replace(document, name=job.name)
        own = folder / _GLOSSARY
        session = self._live.session
        glossary = Glossary.load([own]) if own.is_file() else session.glossary
        work = Work.of(document, glossary)
        self._store.progress(job.id, 0, len(work.prose), len(document.text))
        signature = session.signature_with(glossary)
        with Memory(folder / _SEGMENTS) as memory:
            made = list(self._finished(job, work, memory, f"{signature}{len(document.text)}"))
        bitext = run_checks(work.bitext(made, signature))
        warnings = tuple(self._harmless(warning, job) for warning in warnings)
        write_artefacts(bitext, folder / RESULT, warnings=warnings, original=original)

    def _finished(self, job: Job, work: Work, memory: Memory, basis: str) -> Iterator[Finished]:
        """The finished prose, in order; some windows are in the queue at a time."""
        asked = work.asked()
        keys = [_key(basis, one) for one in asked]
        known = memory.find(list(dict.fromkeys(keys)))
        missing = [(key, one) for key, one in dict(zip(keys, asked, strict=True)).items() if key not in known]
        total, characters = len(asked), len(work.document.text)
        often = Counter(keys)
        done = sum(often[key] for key in known)
        windows: deque[tuple[list[tuple[str, Asked]], Ticket]] = deque()

        def settle() -> None:
            nonlocal done
            window, ticket = windows.popleft()
            made = ticket.wait()
            memory.store((key, one.source, found) for (key, one), found in zip(window, made, strict=True))
            known.update((key, found) for (key, _), found in zip(window, made, strict=True))
            done += sum(often[key] for key, _ in window)
            self._store.progress(job.id, done, total, characters)

        for start in range(0, len(missing), _WINDOW):
            window = missing[start : start + _WINDOW]
            windows.append((window, self._ask(job, [one for _, one in window])))
            if len(windows) == _AHEAD:
                settle()
        while windows:
            settle()
        self._store.progress(job.id, total, total, characters)
        return (known[key] for key in keys)

    def _ask(self, job: Job, asked: Sequence[Asked]) -> Ticket:
        """Queue segments; where too much waits, so does the job. Raises WithdrawnError."""
        while True:
            if self._closed or self.get(job.id).over:
                raise WithdrawnError("cancelled")
            try:
                ticket = self._live.submit(asked, f"job {job.owner} {job.id}", links=True, urgent=False)
            except BusyError:
                time.sleep(0.5)
                continue
            with self._changed:
                self._tickets[job.id].append(ticket)
                if self._closed:
                    ticket.withdraw()
            return ticket

    def _folder_of(self, job: Job) -> Path:
        return self._folder / job.id

    def _harmless(self, message: str, job: Job) -> str:
        """A message without the server's paths: the file is called what the caller called it."""
        path = self._folder_of(job) / f"{_SOURCE}{job.suffix}"
        return message.replace(str(path), f"{job.name}{job.suffix}").replace(str(self._folder) + os.sep, "")


def _key(basis: str, asked: Asked) -> str:
    """What decides a segment's English within a job, whose glossary does not change."""
    fixed = ",".join(f"{span.start}-{span.end}" for span in asked.fixed)
    return hashlib.blake2b("\0".join((basis, asked.source, fixed)).encode(), digest_size=16).hexdigest()
