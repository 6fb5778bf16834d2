"""A few fixed sentences that any usable French→English model gets right enough; run when one is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from pipeline.errors import ModelError

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine

# Each sentence with words of which at least one must stand in its translation.
_PROBES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Le président a rencontré le ministre à Paris.", ("president", "minister", "paris")),
    ("Je ne sais pas où est la maison.", ("know", "where", "house", "home")),
    ("Nous avons deux enfants et une voiture.", ("two", "children", "car", "kids")),
    ("Merci beaucoup, Monsieur le Président.", ("thank", "thanks", "mr", "speaker", "president")),
)
_PASSING = 3
_WORD = regex.compile(r"\p{L}+")


def self_test(engine: Engine) -> list[tuple[str, str, bool]]:
    """Translate the probes: each with its translation and whether it is sane."""
    translations = engine.translate([source for source, _ in _PROBES])
    report = []
    for (source, expected), translation in zip(_PROBES, translations, strict=True):
        words = {word.lower() for word in _WORD.findall(translation.best.text)}
        report.append((source, translation.best.text, not translation.problems and not words.isdisjoint(expected)))
    return report


def require_sane(engine: Engine) -> None:
    """Raise ModelError, quoting a failure, unless at least three of the four probes come out sane."""
    report = self_test(engine)
    failures = [(source, target) for source, target, sane in report if not sane]
    if len(report) - len(failures) < _PASSING:
        source, target = failures[0]
        raise ModelError(
            f"{engine.package.path}: the model talks rubbish ({source!r} became {target[:60]!r}); "
            "try another one: bitexte model list"
        )
