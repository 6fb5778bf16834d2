"""From the English of a segment's cores to that of the segment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.bitext import Flag, Mention, Severity, Span
from pipeline.carrying.capitals import raised
from pipeline.carrying.compatibility import restored
from pipeline.carrying.copying import Copy, Edit
from pipeline.carrying.form import begins_small, with_ending, wordless
from pipeline.carrying.hanging import Hanging, Links, Side, place
from pipeline.carrying.plan import Core, Plan
from pipeline.carrying.standins import places
from pipeline.languages.english import MONTHS, WEEKDAYS

_WORD = re.compile(r"[^\W\d_]+")
_SINGLE_OPENING = re.compile(r"(?<!\w)[‘'](?=\w)")


@dataclass(frozen=True, slots=True)
class Said:
    """What became of a core: the copy that the model saw, and its English, with stand-ins in both.

    stand_ins: in the order of the core's carried spans. mentions, flags, links: spans in the copy and the English.
    score: mean log-probability per piece.
    """

    copy: Copy
    text: str
    score: float
    stand_ins: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    flags: tuple[Flag, ...] = ()
    links: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Assembled:
    """A segment's English; mentions, flags and links point into the segment and its English."""

    text: str
    score: float
    mentions: tuple[Mention, ...]
    flags: tuple[Flag, ...]
    links: tuple[tuple[Span, Span], ...]


def assemble(plan: Plan, said: Sequence[Said]) -> Assembled:
    """The English of a segment, given what became of each of its cores, in order."""
    text = ""
    cores = iter(said)
    mentions: list[Mention] = []
    flags: list[Flag] = []
    links: list[tuple[Span, Span]] = []
    for part in plan.parts:
        if isinstance(part, Span):
            text += wordless(part.of(plan.source))
            continue
        one = next(cores)
        written, lost = _written(part, one, plan)
        offset = len(text)

        def there(span: Span, written: Copy = written, offset: int = offset) -> Span:
            return written.to_copy(span).shift(offset)

        text += written.text
        for mention in one.mentions:
            target = None if mention.target is None else there(mention.target)
            rendering = mention.rendering if target is None else target.of(text)
            mentions.append(
                replace(mention, source=one.copy.to_raw(mention.source), target=target, rendering=rendering)
            )
        flags += [_flag(flag, one, there) for flag in one.flags]
        flags += lost
        links += [(one.copy.to_raw(left), there(right)) for left, right in one.links]
    weights = [len(one.text.split()) + 1 for one in said]
    score = sum(one.score * n for one, n in zip(said, weights, strict=True)) / sum(weights) if said else 0.0
    kept = tuple(sorted({pair for pair in links if pair[0].start < pair[0].end and pair[1].start < pair[1].end}))
    return Assembled(text, score, tuple(mentions), tuple(flags), kept)


def _flag(flag: Flag, said: Said, there: object) -> Flag:
    source = None if flag.source is None else said.copy.to_raw(flag.source)
    target = None if flag.target is None else there(flag.target)  # type: ignore[operator]
    return replace(flag, source=source, target=target)


def _written(core: Core, said: Said, plan: Plan) -> tuple[Copy, list[Flag]]:
    """The core's English as a copy of what the model said, and a flag for each span whose place is not known."""
    if core.plain and plan.plain:
        ended = with_ending(said.copy.text, said.text)
        edits = list(_difference(said.text, ended))
        return Copy(said.text, Span(0, len(said.text)), tuple(sorted([*_first_letter(said, edits), *edits]))), []
    text = said.text
    edits = list(_difference(text, with_ending(said.copy.text, text)))
    carried, missing = _carried(core, said)
    edits += carried
    edits += [edit for edit in restored(text, list(core.restorations)) if _is_free(edit, edits)]
    spots = [said.copy.place(mark.span.start) for mark in core.hanging]
    marks = [*core.hanging, *missing]
    spots += [said.copy.place(mark.span.start) for mark in missing]
    order = sorted(range(len(marks)), key=lambda number: (marks[number].span, number))
    insertions, lost = _hung(core, said, [marks[n] for n in order], [spots[n] for n in order], carried)
    edits = sorted([*_first_letter(said, edits), *edits])
    edits = _with_insertions(edits, insertions)
    if core.capitals:
        edits = _in_capitals(text, edits)
    return Copy(text, Span(0, len(text)), tuple(edits)), lost


def _difference(before: str, after: str) -> tuple[Edit, ...]:
    """The edit that makes `after` of `before`."""
    if before == after:
        return ()
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return (Edit(Span(start, len(before) - end), after[start : len(after) - end]),)


def _carried(core: Core, said: Said) -> tuple[list[Edit], list[Hanging]]:
    """The edits that put carried spans in the place of their stand-ins, and marks for those that have none."""
    raw, text = said.copy.raw, said.text
    edits: list[Edit] = []
    missing: list[Hanging] = []
    for span, stand_in in zip(core.carried, said.stand_ins, strict=True):
        found = places(text, stand_in)
        if not found:
            before = " " if raw[span.start - 1 : span.start].isspace() else ""
            after = " " if raw[span.end : span.end + 1].isspace() else ""
            missing.append(Hanging(span, span.of(raw), Side.LEFT if before or not after else Side.RIGHT, before, after))
            continue
        for number, start in enumerate(found):
            # Said twice, it stands once.
            written = span.of(raw) if not number else ""
            edits.append(_spaced(raw, span, core.copy.extent, text, Span(start, start + len(stand_in)), written))
    return sorted(edits), missing


