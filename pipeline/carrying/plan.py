"""How a segment goes through the model: what stays outside, what is translated, and what is carried in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.bitext import Span
from pipeline.carrying.capitals import in_capitals, lowered
from pipeline.carrying.compatibility import Restoration, rewritten, stands_for_letter
from pipeline.carrying.copying import Copy, Edit
from pipeline.carrying.form import closing, opening
from pipeline.carrying.hanging import Hanging, hang
from pipeline.carrying.speakers import speaker
from pipeline.carrying.standins import KINDS, write
from pipeline.text.span_patterns import SpanKind
from pipeline.text.spans import Protected, has_words, protected_spans

PLAN_VERSION = "3"
"""For signatures and memory keys; to be raised when a change makes any text come out differently."""

Spellings = Callable[[str], Sequence[tuple[Span, str]]]
"""From a text in capitals, the spans of the names in it and how running text spells them."""

_HANGING = frozenset((SpanKind.MARKUP, SpanKind.NOTE, SpanKind.SIGN, SpanKind.ENTITY))
_BOX = re.compile("[☐-☒□▢◻◽]")
_BREAKING = re.compile(
    r"</?(?:br|p|div|li|ul|ol|td|th|tr|table|h[1-6]|hr|section|title|option|label|dt|dd)\b[^<>]*>|\\[nrt]|"
    r"\\(?:item|begin|end|chapter|section|subsection|subsubsection|newline|newpage|clearpage|hline)\b.*",
    re.IGNORECASE,
)
_QUOTE = re.compile('[«»“”‹›"]')
_CLOSES = {"»": "«", "”": "“", "›": "‹"}


@dataclass(frozen=True, slots=True)
class Core:
    """A part of a segment that is translated for itself.

    copy: without the marks that hang on its words, and with old signs rewritten; what is carried stands in it
    as it is. carried: spans of the raw segment. hanging: marks to put back. restorations: tokens to put back.
    capitals: whether the English is to be in capitals.
    """

    copy: Copy
    carried: tuple[Span, ...] = ()
    hanging: tuple[Hanging, ...] = ()
    restorations: tuple[Restoration, ...] = ()
    capitals: bool = False

    @property
    def plain(self) -> bool:
        """Whether the model sees the text as it is."""
        return not (self.copy.edits or self.carried or self.hanging or self.capitals)

    def with_stand_ins(self, writer: Callable[[int], str] = KINDS[0]) -> tuple[Copy, tuple[str, ...]]:
        """The copy in which opaque words stand for what is carried, and those words, in order."""
        if not self.carried:
            return self.copy, ()
        raw = self.copy.raw
        stand_ins = write(writer, len(self.carried), raw)
        edits = list(self.copy.edits)
        for span, stand_in in zip(self.carried, stand_ins, strict=True):
            left = " " if raw[span.start - 1 : span.start].isalnum() and span.start > self.copy.extent.start else ""
            right = " " if raw[span.end : span.end + 1].isalnum() and span.end < self.copy.extent.end else ""
            edits.append(Edit(span, f"{left}{stand_in}{right}"))
        return replace(self.copy, edits=tuple(sorted(edits))), stand_ins


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a segment in order: cores, and spans that come out as they are but for their numbers."""

    source: str
    parts: tuple[Core | Span, ...]

    @property
    def cores(self) -> tuple[Core, ...]:
        """What goes to the model."""
        return tuple(part for part in self.parts if isinstance(part, Core))

    @property
    def hangs(self) -> bool:
        """Whether marks have to find their place by word links."""
        return any(core.hanging for core in self.cores)

    @property
    def plain(self) -> bool:
        """Whether the segment goes to the model whole and as it is: nearly always."""
        return len(self.parts) == 1 and isinstance(self.parts[0], Core) and self.parts[0].plain


