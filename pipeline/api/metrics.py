"""Numbers for Prometheus (text format 0.0.4): requests, queue, batches, latencies; no texts, no names."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds up to which answers are counted together."""


class Metrics:
    """What has been answered so far. Any thread may tell."""

    def __init__(self) -> None:
        self.in_flight = 0
        self._lock = threading.Lock()
        self._answers: Counter[tuple[str, str, int]] = Counter()
        self._seconds: dict[str, list[int]] = {}
        self._sums: Counter[str] = Counter()

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """An answer was given."""
        with self._lock:
            self._answers[route, method, status] += 1
            counts = self._seconds.setdefault(route, [0] * (len(BUCKETS) + 1))
            counts[next((n for n, most in enumerate(BUCKETS) if seconds <= most), len(BUCKETS))] += 1
            self._sums[route] += seconds  # type: ignore[assignment]

    def text(self, others: Mapping[str, tuple[str, float]]) -> str:
        """Everything. others: further values by name, each with its kind (`counter` or `gauge`)."""
        with self._lock:
            return "\n".join((*self._requests(), *self._latencies(), *_others(others), ""))

    def _requests(self) -> Iterator[str]:
        yield "# TYPE bitexte_requests_total counter"
        for (route, method, status), count in sorted(self._answers.items()):
            yield f'bitexte_requests_total{{route="{route}",method="{method}",status="{status}"}} {count}'
        yield "# TYPE bitexte_requests_in_flight gauge"
        yield f"bitexte_requests_in_flight {self.in_flight}"

    def _latencies(self) -> Iterator[str]:
        yield "# TYPE bitexte_request_seconds histogram"
        for route, counts in sorted(self._seconds.items()):
            total = 0
            for most, count in zip((*map(str, BUCKETS), "+Inf"), counts, strict=True):
                total += count
                yield f'bitexte_request_seconds_bucket{{route="{route}",le="{most}"}} {total}'
            yield f'bitexte_request_seconds_sum{{route="{route}"}} {self._sums[route]:.6f}'
            yield f'bitexte_request_seconds_count{{route="{route}"}} {total}'


def _others(others: Mapping[str, tuple[str, float]]) -> Iterator[str]:
    for name, (kind, value) in others.items():
        yield f"# TYPE {name} {kind}"
        yield f"{name} {value:g}"
