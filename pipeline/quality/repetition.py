"""Words and phrases said twice in the target."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import Check
from pipeline.text.repetition import is_looping, repeated_words


class Repetition(Check):
    """Loops (an error) and words or short phrases said twice in a row (a warning) that the source has not."""

    code = "repetition"
    severity = Severity.ERROR
    description = "the target repeats itself where the source does not"

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """One flag for a loop, else one for each repeated run."""
        if is_looping(unit.target) and not is_looping(unit.source):
            yield self.flag("the target runs in circles")
            return
        spans = repeated_words(unit.target, "en", names=True)
        if len(spans) <= len(repeated_words(unit.source, "", names=True)):
            return
        for span in spans:
            yield self.flag(f"“{span.of(unit.target)}” is said twice", severity=Severity.WARNING, target=span)
