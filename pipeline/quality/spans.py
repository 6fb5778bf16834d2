"""Addresses, placeholders, code, markup and signs that the translation does not carry as they were."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterator
from itertools import chain, islice

from pipeline.bitext import Flag, Severity, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.text.span_patterns import SpanKind
from pipeline.text.spans import Protected, protected_spans

# What may not appear out of nothing either. Signs, references and notes may: a translator adds a № or an arrow.
_NEVER_ADDED = {
    SpanKind.URL,
    SpanKind.EMAIL,
    SpanKind.HANDLE,
    SpanKind.PATH,
    SpanKind.ADDRESS,
    SpanKind.ACCOUNT,
    SpanKind.PHONE,
    SpanKind.PLACEHOLDER,
    SpanKind.MARKUP,
}
_MOST_LOOKED_FOR = 500  # spans of one text that are looked for in the words of the other, each in all of them
_LIGHT = {SpanKind.NOTE, SpanKind.DIVIDER}
_SPACES = re.compile(r"\s+")
_POWER = re.compile(r"(?<=\d)([⁰¹²³⁴-⁹]+)")
_RUN = re.compile(r"(\W)\1{2,}")


class Spans(Check):
    """Protected spans (`pipeline/text/spans.py`) compared as a multiset: each must come through, once.

    How it is typed may change: the spaces of a telephone number, `H₂O` and `H2O`, an entity and its character, the
    length of a dotted leader. Dividers and note marks earn a warning.
    """

    code = "spans"
    severity = Severity.ERROR
    description = "an address, a placeholder, code, markup or a sign is lost, changed or added"

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """One flag a span, in order of position; one for both where one stands for another of its kind."""
        if not both_sides(unit):
            return
        ours, theirs = protected_spans(unit.source), protected_spans(unit.target)
        if not ours and not theirs:
            return
        lost = _without_counterpart(ours, unit.source, theirs, unit.target)
        kinds = _NEVER_ADDED | {kind for _, kind in lost}
        added: dict[SpanKind, deque[Protected]] = {}
        for protected in _without_counterpart(theirs, unit.target, ours, unit.source):
            if protected.kind in kinds:
                added.setdefault(protected.kind, deque()).append(protected)
        for span, kind in lost:
            other = added[kind].popleft() if added.get(kind) else None
            severity = Severity.WARNING if kind in _LIGHT else None
            said = f"{kind.value} {span.of(unit.source).strip()}"
            if other is None:
                yield self.flag(f"the {said} is not in the translation", severity=severity, source=span)
                continue
            message = f"the {said} became {other.span.of(unit.target).strip()}"
            yield self.flag(message, severity=severity, source=span, target=other.span)
        for span, kind in sorted(chain(*added.values())):
            if kind in _NEVER_ADDED:
                yield self.flag(f"the {kind.value} {span.of(unit.target).strip()} is not in the source", target=span)


def _without_counterpart(
    spans: tuple[Protected, ...], text: str, others: tuple[Protected, ...], other_text: str
) -> list[Protected]:
    """The spans of `text` that `others`, and the words of `other_text` as well, do not hold as often."""
    here = Counter(_key(span, text) for span in spans)
    there = Counter(_key(span, other_text) for span in others)
    short = here - there
    if not short:
        return []
    whole = _plain(other_text)
    looked_for = islice(short, _MOST_LOOKED_FOR)
    spoken = {key for key in looked_for if whole.count(key) >= here[key]}
    missing = {key: count for key, count in short.items() if key not in spoken}
    found = []
    for span in reversed(spans):  # of equal spans the last ones are taken for lost
        key = _key(span, text)
        if missing.get(key, 0):
            missing[key] -= 1
            found.append(span)
    return found[::-1]


def _key(protected: Protected, text: str) -> str:
    return _plain(protected.span.of(text))


def _plain(text: str) -> str:
    """What counts of a text: no spaces, no entities, plain digits for raised and lowered ones; a power stays one."""
    if "&" in text:
        text = html.unescape(text)
    text = _SPACES.sub("", _POWER.sub(r"^\1", text))
    return _RUN.sub(r"\1\1\1", unicodedata.normalize("NFKC", text))
