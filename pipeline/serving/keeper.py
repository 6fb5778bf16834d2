"""Works behind the server: lets old locks go, and brings files up to what was said once it is quiet."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from pipeline.errors import BitexteError

if TYPE_CHECKING:
    from pipeline.serving.desk import Desk

QUIET_SECONDS = 2.0
LONGEST_SECONDS = 30.0


class Keeper:
    """Writes a document's files when nothing was saved for two seconds, or half a minute after the first save.

    trouble: what went wrong with the last attempt on a document, by name.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._first: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self.trouble: dict[str, str] = {}

    def touched(self, name: str) -> None:
        """Something was saved in a document."""
        now = time.monotonic()
        self._first.setdefault(name, now)
        self._last[name] = now

    async def run(self) -> None:
        """Looks after the desk every half second, until it is cancelled."""
        for name in self._desk.unwritten():
            self.touched(name)
        while True:
            await asyncio.sleep(0.5)
            self._desk.expire_locks()
            now = time.monotonic()
            for name, first in list(self._first.items()):
                if now - self._last[name] >= QUIET_SECONDS or now - first >= LONGEST_SECONDS:
                    del self._first[name]
                    await self._settle(name)

    async def _settle(self, name: str) -> None:
        try:
            await run_in_threadpool(self._desk.settle, name)
            self.trouble.pop(name, None)
        except BitexteError as error:
            self.trouble[name] = str(error)
            self._first[name] = self._last[name] = time.monotonic() + LONGEST_SECONDS
