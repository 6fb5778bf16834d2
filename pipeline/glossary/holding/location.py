"""Where in the English the words stand that should render a mention."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from pipeline.bitext import Span
from pipeline.glossary.finding.folding import fold
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.renderings import Taken
from pipeline.languages.english import FUNCTION_WORDS
from pipeline.translation.attention import Attention, read_attention

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine

# With the signs that belong to it: `C++`, `C#`, `.NET`.
_WORD = re.compile(r"(?:(?<![\w.])\.)?[^\W_](?:\w|[-'’.&/](?=\w))*(?:\+\+|#)?")
_POSSESSIVE = re.compile(r"['’]s$")
_LIKE = 0.6  # difflib's ratio from which a word may be a form of the name
_ALIKE = 0.75  # ratio from which it is one, whatever the attention says
_ATTENDED = 0.5  # share of a word's attention that ties it to the mention
_ACRONYM = 0.6  # likeness of any two acronyms: `OTAN`, `NATO`
_RENDERS = 0.5  # sum of a piece's row below which it renders nothing
_FAINT = 0.01  # shares below this are noise
_SHORT, _NEIGHBOURS = 3, 2  # letters of a word too common to go by; words before a lost mention that are tried
_JOINED = 0.35  # share from which a neighbour of such a word belongs with it
_JOINED_NAME = 0.1  # the same where both have a capital and only a space is between them: `United Kingdom`


@dataclass(frozen=True, slots=True)
class Attended:
    """A pair of texts with, for each English word, how much attention each French character drew.

    words: spans in the English. weights: per word, pairs of a span in the French and its share.
    """

    source: str
    text: str
    words: tuple[Span, ...]
    weights: tuple[tuple[tuple[Span, float], ...], ...]

    def share(self, word: int, span: Span) -> float:
        """How much of the attention of word number `word` fell on `span` of the source."""
        return sum(weight for place, weight in self.weights[word] if place.overlaps(span))


def attend(
    engine: Engine, pairs: Sequence[tuple[str, str]], known: Sequence[Attention | None] | None = None
) -> list[Attended]:
    """The attention between each `(source, English)` pair, by English word.

    known: attention kept from the decoding, one for each pair; None is read now. `unattended` where it
    cannot be read.
    """
    read = read_attention(engine, pairs, known)
    return [
        unattended(source, text) if attention is None else _by_word(source, text, attention)
        for (source, text), attention in zip(pairs, read, strict=True)
    ]


def _by_word(source: str, text: str, attention: Attention) -> Attended:
    words = _words(text)
    # What a row lacks to 1 lies on the end sign: that piece renders nothing, and its remains are no evidence.
    shares = attention.rows / np.maximum(attention.rows.sum(axis=1, keepdims=True), _RENDERS)
    weights = []
    for word in words:
        own = [number for number, span in enumerate(attention.target) if span.overlaps(word)]
        mean = shares[own].mean(axis=0) if own else np.zeros(len(attention.source))
        seen = np.flatnonzero(mean > _FAINT)
        weights.append(tuple((attention.source[piece], float(mean[piece])) for piece in seen))
    return Attended(source, text, words, tuple(weights))


def unattended(source: str, text: str) -> Attended:
    """A pair of texts without attention, in which only likeness can locate."""
    words = _words(text)
    return Attended(source, text, words, ((),) * len(words))


def _words(text: str) -> tuple[Span, ...]:
    return tuple(Span(hit.start(), hit.end()) for hit in _WORD.finditer(text))


def resembling(source: str, text: str, match: Match, taken: Sequence[Span]) -> Span | None:
    """The word of the English that is a form of the name, copied or half translated, or None.

    Common words and names of several words are left to `locate`: only the attention delimits them.
    """
    said = match.span.of(source)
    if said.islower() or len(fold(said).text.split()) > 1:
        return None
    best: tuple[float, Span] | None = None
    covered = Taken(text, taken)
    for hit in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", hit.group())
        span = Span(hit.start(), hit.start() + len(word))
        if not word.lstrip(".")[0].isupper() or word.lower() in FUNCTION_WORDS or covered.holds(span):
            continue
        likeness = max(_likeness(word, said), _likeness(word, match.rendering))
        if likeness >= _ALIKE and (best is None or likeness > best[0]):
            best = (likeness, span)
    return best[1] if best else None


def locate(attended: Attended, match: Match, taken: Sequence[Span]) -> Span | None:
    """The words of the English that stand where `match` should be rendered, or None.

    A word counts by the attention it paid to the mention and by its likeness to the French or the
    English form (a name half translated); words in `taken` belong to other mentions.
    """
    forms = [match.span.of(attended.source), *match.renderings[:1]]
    covered = Taken(attended.text, taken)
    scores = []
    for number, word in enumerate(attended.words):
        if covered.holds(word):
            scores.append(0.0)
            continue
        written = _POSSESSIVE.sub("", word.of(attended.text))
        likeness = max(_likeness(written, form) for form in forms)
        share = attended.share(number, match.span)
        if written.lower() in FUNCTION_WORDS:
            share, likeness = share / 2, 0.0
        least = _ALIKE if forms[0].islower() else _LIKE  # common words are alike by chance
        scores.append(share + (likeness if likeness >= least else 0.0))
    if not scores or max(scores) < _ATTENDED:
        return None
    best = max(range(len(scores)), key=lambda number: (scores[number], -number))
    first = last = best
    while first > 0 and _joins(attended, scores, first - 1, first):
        first -= 1
    while last + 1 < len(scores) and _joins(attended, scores, last + 1, last):
        last += 1
    while first < best and attended.words[first].of(attended.text).lower() in FUNCTION_WORDS:
        first += 1
    while last > best and attended.words[last].of(attended.text).lower() in FUNCTION_WORDS:
        last -= 1
    start, end = attended.words[first].start, attended.words[last].end
    possessive = _POSSESSIVE.search(attended.text[start:end])
    return Span(start, start + possessive.start() if possessive else end)


def after_neighbour(attended: Attended, match: Match) -> int | None:
    """Where in the English a mention that was lost altogether would stand; None where nothing tells.

    That is behind the word that renders the nearest French word before the mention.
    """
    before = [hit for hit in _WORD.finditer(attended.source, 0, match.span.start) if len(hit.group()) > _SHORT]
    for hit in before[: -_NEIGHBOURS - 1 : -1]:
        shares = [attended.share(number, Span(hit.start(), hit.end())) for number in range(len(attended.words))]
        if shares and max(shares) >= _JOINED:
            return attended.words[shares.index(max(shares))].end
    return None


def _joins(attended: Attended, scores: Sequence[float], number: int, beside: int) -> bool:
    """Whether word `number` belongs with its neighbour `beside`, by its attention."""
    if scores[number] >= (_JOINED_NAME if _in_one_name(attended, number, beside) else _JOINED):
        return True
    # A function word may stand inside a name (`Bank of England`), but only between attended words.
    inside = attended.words[number].of(attended.text).lower() in FUNCTION_WORDS
    return inside and 0 < number < len(scores) - 1 and min(scores[number - 1], scores[number + 1]) >= _JOINED


def _in_one_name(attended: Attended, number: int, beside: int) -> bool:
    """Whether two neighbouring words look like parts of one name."""
    first, second = (attended.words[index] for index in sorted((number, beside)))
    said = [word.of(attended.text) for word in (first, second)]
    capitals = all(word[0].isupper() and word.lower() not in FUNCTION_WORDS for word in said)
    return capitals and attended.text[first.end : second.start] == " "


@lru_cache(maxsize=65536)
def _likeness(word: str, form: str) -> float:
    """How alike `word` is to the likest word of `form`, 0 to 1; an acronym is like acronyms only."""
    if form.isupper():
        return max(_ratio(word, form.replace(".", "")), _ACRONYM) if word.isupper() and len(word) > 1 else 0.0
    return max((_ratio(word, part) for part in form.split() if len(part) > 2), default=0.0)


def _ratio(word: str, part: str) -> float:
    folded, other = fold(word).text.replace(" ", ""), fold(part).text.replace(" ", "")
    return difflib.SequenceMatcher(None, folded, other, autojunk=False).ratio()
