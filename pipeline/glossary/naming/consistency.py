"""One French name, one English name: what a document renders in two ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.glossary.naming.names import find_names, rendering_of

CODE = "inconsistent-name"


def inconsistencies(units: Sequence[Unit]) -> dict[int, list[Flag]]:
    """The flags `inconsistent-name`, by the index of the unit whose rendering of a name is not the commonest.

    Names that a glossary entry covers are left to the glossary. The message gives both forms; where two
    are equally frequent, the first in the document counts as the commonest.
    """
    flags: dict[int, list[Flag]] = defaultdict(list)
    for name in find_names([unit.source for unit in units]):
        places = [
            (place, rendering)
            for place in name.occurrences
            if not _covered(units[place.sentence], place.span)
            and (rendering := rendering_of(name.name, units[place.sentence].target)) is not None
        ]
        counts = Counter(rendering for _, rendering in places)
        if len(counts) < 2:
            continue
        usual = max(counts, key=lambda rendering: counts[rendering])
        for place, rendering in places:
            if rendering != usual:
                unit = units[place.sentence]
                message = f"{name.name!r} is {rendering!r} here and {usual!r} elsewhere ({counts[usual]}×)"
                start = unit.target.find(rendering)
                target = Span(start, start + len(rendering)) if start >= 0 else None
                flags[place.sentence].append(Flag(CODE, Severity.WARNING, message, place.span, target))
    return flags


def _covered(unit: Unit, span: Span) -> bool:
    return any(mention.source.overlaps(span) for mention in unit.mentions)
