"""Protected spans: the parts of a text that are copied as they are, and never translated.

Addresses, placeholders, code, references, markup and signs, in French and English text alike. The finder is
careful with what prose may hold: `et/ou`, `20 % de`, `12 $`, `COVID-19`, `2 * 3`, `M. X` are no spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.text.span import Cover, Span
from pipeline.text.span_patterns import KIND_OF_GROUP, SPAN, SUPERSCRIPT, SpanKind

_LINK = (
    r"(?P<link>(?P<opening>!?\[)(?P<label>[^\[\]\n]*)"
    r"(?P<target>\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\)|\](?:\[[\w.-]+\]|:\s*(?=\S+://)))(?!\())"
)
_EMPHASIS = (
    r"(?P<emphasis>(?<![\w*\\])(?P<stars>\*{1,3})(?=[^\s*])[^\n]*?(?<=[^\s*])(?P=stars)(?![\w*])"
    r"|(?<![\w_\\])(?P<bars>_{1,2})(?=[^\s_])(?=[^\n_]*\s)[^\n_]*(?<=[^\s_])(?P=bars)(?![\w_])"
    r"|(?<![\w_\\])(?P<bar>_)(?=[^\s_])[^\s_]+(?P=bar)(?![\w_])"
    r"|(?P<waves>~~)(?=\S)[^\n~]+(?P=waves))"
)
_ICU = r"(?P<icu>\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,)"
_ICU_ARM = re.compile(r"\s*(?:offset:\d+\s*)?(?:=\d+|\w+)\s*\{")
_FIRST = re.compile(rf"{_ICU}|{_EMPHASIS}|{_LINK}")
_TABLE_ROW = re.compile(r"^[^\S\n]*\|[^\n]*\|[^\S\n]*$", re.MULTILINE)
_UNIT = re.compile(rf"(?:[kcdhmµ]?m|ha|s|g|L|l|a)[{SUPERSCRIPT}]+")
_MARKED_WORD = re.compile(r"(?P<word>(?:[^\W\d_]{2,}|\d{3,})[)\]]?)?(?P<mark>[¹²³⁰⁴-⁹]+)")
_TRAILING = ".,;:!?'’*_…"
_LONG_WORD = re.compile(r"\S{2000,}")
_LONGEST_PIECE = 4_000
_DEEPEST = 30
_OPENED_BY = {")": "(", "]": "[", "}": "{"}
_CLOSED_BY = {opening: closing for closing, opening in _OPENED_BY.items()}
# A text without any of these holds no span: one quick scan for most of prose.
_TRIGGER = re.compile(
    r"[\d@#/\\%{}$<>&`*_|\[\]~^=\t\u2070-\u209f\u00b2\u00b3\u00b9\u2120-\u2122\u2190-\U0010ffff†‡®©…]"
    r"|\.\S|(?:\. ){4}|:\S|---|--\w|\s-\w\b|\b[xX]D\b"
)


class Protected(NamedTuple):
    """A protected span and what it is."""

    span: Span
    kind: SpanKind


@lru_cache(maxsize=4096)
def protected_spans(text: str) -> tuple[Protected, ...]:
    """The protected spans of `text`, ordered and disjoint; offsets are code points of `text`.

    Of paired markup each mark is a span of its own: in `[la page](x.html)` the bracket and `](x.html)`, in `**mot**`
    the asterisks, in an ICU message its syntax; the words between are to be translated. 2,000 characters and more
    without white space are code. Longer texts than 4,000 characters are read in pieces of at most so many, cut at line
    ends or else between words, so that time is linear in their length: no span reaches over a cut. Marks inside more
    than 30 others are text.
    """
    found: list[Protected] = []
    position = 0
    for word in _LONG_WORD.finditer(text) if len(text) > _LONGEST_PIECE // 2 else ():
        found += _in_pieces(text, position, word.start())
        found.append(Protected(Span(*word.span()), SpanKind.CODE))
        position = word.end()
    found += _in_pieces(text, position, len(text))
    return tuple(found)


def _in_pieces(text: str, start: int, end: int) -> Iterator[Protected]:
    """The spans of `text[start:end]`, in order."""
    while start < end:
        cut = _cut(text, start, end)
        piece = text[start:cut]
        if _TRIGGER.search(piece) is not None:
            found = sorted(_scan(piece, 0, len(piece)))
            if "|" in piece:
                found = sorted([*found, *_bars(piece, found)])
            yield from (Protected(span.shift(start), kind) for span, kind in found)
        start = cut


def _cut(text: str, start: int, end: int) -> int:
    """Where a piece that begins at `start` ends: before the last line end or white space that leaves it half full."""
    longest = start + _LONGEST_PIECE
    if end <= longest:
        return end
    cut = text.rfind("\n", start + _LONGEST_PIECE // 2, longest)
    if cut < 0:
        cut = next((place for place in range(longest - 1, start, -1) if text[place].isspace()), longest)
    return cut


def without_spans(text: str, filler: str = " ") -> str:
    """`text` with `filler` in the place of each protected span."""
    pieces: list[str] = []
    position = 0
    for span, _ in protected_spans(text):
        pieces += (text[position : span.start], filler)
        position = span.end
    return "".join((*pieces, text[position:]))


def has_words(text: str) -> bool:
    """Whether `text` holds a letter outside its protected spans: something to translate."""
    return any(map(str.isalpha, text)) and any(map(str.isalpha, without_spans(text)))


def _scan(text: str, start: int, end: int, depth: int = 0) -> Iterator[Protected]:
    """The spans that begin in `text[start:end]`, whatever stands around; depth: how many marks it stands in."""
    if depth > _DEEPEST:
        return
    position = start
    structure = _FIRST.search(text, start, end)
    while position < end:
        if structure is not None and structure.start() < position:
            structure = _FIRST.search(text, position, end)
        plain = SPAN.search(text, position, end)
        if structure is not None and (plain is None or structure.start() <= plain.start()):
            spans = list(_structure(text, structure, end, depth))
            yield from spans
            position = max([structure.start() + 1, *(span.end for span, _ in spans)])
            continue
        if plain is None:
            return
        spans = list(_plain(text, plain, end, depth))
        yield from spans
        position = max([plain.start() + 1, *(span.end for span, _ in spans)])


def _structure(text: str, match: re.Match[str], end: int, depth: int) -> Iterator[Protected]:
    """The marks of a link, of emphasis or of an ICU message, and the spans between them."""
    if match["icu"] is not None:
        yield from _icu(text, match.start(), match.end(), end, depth)
        return
    if match["link"] is not None:
        first, last = match.end("opening"), match.start("target")
    else:
        marks = next(group for group in ("stars", "bars", "bar", "waves") if match[group] is not None)
        if marks == "bars" and not any(map(str.isspace, match["emphasis"])):
            return  # __compte__ is a placeholder
        width = len(match[marks])
        first, last = match.start() + width, match.end() - width
    yield Protected(Span(match.start(), first), SpanKind.MARKUP)
    yield from _scan(text, first, last, depth + 1)
    yield Protected(Span(last, match.end()), SpanKind.MARKUP)


def _icu(text: str, start: int, body: int, end: int, depth: int) -> Iterator[Protected]:
    """The syntax around the arms of `{n, plural, one {# mot} other {# mots}}`, and `#` in them.

    A message whose braces do not pair gives its head alone.
    """
    opened = start
    position = body
    spans: list[Protected] = []
    while (arm := _ICU_ARM.match(text, position, end)) is not None:
        closing = _closing_brace(text, arm.end(), end)
        if closing is None:
            break
        spans.append(Protected(Span(opened, arm.end()), SpanKind.DIVIDER))
        inner = list(_scan(text, arm.end(), closing, depth + 1))
        marks = (found.start() for found in re.finditer("#", text[arm.end() : closing]))
        counts = (Span(arm.end() + mark, arm.end() + mark + 1) for mark in marks)
        covered = Cover(span for span, _ in inner)
        inner += [Protected(count, SpanKind.PLACEHOLDER) for count in counts if not covered.overlaps(count)]
        spans += sorted(inner)
        opened = position = closing
        position += 1
    last = re.compile(r"\s*\}").match(text, position, end) if spans else None
    if last is None:
        yield Protected(Span(start, body), SpanKind.DIVIDER)
        return
    yield from spans
    yield Protected(Span(opened, last.end()), SpanKind.DIVIDER)


def _closing_brace(text: str, start: int, end: int) -> int | None:
    """Where the brace that was opened before `start` is closed."""
    depth = 1
    for index in range(start, end):
        depth += (text[index] == "{") - (text[index] == "}")
        if not depth:
            return index
    return None


def _plain(text: str, match: re.Match[str], end: int, depth: int) -> Iterator[Protected]:
    """The span of a match, without the punctuation of the sentence at its end."""
    assert match.lastgroup is not None
    kind = next(KIND_OF_GROUP[name] for name in KIND_OF_GROUP if match[name] is not None)
    span = Span(*match.span())
    if kind in (SpanKind.URL, SpanKind.PATH, SpanKind.EMAIL, SpanKind.FORMULA):
        span = _trimmed(text, span)
    if kind is SpanKind.FORMULA:
        yield from _raised(text, span)
        return
    if kind is SpanKind.ACCOUNT and sum(map(str.isdigit, span.of(text))) * 2 < len(span.of(text).replace(" ", "")):
        return  # words in capitals, grouped by chance
    if kind is SpanKind.SIGN and text[span.end - 1] == ")" and _is_open(text, span.start):
        return  # `(voir plus loin :)`
    if span.start == span.end:
        return
    yield Protected(span, kind)
    if kind is SpanKind.MARKUP and text[span.end - 1] == "{" and text[span.start] == "\\":
        closing = _closing_brace(text, span.end, end)
        if closing is not None:
            yield from _scan(text, span.end, closing, depth + 1)
            yield Protected(Span(closing, closing + 1), SpanKind.MARKUP)


def _trimmed(text: str, span: Span) -> Span:
    """`span` without sentence punctuation and unpaired brackets at its ends."""
    start, end = span
    while start < end:
        last, first = text[end - 1], text[start]
        if last in _TRAILING or (
            last in _OPENED_BY and text.count(last, start, end) > text.count(_OPENED_BY[last], start, end)
        ):
            end -= 1
        elif first in _CLOSED_BY and text.count(first, start, end) > text.count(_CLOSED_BY[first], start, end):
            start += 1
        else:
            break
    return Span(start, end)


def _is_open(text: str, position: int) -> bool:
    """Whether a round bracket is open at `position`."""
    return text.count("(", 0, position) > text.count(")", 0, position)


def _raised(text: str, span: Span) -> Iterator[Protected]:
    """A formula (`2²=4`, `km²`, `Na⁺`) as a whole; of a word or year with a note's number, the number."""
    raw = span.of(text)
    noted = _MARKED_WORD.fullmatch(raw)
    if noted is None or _UNIT.fullmatch(raw):
        if raw:
            yield Protected(span, SpanKind.FORMULA)
        return
    yield Protected(Span(span.start + noted.start("mark"), span.end), SpanKind.NOTE)


def _bars(text: str, found: list[Protected]) -> Iterator[Protected]:
    """The bars of table rows that no other span holds."""
    covered = Cover(span for span, _ in found)
    for row in _TABLE_ROW.finditer(text):
        for index in range(row.start(), row.end()):
            bar = Span(index, index + 1)
            if text[index] == "|" and not covered.overlaps(bar):
                yield Protected(bar, SpanKind.DIVIDER)