def plan(source: str, spellings: Spellings = lambda text: (), fixed: Sequence[Span] = ()) -> Plan:
    """How `source` goes through the model. Spans count characters of `source`; its parts cover it.

    fixed: further spans that are carried as they are, ordered and disjoint.
    """
    if not has_words(source):
        return Plan(source, (Span(0, len(source)),) if source else ())
    start, end = opening(source), closing(source)
    if not any(map(str.isalpha, source[start:end])):
        start = len(source) - len(source.lstrip())
    spans = [found for found in protected_spans(source) if not _is_in_words(source, found)]
    spans = _with_speaker(source, start, spans, spellings)
    if fixed:
        free = [found for found in spans if not any(found.span.overlaps(span) for span in fixed)]
        spans = sorted([*free, *(Protected(span, SpanKind.CODE) for span in fixed)])
    parts: list[Core | Span] = []
    position = 0
    for first, last in _between_dividers(source, spans, start, end):
        if not _has_words(source, spans, first, last):
            continue
        if first > position:
            parts.append(Span(position, first))
        inside = [found for found in spans if first <= found.span.start and found.span.end <= last]
        parts.append(_core(source, Span(first, last), inside, spellings))
        position = last
    if position < len(source):
        parts.append(Span(position, len(source)))
    return Plan(source, tuple(parts))


def _with_speaker(source: str, start: int, spans: list[Protected], spellings: Spellings) -> list[Protected]:
    """`spans` and those around the name of a speaker at `start`, if there is one."""
    found = speaker(source[start:], lambda name: bool(spellings(name)))
    made = [Protected(span.shift(start), SpanKind.DIVIDER) for span in found.dividers]
    if found.carried is not None:
        made.append(Protected(found.carried.shift(start), SpanKind.REFERENCE))
    if any(one.span.overlaps(other) for one in made for other, _ in spans):
        return spans
    return sorted([*spans, *made])


def _is_in_words(source: str, found: Protected) -> bool:
    return found.kind is SpanKind.ENTITY and stands_for_letter(found.span.of(source))


