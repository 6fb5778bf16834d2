"""Marks that begin a line: the dash of a dialogue, the bullet or number of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.quality.check import Check, both_sides

_MARK = re.compile(
    r"\s*(?:(?P<dash>[—–―]|-(?![\d-]))(?=\s?\w|\s?[«“\"¿(])|(?P<bullet>[•◦▪▫■□●○‣⁃·*+➢►▶→✓✔☐☑☒◆◇])(?=\s)"
    r"|(?P<label>\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})\)|\d{1,2}\.|[a-z]\.)(?=\s+\S))"
)
_QUOTE = re.compile("\\s*[“\"«‘']")


class MarkLost(Check):
    """A dash, bullet, number or letter that begins the source and not the translation.

    Another dash for the same one earns a note. People write dialogue with quotation marks where French has dashes: a
    quotation mark in the dash's place is no loss, and for their translations a lost dash is only a note.
    """

    code = "mark-lost"
    severity = Severity.ERROR
    description = "the dash, bullet or number that begins the line is lost"

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag, at the mark."""
        ours = _MARK.match(unit.source)
        if ours is None or not both_sides(unit):
            return
        theirs = _MARK.match(unit.target)
        mark = ours.group().strip()
        span = Span(ours.end() - len(mark), ours.end())
        if theirs is None or theirs.lastgroup != ours.lastgroup:
            human = not unit.origin.is_machine and ours.lastgroup == "dash"
            if ours.lastgroup == "dash" and _QUOTE.match(unit.target) and not _QUOTE.match(unit.source, ours.end()):
                return
            severity = Severity.NOTE if human else None
            yield self.flag(f"the mark {mark} that begins the line is lost", severity=severity, source=span)
        elif theirs.group().strip() != mark:
            message = f"the mark {mark} became {theirs.group().strip()}"
            changed = Severity.NOTE if ours.lastgroup == "dash" else Severity.WARNING
            yield self.flag(message, severity=changed, source=span)
