"""Opaque words that stand for protected spans on the way through the model, and their way out of its English."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine

Writer = Callable[[int], str]
"""How stand-in number n (0, 1, …) is written."""

KINDS: tuple[Writer, ...] = (
    lambda number: f"{{{number}}}",
    lambda number: f"A{number}B",
    lambda number: f"X{number}",
    lambda number: f"[{number}]",
    lambda number: f"#{number}",
    lambda number: f"G{number}",
    lambda number: f"XYZ{number}",
)
FIRST = 71
"""The number of the first stand-in: an unlikely one, so that a text's own figures are not taken for it."""

_PROBES = (
    "Voulez-vous vraiment supprimer {0} ?",
    "Le fichier {0} n'a pas pu être ouvert avec {1}.",
    "Selon un rapport de {0}, les habitants de {1} attendent toujours une réponse.",
    "{0} est fermé, mais {1} reste ouvert.",
)
_LEAST = 3  # probes that a kind must come through; what one sentence does to it is seen on that sentence
_known: WeakKeyDictionary[Engine, tuple[Writer, ...]] = WeakKeyDictionary()


def writers(engine: Engine) -> tuple[Writer, ...]:
    """The kinds of stand-in that this engine's model copies, the most reliable first; found out on the first call.

    All kinds where none is reliable: each sentence verifies what became of its own.
    """
    if engine not in _known:
        sources = [probe.format(kind(FIRST), kind(FIRST + 1)) for kind in KINDS for probe in _PROBES]
        translations = iter(engine.translate(sources))
        survived = []
        for kind in KINDS:
            texts = [next(translations).best.text for _ in _PROBES]
            survived.append(
                sum(
                    survive(text, [kind(FIRST + number) for number in (0, 1) if f"{{{number}}}" in probe])
                    for probe, text in zip(_PROBES, texts, strict=True)
                )
            )
        order = sorted(range(len(KINDS)), key=lambda number: -survived[number])
        _known[engine] = tuple(KINDS[number] for number in order if survived[number] >= _LEAST) or KINDS
    return _known[engine]


def write(writer: Writer, count: int, text: str) -> tuple[str, ...]:
    """`count` stand-ins none of which stands in `text`."""
    first = FIRST
    while any(writer(first + number) in text for number in range(count)):
        first += 100
    return tuple(writer(first + number) for number in range(count))


def survive(text: str, stand_ins: Sequence[str]) -> bool:
    """Whether each stand-in is in `text` exactly once, not run into another figure or word."""
    return all(len(places(text, stand_in)) == 1 for stand_in in stand_ins)


def places(text: str, stand_in: str) -> list[int]:
    """Where `stand_in` begins in `text`, ascending; a letter may follow it, which spacing will mend."""
    before = r"(?<![^\W_])" if stand_in[0].isalnum() else ""
    after = r"(?!\d)" if stand_in[-1].isdigit() else r"(?![^\W_])" if stand_in[-1].isalnum() else ""
    return [match.start() for match in re.finditer(before + re.escape(stand_in) + after, text)]