def _between_dividers(source: str, spans: Sequence[Protected], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges between the spans that have texts of their own on either side, without white space at their ends."""
    position = start
    for span, kind in spans:
        if span.start < start:
            position = max(position, span.end) if span.end > start else position
            continue
        raw = span.of(source)
        divides = (
            kind is SpanKind.DIVIDER
            or _BOX.match(raw)
            or (kind in (SpanKind.MARKUP, SpanKind.PLACEHOLDER, SpanKind.MATHS) and _BREAKING.fullmatch(raw))
        )
        if divides:
            yield _trimmed(source, position, span.start)
            position = span.end
    yield _trimmed(source, position, end)


def _trimmed(source: str, start: int, end: int) -> tuple[int, int]:
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return start, end


def _has_words(source: str, spans: Sequence[Protected], start: int, end: int) -> bool:
    position = start
    for span, _ in spans:
        if span.end <= start or span.start >= end:
            continue
        if any(map(str.isalpha, source[position : max(position, span.start)])):
            return True
        position = max(position, span.end)
    return any(map(str.isalpha, source[position:end]))


def _core(source: str, extent: Span, spans: Sequence[Protected], spellings: Spellings) -> Core:
    quotes = _inner_quotes(source, extent, [found.span for found in spans])
    marks = hang(source, sorted([*(found.span for found in spans if found.kind in _HANGING), *quotes]))
    marks = [replace(mark, text=_single(mark.text, mark)) if mark.span in quotes else mark for mark in marks]
    carried = tuple(_merged([found.span for found in spans if found.kind not in _HANGING]))
    taken = [*(mark.span for mark in marks), *carried]
    edits = [Edit(_with_space(source, extent, mark), "") for mark in marks]
    restorations: list[Restoration] = []
    for edit, back in rewritten(source, extent.start, extent.end):
        if not any(edit.span.overlaps(span) or edit.span == span for span in taken):
            edits.append(edit)
            restorations += [back] if back is not None else []
    edits = _disjoint(edits)
    capitals = extent.of(source).isupper() or _upper_outside(source, extent, taken)
    if capitals:
        edits, capitals = _lowered(source, extent, edits, carried, spellings)
    return Core(Copy(source, extent, tuple(edits)), carried, tuple(marks), tuple(restorations), capitals)


def _single(text: str, mark: Hanging) -> str:
    return "‘" if mark.partner is not None and text in '«“‹"' and mark.side.value > 0 else "’"


def _inner_quotes(source: str, extent: Span, spans: Sequence[Span]) -> list[Span]:
    """The marks of quotations inside another quotation, with the spaces that French puts inside them."""
    if len(_QUOTE.findall(source, extent.start, extent.end)) < 4:
        return []
    opened: list[tuple[str, int, int]] = []
    found: list[Span] = []
    for match in _QUOTE.finditer(source, extent.start, extent.end):
        if any(span.start <= match.start() < span.end for span in spans):
            continue
        mark = match.group()
        if opened and (_CLOSES.get(mark) == opened[-1][0] or (mark == '"' == opened[-1][0])):
            _, start, end = opened.pop()
            if opened:
                found += (
                    Span(start, _after_space(source, end)),
                    Span(_before_space(source, match.start()), match.end()),
                )
        elif mark not in _CLOSES:
            opened.append((mark, *match.span()))
    return sorted(found)


def _after_space(source: str, position: int) -> int:
    return position + len(source[position:]) - len(source[position:].lstrip(" \u00a0\u202f"))


def _before_space(source: str, position: int) -> int:
    return len(source[:position].rstrip(" \u00a0\u202f"))


def _merged(spans: Sequence[Span]) -> Iterator[Span]:
    """`spans` with those that touch made one."""
    current: Span | None = None
    for span in spans:
        if current is not None and current.end == span.start:
            current = Span(current.start, span.end)
            continue
        if current is not None:
            yield current
        current = span
    if current is not None:
        yield current


def _with_space(source: str, extent: Span, mark: Hanging) -> Span:
    """The mark's span and the white space that would be doubled, or lead, without it."""
    start, end = mark.span
    if mark.before and mark.after:
        return Span(max(extent.start, start - len(mark.before)), end)
    if start == extent.start and mark.after:
        return Span(start, min(extent.end, end + len(mark.after)))
    if end == extent.end and mark.before:
        return Span(max(extent.start, start - len(mark.before)), end)
    return Span(start, end)


def _disjoint(edits: Sequence[Edit]) -> list[Edit]:
    """`edits` in order; where two share white space, the second has it no more."""
    kept: list[Edit] = []
    for span, text in sorted(edits):
        first = max(span.start, kept[-1].span.end) if kept else span.start
        if first <= span.end and (first < span.end or text or span.start == span.end):
            kept.append(Edit(Span(first, span.end), text))
    return kept


def _upper_outside(source: str, extent: Span, taken: Sequence[Span]) -> bool:
    return bool(taken) and _blanked(source, extent, taken).isupper()


def _blanked(source: str, extent: Span, spans: Sequence[Span]) -> str:
    """The extent's text with spaces for `spans`, as long as it is."""
    characters = list(extent.of(source))
    for span in spans:
        first, last = max(0, span.start - extent.start), max(0, span.end - extent.start)
        characters[first:last] = " " * (min(last, len(characters)) - min(first, len(characters)))
    return "".join(characters)


def _lowered(
    source: str, extent: Span, edits: list[Edit], carried: Sequence[Span], spellings: Spellings
) -> tuple[list[Edit], bool]:
    """The edits and those that write the words in lower case; whether the text is one in capitals."""
    covered = [*(edit.span for edit in edits), *carried]
    text = _blanked(source, extent, covered)
    names = spellings(text)
    if not in_capitals(text) and not (
        names and _blanked(text, Span(0, len(text)), [span for span, _ in names]).isspace()
    ):
        return edits, False
    small = lowered(text, names)
    more = []
    for match in re.finditer(r"\w+", text):
        span = Span(*match.span())
        if span.of(small) != match.group():
            more.append(Edit(span.shift(extent.start), span.of(small)))
    return sorted([*edits, *more]), True
