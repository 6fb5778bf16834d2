"""The sentences of many callers in one queue, taken from it in batches: fairly between callers, short requests first.

Callers wait in turn; each turn takes at most some hundred characters, so that a page of a hundred sentences does not
keep a single sentence waiting. Documents wait in a lane of their own, of which a quarter of each batch is taken while
others wait, and all where nobody does.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from pipeline.errors import BitexteError
from pipeline.memory import Finished
from pipeline.workflow.session import Asked

TURN = 400
"""Characters of one caller that are taken before the next one's turn."""
LARGEST, LARGEST_OF_DOCUMENTS, SMALLEST = 12_000, 4_000, 1_000
"""Characters of a batch: at most, of documents while others ask too, and below which a batch is never divided."""
MOST_WAITING = 2_000_000
"""Characters that may wait before further ones are refused."""
_ATTENTIVE_SECONDS = 2.0  # after a short request, documents take small batches


class BusyError(BitexteError):
    """Too much waits already. seconds: when to ask again."""

    def __init__(self, seconds: int) -> None:
        super().__init__("too many requests are waiting; try again later")
        self.seconds = seconds


class WithdrawnError(BitexteError):
    """Who asked has gone, or has waited too long."""


@dataclass(eq=False)
class Ticket:
    """What a caller asked for, and what has been made of it. Any thread may wait for it.

    urgent: whether somebody is waiting in front of a screen. on_result: called with the index of each segment that is
    finished, by the thread that finished it.
    """

    caller: str
    asked: Sequence[Asked]
    links: bool = False
    urgent: bool = True
    on_result: Callable[[int], None] | None = None
    results: list[Finished | None] = field(default_factory=list)
    error: BitexteError | None = None
    withdrawn: bool = False
    _left: int = 0
    _done: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.results = [None] * len(self.asked)
        self._left = len(self.asked)
        if not self.asked:
            self._done.set()

    def withdraw(self) -> None:
        """Nobody waits any more: what has not been begun never will be."""
        self.withdrawn = True
        self._done.set()

    def wait(self, seconds: float | None = None) -> list[Finished]:
        """The finished segments, in order. Raises WithdrawnError, also after `seconds`, or what the making raised."""
        if not self._done.wait(seconds):
            self.withdraw()
            raise WithdrawnError(f"not done within {seconds:.0f} seconds")
        if self.error is not None:
            raise self.error
        if self.withdrawn:
            raise WithdrawnError("withdrawn")
        return [one for one in self.results if one is not None]

    def deliver(self, index: int, finished: Finished) -> None:
        """Put in one result."""
        with self._lock:
            self.results[index] = finished
            self._left -= 1
            last = not self._left
        if self.on_result is not None:
            self.on_result(index)
        if last:
            self._done.set()

    def fail(self, error: BitexteError) -> None:
        """It will never be done."""
        self.error = error
        self._done.set()


Item = tuple[Ticket, int]
"""One segment of a ticket, by index."""


class _Lane:
    """Callers in turn, each with its waiting segments."""

    def __init__(self) -> None:
        self._callers: OrderedDict[str, deque[Item]] = OrderedDict()
        self.size = 0

    def add(self, caller: str, items: Iterable[Item]) -> None:
        waiting = self._callers.setdefault(caller, deque())
        for ticket, index in items:
            waiting.append((ticket, index))
            self.size += _size(ticket, index)

    def take(self, characters: int) -> list[Item]:
        """Segments of at least one caller, of so many characters or a little more."""
        taken: list[Item] = []
        left = characters
        while self._callers and left > 0:
            caller, waiting = self._callers.popitem(last=False)
            turn = TURN
            while waiting and turn > 0 and left > 0:
                ticket, index = waiting.popleft()
                size = _size(ticket, index)
                self.size -= size
                if not ticket.withdrawn:
                    taken.append((ticket, index))
                    turn -= size
                    left -= size
            if waiting:
                self._callers[caller] = waiting
        return taken


class Queue:
    """The two lanes. Any thread may add and take."""

    def __init__(self, takers: int = 2, most: int = MOST_WAITING) -> None:
        """takers: how many take batches at the same time; most: characters that may wait."""
        self._takers, self._most = takers, most
        self._urgent, self._documents = _Lane(), _Lane()
        self._filled = threading.Condition()
        self._closed = False
        self._last_urgent = 0.0
        self._speed = 2_000.0  # characters a second, an average that follows

    @property
    def waiting(self) -> int:
        """Characters that wait."""
        return self._urgent.size + self._documents.size

    @property
    def speed(self) -> float:
        """Characters a second that are made, an average that follows."""
        return self._speed

    def add(self, ticket: Ticket) -> None:
        """Queue a ticket. Raises BusyError where too much waits, WithdrawnError where the queue was closed."""
        size = sum(_size(ticket, index) for index in range(len(ticket.asked)))
        with self._filled:
            if self._closed:
                raise WithdrawnError("the server is ending")
            if self.waiting and self.waiting + size > self._most:
                raise BusyError(self.seconds_to_wait())
            lane = self._urgent if ticket.urgent else self._documents
            lane.add(ticket.caller, ((ticket, index) for index in range(len(ticket.asked))))
            self._filled.notify()

    def seconds_to_wait(self) -> int:
        """About when half of what waits now will be done, at least 1."""
        return max(1, min(600, round(self.waiting / 2 / max(1.0, self._speed))))

    def told(self, characters: int, seconds: float) -> None:
        """A batch of so many characters took so long."""
        if seconds > 0:
            self._speed += 0.1 * (self._takers * characters / seconds - self._speed)

    def take(self, patience: float) -> list[Item]:
        """The next batch, once there is one; empty when the queue is closed.

        patience: seconds to wait for further callers after the first.
        """
        while True:
            with self._filled:
                while not self.waiting and not self._closed:
                    self._filled.wait()
                if self._closed:
                    return []
                if patience and self.waiting < SMALLEST:
                    self._filled.wait(patience)
                batch = self._batch(time.monotonic())
                if self.waiting:
                    self._filled.notify()
            if batch:
                return batch

    def close(self) -> None:
        """Wake everybody who takes; nothing is added any more."""
        with self._filled:
            self._closed = True
            self._filled.notify_all()

    def _batch(self, now: float) -> list[Item]:
        """Of what waits a share for each taker, within the limits."""
        if self._urgent.size:
            self._last_urgent = now
        attentive = now - self._last_urgent < _ATTENTIVE_SECONDS
        most = max(SMALLEST, min(LARGEST, -(-self._urgent.size // self._takers)))
        if not self._urgent.size:
            return self._documents.take(LARGEST_OF_DOCUMENTS if attentive else LARGEST)
        batch = self._urgent.take(most)
        if self._documents.size:
            batch += self._documents.take(max(SMALLEST, most // 4))
        return batch


def _size(ticket: Ticket, index: int) -> int:
    return max(1, len(ticket.asked[index].source))
