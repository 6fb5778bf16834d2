"""How often a caller may ask: so many requests a minute, a minute's worth of them at once."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

_MOST_CALLERS = 10_000


class Rates:
    """A bucket of tokens for each caller; those who have not asked for longest are forgotten first."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """a_minute: 0 for no limit."""
        self._a_minute, self._clock = a_minute, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def ask(self, caller: str) -> int:
        """Take a token; the seconds to wait where there is none, else 0."""
        if not self._a_minute:
            return 0
        now, rate = self._clock(), self._a_minute / 60
        left, before = self._left.pop(caller, (float(self._a_minute), now))
        left = min(float(self._a_minute), left + (now - before) * rate)
        allowed = left >= 1
        self._left[caller] = (left - 1 if allowed else left, now)
        if len(self._left) > _MOST_CALLERS:
            self._left.popitem(last=False)
        return 0 if allowed else max(1, round((1 - left) / rate + 0.5))
