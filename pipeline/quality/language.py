"""Text in another language than its side should be in."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import Check
from pipeline.text.language import UNKNOWN, detect
from pipeline.text.spans import without_spans

_SUSPECT = 0.5
_CERTAIN = 0.75
_NAMES = {"fr": "French", "en": "English"}


class WrongLanguage(Check):
    """A source that is not French (a warning) or a target that is not English (an error where certain)."""

    code = "language"
    severity = Severity.ERROR
    description = "a side is not in its language"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag a side; short segments and names give no firm guess and pass."""
        for text, wanted, ceiling in ((unit.source, "fr", Severity.WARNING), (unit.target, "en", Severity.ERROR)):
            guess = detect(without_spans(text), against=wanted)
            if guess.code in (wanted, UNKNOWN) or guess.confidence < _SUSPECT:
                continue
            side = "source" if wanted == "fr" else "target"
            yield self.flag(
                f"the {side} is not {_NAMES[wanted]}: it looks like {_NAMES.get(guess.code, guess.code)}",
                severity=ceiling if guess.confidence >= _CERTAIN else Severity.WARNING,
            )
