"""Server-sent events (WHATWG HTML, "Server-sent events"): what happens at the desk, told to every open page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from pipeline.serving.desk import Desk, Event

ALIVE_SECONDS = 15.0
MOST_STREAMS = 500
_MOST_WAITING = 2000  # events for one page; a page that is slower is cut off, and asks for what it has missed


@dataclass(eq=False, slots=True)
class Listener:
    """An open page of a document."""

    document: str
    client: str
    reviewer: str
    queue: asyncio.Queue[Event | None] = field(default_factory=lambda: asyncio.Queue(_MOST_WAITING))


class Hub:
    """Hands events to the pages that are open. `publish` may be called from any thread, the rest in the loop."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self.listeners: set[Listener] = set()

    def open(self, loop: asyncio.AbstractEventLoop) -> None:
        """From now on events are told."""
        self._loop = loop

    def close(self) -> None:
        """Ends every stream; nothing is told any more."""
        self._loop = None
        for listener in list(self.listeners):
            self._cut(listener)

    def end(self) -> None:
        """As `close`, from another thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.close)

    def publish(self, document: str, event: Event) -> None:
        """Tell all pages of a document; in the order of the calls."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._deliver, document, event)

    def _deliver(self, document: str, event: Event) -> None:
        for listener in [each for each in self.listeners if each.document == document]:
            try:
                listener.queue.put_nowait(event)
            except asyncio.QueueFull:
                self._cut(listener)

    def _cut(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        while not listener.queue.empty():
            listener.queue.get_nowait()
        listener.queue.put_nowait(None)

    async def stream(self, desk: Desk, listener: Listener, after: int) -> AsyncIterator[bytes]:
        """The events of a document from after a revision on, as the bytes of the stream."""
        self.listeners.add(listener)
        try:
            yield b"retry: 1000\n\n"
            await run_in_threadpool(desk.page_there, listener.client)
            known, events = await run_in_threadpool(desk.backlog, listener.document, after)
            for event in events:
                yield _bytes(event)
            while True:
                try:
                    event_or_end = await asyncio.wait_for(listener.queue.get(), ALIVE_SECONDS)
                except asyncio.TimeoutError:
                    yield b": alive\n\n"
                    continue
                if event_or_end is None:
                    return
                if event_or_end[0] != "row" or event_or_end[1]["revision"] > known:
                    yield _bytes(event_or_end)
        finally:
            self.listeners.discard(listener)
            if not any(each.client == listener.client for each in self.listeners):
                asyncio.get_running_loop().run_in_executor(None, desk.page_gone, listener.client)


def _bytes(event: Event) -> bytes:
    name, data = event
    number = f"id: {data['revision']}\n" if name in ("row", "ready") else ""
    return f"event: {name}\n{number}data: {json.dumps(data)}\n\n".encode()
