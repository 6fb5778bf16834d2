"""The form of a segment: what stands before and behind its words and comes back as it is."""

from __future__ import annotations

import re

from pipeline.bitext import Span
from pipeline.text.spans import protected_spans, without_spans
from pipeline.translation.typography import english_numbers

# Dashes of dialogue and lists, bullets, numbers and letters of items, headings and quotations of Markdown. A dash
# may touch a word, but `-5` is a number; `M. X` and `V. Y` are people, so that letters need a bracket or be small.
_MARK = re.compile(
    r"""\s*(?:
        (?:[—–―‒−]|-{1,2}|[•·●▪■◆►▶→➢❖‣◦○∙⁃+*])[ \t\u00a0\u202f]+(?:\[[ xX]\][ \t\u00a0]+)?
      | [—–―-](?=[^\W\d_]{2})
      | \(?\d{1,3}[.)°][ \t\u00a0\u202f]+(?=\S)
      | \d{1,2}(?:\.\d{1,2}){1,4}\.?[ \t\u00a0\u202f]+(?=[^\W\d_])
      | \([a-zA-Z]{1,2}\)[ \t\u00a0\u202f]+ | [a-zA-Z]\)[ \t\u00a0\u202f]+ | [a-h]\.[ \t\u00a0\u202f]+
      | \(?[ivx]{2,5}[.)][ \t\u00a0\u202f]+ | \(?[IVX]{2,5}[.)][ \t\u00a0\u202f]+(?=[^\W\d_])
      | \#{1,6}[ \t\u00a0]+ | >+[ \t\u00a0]*(?=\S)
      | [*†‡][ \t\u00a0]+
    )""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_TRAILING_SPACE = re.compile(r"\s*\Z")
_DASHES = frozenset("—–―‒−-")
_ENDING = re.compile(r"[ \t\u00a0\u202f]*([.;:,!?…]|\.\.\.)(?=[»”\"'’)\]*_\s]*\Z)")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def opening(text: str) -> int:
    """How many characters at the start of `text` are space and marks of a list, a dialogue, a heading, a quotation."""
    end = 0
    while (found := _MARK.match(text, end)) is not None and found.end() > end:
        end = found.end()
        if text[end - 1] in _DASHES:
            break
    space = _SPACE.match(text, end)
    return space.end() if space else end


def closing(text: str) -> int:
    """Where the white space at the end of `text` begins."""
    found = _TRAILING_SPACE.search(text)
    return found.start() if found else len(text)


def is_item(text: str) -> bool:
    """Whether `text` opens with a mark rather than with its words."""
    return bool(text[: opening(text)].strip())


def wordless(text: str) -> str:
    """The English of a text without words: its numbers written the English way, all else as it is."""
    pieces: list[str] = []
    position = 0
    for span, _ in (*protected_spans(text), (Span(len(text), len(text)), None)):
        pieces += (_numbers(text[position : span.start], text), span.of(text))
        position = span.end
    return "".join(pieces)


def _numbers(part: str, text: str) -> str:
    return english_numbers(part, without_spans(text, " ¤ ")) if any(map(str.isdigit, part)) else part


def with_ending(source: str, target: str) -> str:
    """`target` with the final stop, colon, comma or semicolon of `source`, or without one where it has none.

    Sources that end in other signs, and exchanges of one mark for a stronger one, are left as they are.
    """
    said, wanted = _ENDING.search(target), _ENDING.search(source)
    if wanted is None:
        last = source.rstrip()[-1:]
        if said is None or said.group(1) not in ".;," or not (last.isalnum() or last in '»”")'):
            return target
        if said.group(1) == "." and (_is_abbreviation(target, said.start()) or target.endswith("...")):
            return target
        return target[: said.start()] + target[said.end() :]
    mark = wanted.group(1)
    if mark not in ".;:,":
        return target
    if said is None:
        last = target.rstrip()[-1:]
        return target.rstrip() + mark if last.isalnum() and mark in ";:," else target
    if said.group(1) != mark and said.group(1) in ".;:," and mark in ";:,":
        return target[: said.start()] + mark + target[said.end() :]
    return target


def _is_abbreviation(text: str, stop: int) -> bool:
    """Whether the stop belongs to a word such as `Inc.`, `a.m.` or `U.S.`."""
    word = text[:stop].rsplit(None, 1)[-1:] or [""]
    return "." in word[0] or word[0].lower() in ("inc", "ltd", "co", "corp", "etc", "jr", "sr", "no", "st", "al")


def begins_small(source: str) -> bool:
    """Whether the first letter of `source`, before any digit, is a small one."""
    found = _LETTER_OR_DIGIT.search(source)
    return found is not None and found.group().islower()
