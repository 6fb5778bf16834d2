"""Threads that take batches from the queue and have a session finish them."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import groupby

from pipeline.errors import BitexteError
from pipeline.live.queue import MOST_WAITING, Item, Queue, Ticket
from pipeline.workflow.session import Asked, Session

PATIENCE = 0.003
"""Seconds that a first caller waits for company; only where others asked a moment ago."""
_COMPANY_SECONDS = 0.25
_TAKERS = 2  # while one repairs what the model said, the model works for the other
_LOG = logging.getLogger(__name__)


class LiveEngine:
    """A session's model, shared by many callers. `submit` may be called from any thread."""

    def __init__(self, session: Session, *, most_waiting: int = MOST_WAITING) -> None:
        """Load the model and begin. Raises ModelError, GlossaryError."""
        self.session = session
        session.engine.translate(["Bonjour."])
        session.glossary.find("")
        self.queue = Queue(_TAKERS, most_waiting)
        self.counts: Counter[str] = Counter()
        self._counting = threading.Lock()
        self._callers: tuple[str, str] = ("", "")
        self._company = 0.0
        self._threads = [threading.Thread(target=self._work, name=f"batches-{n}", daemon=True) for n in range(_TAKERS)]
        for thread in self._threads:
            thread.start()

    def submit(
        self,
        asked: Sequence[Asked],
        caller: str,
        *,
        links: bool = False,
        urgent: bool = True,
        on_result: Callable[[int], None] | None = None,
    ) -> Ticket:
        """Queue segments. Raises BusyError."""
        ticket = Ticket(caller, asked, links=links, urgent=urgent, on_result=on_result)
        if asked:
            self._note(caller)
            self.queue.add(ticket)
        return ticket

    def close(self) -> None:
        """End; what waits is never done."""
        self.queue.close()
        for thread in self._threads:
            thread.join(timeout=10)

    def _note(self, caller: str) -> None:
        if caller != self._callers[0]:
            self._callers = (caller, self._callers[0])
            if self._callers[1]:
                self._company = time.monotonic() + _COMPANY_SECONDS

    def _work(self) -> None:
        while batch := self.queue.take(PATIENCE if time.monotonic() < self._company else 0.0):
            began = time.monotonic()
            self._finish(batch)
            seconds = time.monotonic() - began
            characters = sum(len(ticket.asked[index].source) for ticket, index in batch)
            self.queue.told(characters, seconds)
            with self._counting:
                self.counts["batches"] += 1
                self.counts["sentences"] += len(batch)
                self.counts["characters"] += characters
                self.counts["milliseconds"] += round(1000 * seconds)

    def _finish(self, batch: Sequence[Item]) -> None:
        ordered = sorted(batch, key=lambda item: item[0].links)
        for links, items in groupby(ordered, key=lambda item: item[0].links):
            some = list(items)
            try:
                self._make(some, links)
            except Exception as error:  # one caller's text must not take the others' answers with it
                _LOG.debug("a batch failed", exc_info=error)
                self._make_apart(some, links)

    def _make(self, items: Sequence[Item], links: bool) -> None:
        made = self.session.finish([ticket.asked[index] for ticket, index in items], links=links)
        for (ticket, index), finished in zip(items, made, strict=True):
            ticket.deliver(index, finished)

    def _make_apart(self, items: Sequence[Item], links: bool) -> None:
        for ticket, index in items:
            if ticket.results[index] is not None or ticket.error is not None:
                continue
            try:
                self._make([(ticket, index)], links)
            except BitexteError as error:
                ticket.fail(error)
            except Exception as error:
                _LOG.warning("a segment failed: %s", type(error).__name__)
                ticket.fail(BitexteError(f"a segment cannot be translated: {type(error).__name__}"))
