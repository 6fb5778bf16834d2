"""Where the bars, the axis and the threshold of a histogram stand, for a template to draw."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.corpus.profile import Histogram

WIDTH, HEIGHT = 360, 150
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 6, 26, 22
_WIDEST = 26  # units, of a bar
_FLOOR = 1.5  # units of the drawing that a bar of one pair is high at least


@dataclass(frozen=True)
class Bar:
    """A rectangle, and what it stands for. cut: on the wrong side of the threshold."""

    x: float
    y: float
    width: float
    height: float
    cut: bool
    label: str
    count: int


@dataclass(frozen=True)
class Chart:
    """A drawing of `WIDTH` by `HEIGHT`. ticks: places along the axis and their labels. line: place of the threshold.

    base: where the bars stand. top: the count of the highest bar. logarithmic: heights are logarithms.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    line: float | None
    base: float
    top: int
    logarithmic: bool


def chart_of(
    histogram: Histogram, *, threshold: float | None = None, most: bool = True, logarithmic: bool = False
) -> Chart:
    """The drawing of a histogram; values up to (`most`) or from the threshold are the good ones."""
    edges, counts = histogram.edges, histogram.counts
    low, high = edges[0], edges[-1]

    def place(value: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (value - low) / (high - low), 2)

    top, base, room = max(counts), HEIGHT - _BOTTOM, HEIGHT - _TOP - _BOTTOM
    bars = []
    for number, count in enumerate(counts):
        left, right = edges[number], edges[number + 1]
        share = (math.log1p(count) / math.log1p(top) if logarithmic else count / top) if count else 0.0
        height = round(max(_FLOOR, room * share), 2) if count else 0.0
        value = (left if histogram.closed == "left" else right) if histogram.whole else (left + right) / 2
        cut = threshold is not None and (value > threshold if most else value < threshold)
        room_across = place(right) - place(left)
        width = round(min(_WIDEST, room_across - min(1.0, 0.2 * room_across)), 2)
        start = round(place(left) + (room_across - width) / 2, 2)
        bars.append(Bar(start, base - height, width, height, cut, _label(histogram, number), count))
    line = None
    if threshold is not None:
        edge = (math.floor(threshold) if most else math.ceil(threshold)) if histogram.whole else threshold
        line = place(min(max(edge, low), high))
    return Chart(tuple(bars), tuple(_ticks(histogram, place)), line, base, top, logarithmic)


def shown(value: float) -> str:
    """A number as people write it: up to three digits that matter."""
    text = f"{int(value):,}" if value == int(value) else f"{value:.3g}"
    return text.replace("-", "−")


def _label(histogram: Histogram, number: int) -> str:
    left, right = histogram.edges[number], histogram.edges[number + 1]
    last = number == len(histogram.counts) - 1
    if histogram.whole:
        value = shown(left if histogram.closed == "left" else right)
        return f"{value} or more" if last else value
    if last:
        return f"{shown(left)} or more"
    return f"{shown(left)} to {shown(right)}"


def _ticks(histogram: Histogram, place: Callable[[float], float]) -> list[tuple[float, str]]:
    """Some five round numbers along the axis."""
    low, high = histogram.edges[0], histogram.edges[-1]
    step = 10.0 ** math.floor(math.log10((high - low) / 4))
    step *= next((factor for factor in (1, 2, 2.5, 5) if (high - low) / (step * factor) <= 6), 10)
    if histogram.whole:
        step = max(1.0, math.ceil(step))
    shift = 0.0
    if histogram.whole:  # the number stands below the middle of its bar
        shift = 0.5 if histogram.closed == "left" else -0.5
    first = math.ceil(low / step - 1e-9)
    values = [round(step * number, 10) for number in range(first, math.floor(high / step + 1e-9) + 1)]
    return [(place(value + shift), shown(value)) for value in values if low <= value + shift <= high]