def _spaced(raw: str, span: Span, extent: Span, text: str, place: Span, written: str) -> Edit:
    """The edit that writes a span over its stand-in, spaced as in the source where the neighbours are alike."""
    start, end = place
    if not written:
        return Edit(Span(start - 1 if text[start - 1 : start] == " " else start, end), "")
    before = raw[span.start - 1] if span.start > extent.start else ""
    after = raw[span.end] if span.end < extent.end else ""
    left, right = text[start - 1 : start], text[end : end + 1]
    if left == " " and before and not before.isspace() and (before.isalnum() or text[start - 2 : start - 1] == before):
        start -= 1
    elif left.isalnum() and not before.isalnum():
        written = f" {written}"
    if right == " " and after and not after.isspace() and (after.isalnum() or text[end + 1 : end + 2] == after):
        end += 1
    elif right.isalnum() and not after.isalnum():
        written = f"{written} "
    return Edit(Span(start, end), written)


def _is_free(edit: Edit, others: Sequence[Edit]) -> bool:
    return not any(edit.span.overlaps(other.span) for other in others)


def _hung(
    core: Core, said: Said, marks: Sequence[Hanging], spots: Sequence[int], carried: Sequence[Edit]
) -> tuple[list[Edit], list[Flag]]:
    """The insertions of marks, in the order in which they are written, and flags for those whose place is a guess."""
    own = _has_own_quotes(core, said.text)
    kept = [n for n, mark in enumerate(marks) if not (own and _is_inner_quote(mark))]
    marks, spots = [marks[n] for n in kept], [spots[n] for n in kept]
    if not marks:
        return [], []
    numbers = {mark.span: number for number, mark in enumerate(marks)}
    paired = [
        replace(mark, partner=None if mark.partner is None else numbers[core.hanging[mark.partner].span])
        for mark in marks
    ]
    links: Links = said.links
    insertions, flags = [], []
    for item in place(paired, spots, said.copy.text, said.text, links):
        mark, position = item.mark, item.position
        for edit in carried:
            if edit.span.start < position < edit.span.end:
                position = edit.span.end if mark.side is Side.LEFT else edit.span.start
        insertions.append(Edit(Span(position, position), _with_spaces(mark, said.text, position)))
        if not item.sure or mark.span in core.carried:
            message = f"the place of {mark.span.of(said.copy.raw)!r} in the English is a guess"
            flags.append(Flag("span-lost", Severity.WARNING, message, mark.span))
    return insertions, flags


def _is_inner_quote(mark: Hanging) -> bool:
    return mark.partner is not None and mark.text in ("‘", "’")


def _has_own_quotes(core: Core, text: str) -> bool:
    """Whether the model put single quotation marks where they were taken out: it has learnt to quote speech."""
    taken = sum(mark.text == "‘" for mark in core.hanging if mark.partner is not None)
    return taken > 0 and len(_SINGLE_OPENING.findall(text)) >= taken


def _with_spaces(mark: Hanging, text: str, position: int) -> str:
    left, right = text[position - 1 : position] if position else "", text[position : position + 1]
    before = mark.before if left and not left.isspace() else ""
    after = mark.after if right and not right.isspace() else ""
    if mark.before and mark.after and right in (".", ",", ")", "”", ";", ":", "!", "?"):
        after = ""
    if mark.side is Side.RIGHT and not mark.before and left.isalnum() and not position:
        before = ""
    return f"{before}{mark.text}{after}"


def _with_insertions(edits: Sequence[Edit], insertions: Sequence[Edit]) -> list[Edit]:
    """Edits in order with the insertions, which keep theirs, before what begins where they do."""
    merged: list[Edit] = []
    waiting = list(insertions)
    for edit in edits:
        while waiting and waiting[0].span.start <= edit.span.start:
            merged.append(waiting.pop(0))
        if waiting and waiting[0].span.start < edit.span.end:
            waiting = [
                one if one.span.start >= edit.span.end else Edit(Span(edit.span.end, edit.span.end), one.text)
                for one in waiting
            ]
        merged.append(edit)
    return merged + waiting


def _first_letter(said: Said, edits: Sequence[Edit]) -> list[Edit]:
    """A small first letter where the source has one, and a capital where it has that."""
    source, text = said.copy.text, said.text
    word = _WORD.match(text)
    if word is None or any(mention.target is not None and mention.target.start == 0 for mention in said.mentions):
        return []
    first = word.group()
    if any(edit.span.start < len(first) for edit in edits) or first in source:
        return []
    small = begins_small(source)
    if small and first[0].isupper() and (len(first) > 1 and first[1:].islower()) and first not in _KEPT:
        return [Edit(Span(0, 1), first[0].lower())]
    if first[0].islower() and source[:1].isupper() and len(first[0].upper()) == 1:
        return [Edit(Span(0, 1), first[0].upper())]
    return []


def _in_capitals(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """The edits, and what lies between them in capitals."""
    complete: list[Edit] = []
    position = 0
    for edit in (*edits, Edit(Span(len(text), len(text)), "")):
        between = Span(position, edit.span.start)
        if between.start < between.end:
            complete.append(Edit(between, raised(between.of(text))))
        complete.append(edit)
        position = edit.span.end
    return complete


_KEPT = frozenset((*WEEKDAYS, *MONTHS, *["I", "French", "English", "European", "American", "German", "Internet"]))
"""Words that keep their capital wherever they stand, beside names, which the source shows."""
