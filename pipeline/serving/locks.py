"""Who types in which row. A lock that is not renewed is gone after half a minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

LOCK_SECONDS = 30.0
GONE_SECONDS = 8.0
"""How long the locks of a page last whose connection broke."""
_MOST_LEFT = 1000


@dataclass(frozen=True, slots=True)
class Lock:
    """A row of a document, the page (`client`) that has it open, and who sits before it; until: when it ends."""

    document: str
    id: str
    client: str
    reviewer: str
    until: float

    def record(self) -> dict[str, str]:
        """As it is told to pages."""
        return {"id": self.id, "client": self.client, "reviewer": self.reviewer}


class Locks:
    """All locks of a server. Not for several threads at once. Times are seconds of one clock that only rises."""

    def __init__(self) -> None:
        self._locks: dict[tuple[str, str], Lock] = {}
        self._left: dict[str, None] = {}

    def take(self, document: str, key: str, client: str, reviewer: str, now: float) -> Lock:
        """The lock of a row: the client's own, new or renewed, unless another client has it.

        One that has left gets a lock that does not last: its request was overtaken.
        """
        holder = self.holder(document, key, now)
        if client in self._left:
            return holder or Lock(document, key, client, reviewer, now)
        if holder is None or holder.client == client:
            holder = Lock(document, key, client, reviewer, now + LOCK_SECONDS)
            self._locks[document, key] = holder
        return holder

    def holder(self, document: str, key: str, now: float) -> Lock | None:
        """The lock on a row, None where nobody has it."""
        lock = self._locks.get((document, key))
        return lock if lock is not None and lock.until > now else None

    def release(self, document: str, key: str, client: str) -> Lock | None:
        """Give a row back; the lock that went, None where the client had none."""
        lock = self._locks.get((document, key))
        if lock is None or lock.client != client:
            return None
        return self._locks.pop((document, key))

    def leave(self, client: str) -> list[Lock]:
        """A page is closed: its locks go, and it takes no more; returns those that went."""
        gone = [lock for lock in self._locks.values() if lock.client == client]
        for lock in gone:
            del self._locks[lock.document, lock.id]
        self._left[client] = None
        if len(self._left) > _MOST_LEFT:
            del self._left[next(iter(self._left))]
        return gone

    def back(self, client: str) -> None:
        """A page listens: it is there, even if it had left."""
        self._left.pop(client, None)

    def shorten(self, client: str, until: float) -> None:
        """A page does not answer any more: its locks last until then, unless it comes back and renews them."""
        for place, lock in list(self._locks.items()):
            if lock.client == client and lock.until > until:
                self._locks[place] = replace(lock, until=until)

    def expire(self, now: float) -> list[Lock]:
        """Drop the locks that were not renewed in time; returns them."""
        gone = [lock for lock in self._locks.values() if lock.until <= now]
        for lock in gone:
            del self._locks[lock.document, lock.id]
        return gone

    def of(self, document: str, now: float) -> Iterator[Lock]:
        """The locks on a document's rows."""
        return (lock for lock in list(self._locks.values()) if lock.document == document and lock.until > now)
