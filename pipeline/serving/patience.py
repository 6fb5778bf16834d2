"""Connections that do not say what they want are not waited for.

uvicorn has a limit for idle connections after a request, none for those that never finish their first line.
"""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
MOST_WAITING = 256
"""Connections that have not sent the head of a request yet; a further one takes the place of the oldest."""


class PatientProtocol(H11Protocol):
    """HTTP/1.1 whose connections have ten seconds for the head of a request, the first and each further one."""

    waiting: ClassVar[dict[PatientProtocol, None]] = {}
    """Those of one server, in order of arrival; each server has a class with its own."""
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """A connection comes in."""
        super().connection_made(transport)
        self._wait()
        if len(self.waiting) > MOST_WAITING:
            next(iter(self.waiting))._give_up()

    def data_received(self, data: bytes) -> None:
        """Bytes come in; where they end the head of a request, nobody waits any more."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()

    def on_response_complete(self) -> None:
        """A further request may come, and has as much time."""
        before = self.cycle
        super().on_response_complete()
        if self.cycle is before and not self.transport.is_closing():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """A connection has gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop_waiting()
        self.waiting[self] = None
        self._deadline = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        self.waiting.pop(self, None)
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self) -> None:
        self._stop_waiting()
        self.transport.abort()
