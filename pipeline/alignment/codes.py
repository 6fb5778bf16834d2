"""Where the formatting of a sentence stands in its translation: round the words that render the ones it stood round.

The last thing that happens to a translation, after glossary and typography. It asks the word links of the pair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.alignment.words import link_units, tokens
from pipeline.bitext import Bitext, Code, CodeKind, Flag, Severity, Span, Unit, numbered
from pipeline.segmentation.codes import BREAK

GUESSED = "codes-guessed"
_CONTENT = 4  # letters from which a word without a link is taken for one that means something


def place_all(bitext: Bitext) -> Bitext:
    """The bitext with codes in the targets of all units that have some in their sources and none in their targets."""
    units = tuple(place_codes(unit) if unit.source_codes and not unit.target_codes else unit for unit in bitext.units)
    return replace(bitext, units=units)


def place_codes(unit: Unit) -> Unit:
    """The unit with the codes of its source in its target, and a note where the place of one is a guess.

    A pair goes round the hull of the target words that are linked to what it enclosed; a glossary mention inside
    gives its own rendering instead of its links. Where words of something else stand in the hull, the densest run
    without them is taken; where nothing is linked, the gap between the neighbours' words, then the same share of
    the target. A code that stands alone goes behind the rendering of the word before it. Pairs nest as in the source.
    A unit without links is linked by the word table for the purpose.
    """
    flags = tuple(flag for flag in unit.flags if flag.code != GUESSED)
    if not unit.source_codes:
        return replace(unit, target_codes=(), flags=flags)
    linked = unit if unit.links or not unit.target else link_units([unit])[0]
    page = _Page(linked)
    root = _tree(unit.source_codes, len(unit.source))
    _place(root, page, Span(0, len(unit.target)))
    guessed = [node for node in _nodes(root) if node.guessed]
    if guessed:
        spans = [Span(node.start, node.end) for node in guessed]
        said = ", ".join(repr(span.of(unit.source)) for span in spans[:3] if span.start < span.end)
        message = f"the place of formatting is a guess{f': {said}' if said else ''}"
        flags = (*flags, Flag(GUESSED, Severity.NOTE, message, spans[0], guessed[0].place))
    return replace(unit, target_codes=numbered(_emitted(root)), flags=flags)


_NOWHERE = Span(0, 0)


def matched(source: Sequence[Code], target: Sequence[Code]) -> tuple[Code, ...]:
    """The codes of a translation that was written apart, with the ids of those of the source that they answer.

    Of one type and kind, the first answers the first, and so on; what is left over gets ids that the source has not.
    """
    waiting: dict[tuple[str, bool], list[int]] = {}
    for code in source:
        numbers = waiting.setdefault((code.type, code.kind is CodeKind.ALONE), [])
        if code.id not in numbers:
            numbers.append(code.id)
    most = max((code.id for code in source), default=0)
    names: dict[int, int] = {}
    made = []
    for code in target:
        if code.id not in names:
            numbers = waiting.get((code.type, code.kind is CodeKind.ALONE), [])
            if not numbers:
                most += 1
            names[code.id] = numbers.pop(0) if numbers else most
        made.append(replace(code, id=names[code.id]))
    return tuple(made)


@dataclass
class _Node:
    """A pair, half a pair (whose other half is in another unit), or a code alone, and what stands in it."""

    start: int
    end: int
    opening: Code | None = None
    closing: Code | None = None
    alone: Code | None = None
    children: list[_Node] = field(default_factory=list)
    place: Span = _NOWHERE
    guessed: bool = False


def _tree(codes: Sequence[Code], length: int) -> _Node:
    """The codes of a source as a tree; of pairs that cross, the halves stand alone."""
    root = _Node(0, length)
    stack = [root]
    crossing = _crossing(codes)
    for code in codes:
        if code.kind is CodeKind.ALONE or code.id in crossing:
            stack[-1].children.append(_Node(code.at, code.at, alone=code))
        elif code.kind is CodeKind.OPEN:
            node = _Node(code.at, length, opening=code)
            stack[-1].children.append(node)
            stack.append(node)
        elif len(stack) > 1 and stack[-1].opening is not None and stack[-1].opening.id == code.id:
            node = stack.pop()
            node.end, node.closing = code.at, code
        else:  # opened in an earlier unit: it encloses everything up to here
            node = _Node(0, code.at, closing=code, children=stack[-1].children)
            stack[-1].children = [node]
    return root


def _crossing(codes: Sequence[Code]) -> set[int]:
    """Ids of the pairs that cannot be drawn as a tree."""
    crossing: set[int] = set()
    opened: list[int] = []
    whole = {code.id for code in codes if code.kind is CodeKind.OPEN} & {
        code.id for code in codes if code.kind is CodeKind.CLOSE
    }
    for code in codes:
        if code.kind is CodeKind.OPEN:
            opened.append(code.id)
        elif code.kind is CodeKind.CLOSE and code.id in whole:
            if code.id not in opened:
                crossing.add(code.id)
                continue
            place = len(opened) - 1 - opened[::-1].index(code.id)
            crossing.update(opened[place + 1 :])
            del opened[place:]
        elif code.kind is CodeKind.CLOSE and opened:
            crossing.add(code.id)  # ends what began before this unit, in the middle of something else
    return crossing


def _nodes(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        yield child
        yield from _nodes(child)


class _Page:
    """What is known of a pair of texts: its words, and which render which."""

    def __init__(self, unit: Unit) -> None:
        self.source, self.target = unit.source, unit.target
        self.left, self.right = tokens(unit.source), tokens(unit.target)
        self.links: list[set[int]] = [set() for _ in self.left]
        for origin, said in unit.links:
            for number in _touched(self.left, origin):
                self.links[number].update(_touched(self.right, said))
        for mention in unit.mentions:
            if mention.target is not None:
                rendering = set(_touched(self.right, mention.target))
                inside = _touched(self.left, mention.source)
                for number, linked in enumerate(self.links):
                    if number in inside:
                        self.links[number] = set(rendering)
                    else:
                        self.links[number] = linked - rendering

    def verbatim(self, span: Span) -> Span | None:
        """Where the target has the very words of `span`, if both sides have them once: a name, code, a number."""
        words = span.of(self.source).strip()
        if not any(map(str.isalnum, words)) or self.source.count(words) != 1 or self.target.count(words) != 1:
            return None
        start = self.target.index(words)
        found = Span(start, start + len(words))
        edges = self.target[max(0, start - 1) : start] + self.target[found.end : found.end + 1]
        return None if any(map(str.isalnum, edges)) else found

    def is_content(self, number: int) -> bool:
        """Whether a target token looks like a word that means something."""
        start, end = self.right[number]
        return end - start >= _CONTENT and self.target[start].isalpha()

    def wordy(self, number: int) -> bool:
        """Whether a source token is a word or a number and not a sign."""
        return self.source[self.left[number].start].isalnum()


def _touched(spans: Sequence[Span], span: Span) -> range:
    """Numbers of the tokens that share a character with `span`."""
    inside = [number for number, token in enumerate(spans) if token.overlaps(span)]
    return range(inside[0], inside[-1] + 1) if inside else range(0)


def _place(node: _Node, page: _Page, within: Span) -> None:
    """Give each child of `node` its place inside `within`, then theirs to what they hold."""
    pairs = [child for child in node.children if child.alone is None]
    broken = within.start
    for child in pairs:
        _place_pair(child, page, within)
    _set_apart(pairs, page)
    for child in node.children:
        if child.alone is None:
            _place(child, page, child.place)
        elif child.alone.type == BREAK and page.source[: child.start].strip() and page.source[child.start :].strip():
            broken = _break(child.start, page, Span(broken, within.end))
            spot = _outside(broken, child, pairs)
            child.place = Span(spot, spot)
        else:
            spot, child.guessed = _beside(child.start, page)
            spot = _outside(min(max(spot, within.start), within.end), child, pairs)
            child.place = Span(spot, spot)


def _break(spot: int, page: _Page, within: Span) -> int:
    """Where a line breaks that broke before character `spot`: between two words, near where the links say and near the
    same share of the text; rather behind a sign.
    """
    share = spot / len(page.source)
    linked = _beside(spot, page)[0] / max(1, len(page.target))
    found, best = within.end, 2.0
    for match in re.finditer(r"(?<=\S) ", page.target[within.start : within.end]):
        place = within.start + match.start()
        here = place / len(page.target)
        cost = abs(here - share) + abs(here - linked) - (0.1 if page.target[place - 1] in ",;:.!?…" else 0.0)
        if cost < best and place > within.start:
            found, best = place, cost
    return found


def _outside(spot: int, node: _Node, pairs: Sequence[_Node]) -> int:
    """The place, or the nearer edge of the pair that it would fall into and does not stand in."""
    for pair in pairs:
        if pair.place.start < spot < pair.place.end:
            return pair.place.end if node.start >= pair.end else pair.place.start
    return spot


def _place_pair(node: _Node, page: _Page, within: Span) -> None:
    inside = _touched(page.left, Span(node.start, node.end))
    if not page.target:
        node.place = Span(0, 0)
    elif not inside:
        spot, node.guessed = _beside(node.start, page)
        spot = min(max(spot, within.start), within.end)
        node.place = Span(spot, spot)
    else:
        words = set(inside)
        outside = [number for number in range(len(page.left)) if number not in words and page.wordy(number)]
        verbatim = page.verbatim(Span(node.start, node.end))
        if verbatim is not None:
            node.place = verbatim
        elif not outside and any(page.wordy(number) for number in words):
            node.place = _whole(node, page)
        else:
            node.place, node.guessed = _hull(words, page, within)
        node.place = Span(max(node.place.start, within.start), min(node.place.end, within.end))
        if node.place.start > node.place.end:
            node.place, node.guessed = Span(within.end, within.end), True
    if node.opening is None:
        node.place = Span(within.start, max(node.place.end, within.start))
    if node.closing is None:
        node.place = Span(min(node.place.start, within.end), within.end)


def _whole(node: _Node, page: _Page) -> Span:
    """The place of a pair that encloses every word of its sentence: all of it, but for signs that it leaves out."""
    start, end = 0, len(page.target)
    if page.source[: node.start].strip():
        start = next((token.start for token in page.right if page.target[token.start].isalnum()), 0)
    if page.source[node.end :].strip():
        last = [token.end for token in page.right if page.target[token.start].isalnum()]
        end = last[-1] if last else end
    return Span(start, max(start, end))


def _hull(words: set[int], page: _Page, within: Span) -> tuple[Span, bool]:
    """The span of the target that renders `words`, and whether it is a guess."""
    said = sorted({number for word in words if page.wordy(word) for number in page.links[word]})
    if not said:
        said = sorted({number for word in words for number in page.links[word]})
    if not said:
        return _between(words, page, within), True
    strangers = {
        number
        for word, linked in enumerate(page.links)
        if word not in words and page.wordy(word)
        for number in linked
        if number not in said
    }
    runs: list[list[int]] = [[said[0]]]
    for number in said[1:]:
        if any(between in strangers for between in range(runs[-1][-1] + 1, number)):
            runs.append([number])
        else:
            runs[-1].append(number)
    best = max(runs, key=len)
    first, last = _with_signs(*_with_unlinked(best[0], best[-1], words, page), words, page)
    end = page.right[last].end
    if page.target[end : end + 2] == ". " and page.source[page.left[max(words)].end :][:1] != ".":
        end += 1  # the point of an abbreviation
    return Span(page.right[first].start, end), len(runs) > 1


def _with_unlinked(first: int, last: int, words: set[int], page: _Page) -> tuple[int, int]:
    """The run, widened by words without a link beside it, where words at the edge of the pair have none either."""
    taken = {number for linked in page.links for number in linked}
    ordered = sorted(word for word in words if page.wordy(word))
    for word in ordered:
        if page.links[word] or page.left[word].end - page.left[word].start < _CONTENT:
            continue
        for beside in (first - 1, last + 1) if word == ordered[0] else (last + 1, first - 1):
            if 0 <= beside < len(page.right) and beside not in taken and page.is_content(beside):
                first, last = min(first, beside), max(last, beside)
                break
    return first, last


def _with_signs(first: int, last: int, words: set[int], page: _Page) -> tuple[int, int]:
    """The run, widened over the signs at its edges that are linked to signs inside the pair."""
    signs = {number for word in words if not page.wordy(word) for number in page.links[word]}
    while first - 1 in signs:
        first -= 1
    while last + 1 in signs:
        last += 1
    return first, last


def _between(words: set[int], page: _Page, within: Span) -> Span:
    """Where words without links may have gone: between the renderings of their neighbours, else by their share."""
    before = next((page.links[word] for word in range(min(words) - 1, -1, -1) if page.links[word]), None)
    after = next((page.links[word] for word in range(max(words) + 1, len(page.left)) if page.links[word]), None)
    first = max(before) + 1 if before else None
    last = min(after) - 1 if after else None
    taken = {number for linked in page.links for number in linked}
    if first is not None and (last is None or first > last):
        last = first
        while last + 1 < len(page.right) and last + 1 not in taken and last - first + 1 < len(words):
            last += 1
    elif last is not None and first is None:
        first = last
        while first - 1 >= 0 and first - 1 not in taken and last - first + 1 < len(words):
            first -= 1
    if first is not None and last is not None and first <= last and first < len(page.right) and first not in taken:
        return Span(page.right[first].start, page.right[min(last, len(page.right) - 1)].end)
    return _share(words, page, within)


def _share(words: set[int], page: _Page, within: Span) -> Span:
    """The words that stand at the same share of the target."""
    here = [token for token in page.right if within.start <= token.start and token.end <= within.end]
    if not here:
        return Span(within.end, within.end)
    first = round(min(words) * len(page.right) / len(page.left))
    last = round((max(words) + 1) * len(page.right) / len(page.left)) - 1
    first = min(max(first, 0), len(page.right) - 1)
    last = min(max(last, first), len(page.right) - 1)
    return Span(page.right[first].start, page.right[last].end)


def _beside(spot: int, page: _Page) -> tuple[int, bool]:
    """Where a code alone goes that stands before character `spot`, and whether it is a guess."""
    source, target = page.source, page.target
    if not source[:spot].strip():
        return 0, False
    if not source[spot:].strip():
        return len(target), False
    touches_next = source[spot - 1].isspace() and not source[spot].isspace()
    before = [number for number, token in enumerate(page.left) if token.end <= spot]
    after = [number for number, token in enumerate(page.left) if token.start >= spot]
    if not any(page.wordy(number) for number in after) and page.right:
        # Before the signs that end the sentence, or behind as many of them as in the source.
        end = next((token.end for token in reversed(page.right) if target[token.start].isalnum()), 0)
        if not before or page.wordy(before[-1]):
            return end, False
        return len(target) if len(page.right) == 1 else page.right[-2].end, False
    if touches_next:
        for distance, number in enumerate(after):
            if page.links[number]:
                return page.right[min(page.links[number])].start, distance > 0
    for distance, number in enumerate(reversed(before)):
        if page.links[number] and page.wordy(number):
            return page.right[max(page.links[number])].end, distance > 1
    share = round(len(before) * len(page.right) / max(1, len(page.left)))
    return (page.right[share - 1].end if share else 0), True


def _set_apart(pairs: list[_Node], page: _Page) -> None:
    """Pairs that stand side by side in the source do so in the target; the one with more room there gives way."""
    placed: list[_Node] = []
    for node in sorted(pairs, key=lambda each: (each.guessed, each.place.end - each.place.start)):
        for _ in placed:
            other = next((each for each in placed if node.place.overlaps(each.place)), None)
            if other is None:
                break
            node.place, node.guessed = _rest(node, other, page), True
        placed.append(node)


def _rest(node: _Node, other: _Node, page: _Page) -> Span:
    """What is left of a pair's place without that of another: the larger part, in whole words."""
    left = Span(node.place.start, max(node.place.start, min(other.place.start, node.place.end)))
    right = Span(min(node.place.end, max(other.place.end, node.place.start)), node.place.end)
    sides = [span for span in (_trimmed(left, page.target), _trimmed(right, page.target)) if span.start < span.end]
    if node.closing is None:
        sides = [span for span in sides if span.end == node.place.end]
    if node.opening is None:
        sides = [span for span in sides if span.start == node.place.start]
    if sides:
        return max(sides, key=lambda span: span.end - span.start)
    spot = other.place.end if node.start >= other.start else other.place.start
    return Span(spot, spot)


def _trimmed(span: Span, text: str) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _emitted(node: _Node) -> Iterator[Code]:
    """The codes below `node` in the order of the target, well nested."""
    numbers = {id(child): number for number, child in enumerate(node.children)}
    for child in sorted(node.children, key=lambda each: (each.place, numbers[id(each)])):
        if child.alone is not None:
            yield replace(child.alone, at=child.place.start)
            continue
        if child.opening is not None:
            yield replace(child.opening, at=child.place.start)
        yield from _emitted(child)
        if child.closing is not None:
            yield replace(child.closing, at=child.place.end)
