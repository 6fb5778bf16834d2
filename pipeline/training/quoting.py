"""Training examples that quote: a fifth of a newspaper's sentences do, hardly one of a parliament's."""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from pipeline.languages.french import ELIDED
from pipeline.training.marking import Example
from pipeline.training.quotation import ENGLISH_MARK, count_marks
from pipeline.training.vocabulary import TERM_MARKS
from pipeline.training.word_alignment import WORD

_FRENCH = (
    ("«\u00a0", "\u00a0»"),
    ("«\u202f", "\u202f»"),
    ("« ", " »"),
    ("«", "»"),
    ('"', '"'),
    ("“", "”"),
)
_FRENCH_WEIGHTS = (4, 1, 2, 1, 6, 2)
_TRIES = 12  # spans looked at for one that can be quoted
_LONGEST = 14  # words of a quoted phrase
_EDGES = {"whole": 0.2, "opening": 0.12, "closing": 0.12}  # shares of these; the rest quote a phrase
_ELISION = rf"(?<!\w)(?:{'|'.join(sorted(ELIDED))})['’]"
_BEFORE = (re.compile(rf"(?:^|[\s(]|{_ELISION})$", re.IGNORECASE), re.compile(r"(?:^|[\s(])$"))  # of an opening mark
_AFTER = re.compile(r"$|\s(?!\d)|(?<!\d)\s|[.,;:!?)…]+(?!\w)")
_NUMBER_BEFORE = re.compile(r"\d[\s.,]?$")
_STOPS = frozenset(".!?…")


class _Span(NamedTuple):
    """Words `start` to `end` of one side."""

    start: int
    end: int


class Quoter:
    """Puts quotation marks round what renders each other. Deterministic, as `Marker` is."""

    def __init__(self, *, share: float = 0.1, seed: int = 1) -> None:
        """`share` of the examples without quotation marks get some, where they have a phrase fit for it."""
        self._share = share
        self._chance = random.Random(seed)

    def quote(self, example: Example) -> Example:
        """The example with a phrase, all of it, or its beginning or end in quotation marks, or itself.

        Newspapers open a quotation in one sentence and close it in another: such marks stand alone.
        Links follow the words; the marks of both sides are linked.
        """
        chance = self._chance
        if chance.random() >= self._share or not example.links:
            return example
        if any(count_marks(text) for text in example[:2]) or any(mark in example.source for mark in TERM_MARKS):
            return example
        sides = (example.source, example.target)
        words = [[match.span() for match in WORD.finditer(text)] for text in sides]
        kind = chance.choices([*_EDGES, "phrase"], [*_EDGES.values(), 1 - sum(_EDGES.values())])[0]
        spans = self._phrase(example, words) if kind == "phrase" else self._sentence(example, words)
        if spans is None:
            return example
        opening, closing = chance.choices(_FRENCH, _FRENCH_WEIGHTS)[0]
        marks = ((opening, closing), (ENGLISH_MARK, ENGLISH_MARK))
        opens, closes = kind != "closing", kind != "opening"
        texts = [
            _inserted(text, spans_of, span, mark[0] if opens else "", mark[1] if closes else "")
            for text, spans_of, span, mark in zip(sides, words, spans, marks, strict=True)
        ]
        links = [tuple(_moved(word, span, opens, closes) for word, span in zip(link, spans, strict=True))
                 for link in example.links]  # fmt: skip
        if opens:
            links.append((spans[0].start, spans[1].start))
        if closes:
            links.append((spans[0].end + opens, spans[1].end + opens))
        return Example(texts[0], texts[1], sorted((i, j) for i, j in links))

    def _sentence(self, example: Example, words: list[list[tuple[int, int]]]) -> tuple[_Span, _Span] | None:
        """Both sides whole, the last stop inside or outside; None for a side of one word."""
        outside = self._chance.random() < 0.4
        spans = []
        for text, places in zip(example[:2], words, strict=True):
            end = len(places)
            while outside and end > 1 and text[places[end - 1][0]] in _STOPS:
                end -= 1
            spans.append(_Span(0, end))
        return (spans[0], spans[1]) if min(span.end for span in spans) > 1 else None

    def _phrase(self, example: Example, words: list[list[tuple[int, int]]]) -> tuple[_Span, _Span] | None:
        """A source phrase and the words that render it and nothing else, at places where marks may stand."""
        to_target: dict[int, list[int]] = {}
        to_source: dict[int, list[int]] = {}
        for i, j in example.links:
            to_target.setdefault(i, []).append(j)
            to_source.setdefault(j, []).append(i)
        linked = sorted(to_target)
        for _ in range(_TRIES):
            first = self._chance.randrange(len(linked))
            start = linked[first]
            reach = [word for word in linked[first:] if word - start < _LONGEST]
            end = self._chance.choice(reach) + 1
            found = [j for i in range(start, end) for j in to_target.get(i, ())]
            target = _Span(min(found), max(found) + 1)
            if target.end - target.start > _LONGEST + 4 or end - start == len(words[0]):
                continue
            back = (i for j in range(target.start, target.end) for i in to_source.get(j, ()))
            if all(start <= i < end for i in back) and all(
                _can_stand(text, places, span, before)
                for text, places, span, before in zip(
                    example[:2], words, (_Span(start, end), target), _BEFORE, strict=True
                )
            ):
                return _Span(start, end), target
        return None


def _can_stand(text: str, places: list[tuple[int, int]], span: _Span, before: re.Pattern[str]) -> bool:
    """Whether marks may stand round a phrase: not inside words, numbers or abbreviations."""
    begin, end = places[span.start][0], places[span.end - 1][1]
    edges = text[begin] + text[end - 1]
    if not edges.isalnum() or (_NUMBER_BEFORE.search(text[:begin]) and text[begin].isdigit()):
        return False
    return bool(before.search(text[:begin]) and _AFTER.match(text, end))


def _inserted(text: str, places: list[tuple[int, int]], span: _Span, opening: str, closing: str) -> str:
    begin, end = places[span.start][0], places[span.end - 1][1]
    return text[:begin] + opening + text[begin:end] + closing + text[end:]


def _moved(word: int, span: _Span, opens: bool, closes: bool) -> int:
    """Where a word stands once its side is quoted."""
    return word + (opens and word >= span.start) + (closes and word >= span.end)
