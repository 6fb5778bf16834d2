"""Opaque words that a model copies: which ones survive is found out for each model.

A word that no model has seen may be split, translated, doubled or dropped, so nothing is assumed: the
kinds below are tried once on a few sentences, and only a kind that always came through is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine

KINDS: tuple[Callable[[int], str], ...] = (
    lambda number: f"X{number}",
    lambda number: f"X-{number}",
    lambda number: f"XYZ{number}",
    lambda number: f"Q{number}Q",
    lambda number: f"{{{number}}}",
    lambda number: f"[{number}]",
    lambda number: f"@{number}@",
)
_PROBES = (
    "Le président a rencontré {0} à Paris.",
    "{0} et {1} sont arrivés mardi.",
    "Selon un rapport de {0}, les habitants de {1} attendent toujours une réponse.",
    "Nous avons parlé de {0} avec le ministre.",
)
_FIRST = 71  # an unlikely number, so that a text's own figures are not taken for a placeholder

_known: WeakKeyDictionary[Engine, Callable[[int], str] | None] = WeakKeyDictionary()


def calibrated(engine: Engine) -> Callable[[int], str] | None:
    """How to write placeholder number n (0, 1, …) for this engine's model; None where none survives.

    The first of `KINDS` that came through every probe; found out on the first call.
    """
    if engine not in _known:
        _known[engine] = _calibrate(engine)
    return _known[engine]


def survive(text: str, placeholders: Sequence[str]) -> bool:
    """Whether each placeholder stands in `text` exactly once, as a word of its own."""
    return all(len(_pattern(placeholder).findall(text)) == 1 for placeholder in placeholders)


def restore(text: str, placeholders: Sequence[str], renderings: Sequence[str]) -> str:
    """`text` with each placeholder replaced by its rendering."""
    for placeholder, rendering in zip(placeholders, renderings, strict=True):
        text = _pattern(placeholder).sub(rendering.replace("\\", r"\\"), text)
    return text


def _calibrate(engine: Engine) -> Callable[[int], str] | None:
    written = [partial(_write, kind) for kind in KINDS]
    sources = [probe.format(kind(0), kind(1)) for kind in written for probe in _PROBES]
    translations = iter(engine.translate(sources))
    chosen = None
    for kind in written:
        texts = [next(translations).best.text for _ in _PROBES]
        fine = all(
            survive(text, [kind(number) for number in (0, 1) if f"{{{number}}}" in probe])
            for probe, text in zip(_PROBES, texts, strict=True)
        )
        if fine and chosen is None:
            chosen = kind
    return chosen


def _write(kind: Callable[[int], str], number: int) -> str:
    return kind(_FIRST + number)


def _pattern(placeholder: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(placeholder)}(?!\w)")
