"""Quotation marks that the translation has lost: whose words they are is part of what a sentence says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.text.quotation import CLOSING_SINGLE, OPENING_SINGLE
from pipeline.text.spans import protected_spans

_DOUBLE = re.compile('[«»“”„]|(?<!\\d)"|"(?=\\w)')  # not the inches of 27"
# Single ones quote as well, in British print and inside other quotes.
_OPENING = re.compile(OPENING_SINGLE)
_CLOSING = re.compile(rf"(?<!['’]n){CLOSING_SINGLE}")


_EMPTY = re.compile("“\\s*”|‘\\s*’|«\\s*»|‹\\s*›|(?<![\\w\"])\"\\s*\"(?![\\w\"])|(?<![\\w'])'\\s*'(?![\\w'])")


class QuotesEmpty(Check):
    """Quotation marks of the target with nothing between them, where the source quotes something."""

    code = "quotes-empty"
    severity = Severity.ERROR
    description = "a quotation has lost its words"

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """One flag for each empty quotation, unless the source has one too."""
        if not both_sides(unit) or _EMPTY.search(unit.source) is not None:
            return
        for match in _EMPTY.finditer(unit.target):
            yield self.flag(f"nothing stands between {match.group()}", target=Span(*match.span()))


class QuotesLost(Check):
    """A quotation of the source that is none in the target.

    One sign less is left to `unbalanced`. People turn quotations into reported speech, so for their
    translations this is only a note.
    """

    code = "quotes-lost"
    severity = Severity.WARNING
    description = "quotation marks are lost"

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag, at the first quotation mark of the source."""
        if not both_sides(unit) or _DOUBLE.search(unit.source) is None:
            return
        source, target = _blanked(unit.source), _blanked(unit.target)
        first = _DOUBLE.search(source)
        if first is None:
            return
        said = len(_DOUBLE.findall(source))
        kept = len(_DOUBLE.findall(target)) + _single(target)
        if kept == 0 or kept <= said - 2:
            marks = f"{said} quotation mark{'s' if said > 1 else ''}"
            severity = Severity.NOTE if not unit.origin.is_machine else Severity.WARNING
            message = f"the source has {marks}, the translation {kept or 'none'}"
            yield self.flag(message, severity=severity, source=Span(first.start(), first.end()))


def _blanked(text: str) -> str:
    """`text` with spaces for its protected spans, of the same length: quotes in markup quote nothing."""
    for span, _ in protected_spans(text):
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text


def _single(text: str) -> int:
    """Single quotation marks: those that open, and as many that close; a closing one alone after no `s`."""
    opening = len(_OPENING.findall(text))
    closed = [text[match.start() - 1] for match in _CLOSING.finditer(text)]
    return opening + min(opening, len(closed)) if opening else int(any(letter != "s" for letter in closed))
