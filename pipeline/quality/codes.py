"""Formatting that the translation has lost, doubled or crossed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.bitext import Code, CodeKind, Flag, Severity, Unit
from pipeline.quality.check import Check


class Codes(Check):
    """The codes of source and target compared: each must be there once, and what nests must not cross.

    A unit without a target has no codes to lose, and two texts that were written apart have codes of their own.
    """

    code = "codes"
    severity = Severity.ERROR
    description = "formatting is lost, doubled or crossed"

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """A flag for each code lost, then for each that the source does not have so often, then one for a crossing."""
        if not unit.target.strip() or not (unit.source_codes or unit.target_codes) or unit.target_span is not None:
            return
        wanted = Counter(code.key for code in unit.source_codes)
        there = Counter(code.key for code in unit.target_codes)
        for code in _surplus(unit.source_codes, wanted - there):
            yield self.flag(f"{name(code)} is not in the translation")
        for code in _surplus(unit.target_codes, there - wanted):
            more = "stands in the translation twice" if wanted[code.key] else "is not in the source"
            yield self.flag(f"{name(code)} {more}")
        if not crossed(unit.source_codes):
            for code in crossed(unit.target_codes):
                yield self.flag(f"{name(code)} crosses what stands around it")


def name(code: Code) -> str:
    """What a message calls a code: `the start of bold 3`, `image 4`."""
    half = {CodeKind.OPEN: "the start of ", CodeKind.CLOSE: "the end of ", CodeKind.ALONE: ""}[code.kind]
    return f"{half}{code.type or 'formatting'} {code.id}"


def crossed(codes: Sequence[Code]) -> list[Code]:
    """The ends that do not belong to what was begun last, and those that come before their beginning."""
    opening = {code.id for code in codes if code.kind is CodeKind.OPEN}
    found: list[Code] = []
    opened: list[int] = []
    for code in codes:
        if code.kind is CodeKind.OPEN:
            opened.append(code.id)
        elif code.kind is CodeKind.CLOSE and code.id in opening:
            if opened and opened[-1] == code.id:
                opened.pop()
                continue
            found.append(code)
            if code.id in opened:
                opened.remove(code.id)
    return found


def _surplus(codes: Sequence[Code], counts: Counter[tuple[int, CodeKind]]) -> Iterator[Code]:
    for code in codes:
        if counts[code.key] > 0:
            counts[code.key] -= 1
            yield code
