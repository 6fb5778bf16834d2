"""Words said twice in a row, and text that runs in circles as a decoder does when it loops."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.languages import english, french
from pipeline.text.span import Span

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_+")
_WORD_PAIR_GAP = re.compile(r"[^\S\n]+")
_CHARACTER_LOOP = re.compile(r"([^\W\d_]{1,10}?)\1{4,}")

ALLOWED_TWICE = {"fr": french.DOUBLED, "en": english.DOUBLED}
"""Words that may stand twice in a row, by language, in lower case."""

_LONGEST_RUN = 4
_LONGEST_PERIOD = 24
_LOOP_THRESHOLD = 0.4
_LOOP_MINIMUM = 8  # tokens inside repeats before a text can count as looping


def repeated_words(text: str, language: str = "en", *, names: bool = False) -> list[Span]:
    """Where a word, or a run of up to four words, stands twice in a row with white space between only.

    Each span covers both copies. Doubles that `language` (`fr`, `en`) allows (`nous nous`, `had had`),
    and numbers are passed over, and so are repeated names (`Duran Duran`) unless `names` asks for them.
    Linear in the length of `text`.
    """
    matches = list(re.finditer(r"[^\W_]+(?:['’-][^\W_]+)*['’]?", text))
    words = [match.group().casefold() for match in matches]
    near = [
        _WORD_PAIR_GAP.fullmatch(text, left.end(), right.start()) is not None
        or (text[left.end() - 1] in "'’" and left.end() == right.start())
        for left, right in pairwise(matches)
    ]
    allowed = ALLOWED_TWICE.get(language, frozenset())
    spans: list[Span] = []
    position = 0
    while position < len(words):
        length = _run_length(words, near, position)
        if length == 0:
            position += 1
            continue
        raw = matches[position].group()
        single = length == 1
        name = not names and single and raw[:1].isupper() and matches[position + 1].group()[:1].isupper()
        if not (single and (words[position] in allowed or words[position].isdigit() or name)):
            spans.append(Span(matches[position].start(), matches[position + 2 * length - 1].end()))
        position += length
    return spans


def _run_length(words: Sequence[str], near: Sequence[bool], position: int) -> int:
    """How many words from `position` are said again at once; 0 where none are."""
    for length in range(1, _LONGEST_RUN + 1):
        end = position + 2 * length
        if end > len(words):
            return 0
        if words[position : position + length] == words[position + length : end] and all(near[position : end - 1]):
            return length
    return 0


def loop_ratio(text: str) -> float:
    """The share of tokens (words and punctuation) of `text` that lie in loops, 0 to 1.

    A loop is a run of tokens said three times or more in a row, or twice if it is five tokens or
    longer; or letters in a row repeated five times inside one word. Linear in the length of `text`.
    """
    tokens = [match.group().casefold() for match in _TOKEN.finditer(text)]
    total = len(tokens)
    if not total:
        return 0.0
    covered = bytearray(total)
    for period in range(1, min(_LONGEST_PERIOD, total // 2) + 1):
        run = 0
        for index in range(total - period + 1):
            if index < total - period and tokens[index] == tokens[index + period]:
                run += 1
                continue
            copies_needed = 2 if period < 5 else 1
            if run >= copies_needed * period and any(t[0].isalnum() for t in tokens[index - run : index]):
                covered[index - run : index + period] = b"\x01" * (run + period)
            run = 0
    in_words = sum(len(match.group()) for match in _CHARACTER_LOOP.finditer(text))
    letters = sum(len(token) for token in tokens)
    return max(sum(covered) / total, in_words / letters)


def is_looping(text: str) -> bool:
    """Whether `text` is so repetitive that a decoder must have run in circles.

    Short emphatic doubles (`Non, non, non !`) are not.
    """
    ratio = loop_ratio(text)
    tokens = sum(1 for _ in _TOKEN.finditer(text))
    return ratio >= _LOOP_THRESHOLD and (ratio * tokens >= _LOOP_MINIMUM or _CHARACTER_LOOP.search(text) is not None)
