"""Where in the English the words stand that should render a mention."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from pipeline.bitext import Span
from pipeline.glossary.folding import fold
from pipeline.glossary.mentions import Match
from pipeline.glossary.renderings import Taken

if TYPE_CHECKING:
    from pipeline.translation.engine import Engine

_WORD = re.compile(r"[^\W_](?:\w|[-'’.&/](?=\w))*")
_POSSESSIVE = re.compile(r"['’]s$")
_FUNCTION_WORDS = frozenset(
    (
        *("the", "a", "an", "of", "in", "on", "at", "to", "for", "by", "from", "with", "and", "or", "as", "that"),
        *("is", "was", "are", "were", "be", "been", "has", "have", "had", "will", "would", "not", "it", "its"),
        *("this", "which", "who", "he", "she", "they", "we", "i", "you", "his", "her", "their", "but"),
    )
)
_LIKE = 0.6  # difflib's ratio from which a word may be a form of the name
_ALIKE = 0.75  # ratio from which it is one, whatever the attention says
_ATTENDED = 0.5  # share of a word's attention that ties it to the mention
_ACRONYM = 0.6  # likeness of any two acronyms: `OTAN`, `NATO`
_JOINED = 0.35  # share from which a neighbour of such a word belongs with it


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


def attend(engine: Engine, pairs: Sequence[tuple[str, str]]) -> list[Attended]:
    """The attention between each `(source, English)` pair, read while the model is made to say the English."""
    if not pairs:
        return []
    forced = engine.continue_from(list(pairs), return_attention=True, beam_size=1)
    found = []
    for (source, text), hypothesis in zip(pairs, forced, strict=True):
        sources = piece_spans(engine.pieces(source), source)
        targets = piece_spans(engine.pieces(text), text)
        words = tuple(Span(hit.start(), hit.end()) for hit in _WORD.finditer(text))
        rows = hypothesis.attention[: len(targets)]
        weights: list[list[tuple[Span, float]]] = [[] for _ in words]
        for place, row in zip(targets, rows, strict=False):
            for number, word in enumerate(words):
                if place.overlaps(word):
                    total = sum(row[: len(sources)]) or 1.0
                    length = sum(other.overlaps(word) for other in targets)
                    weights[number] += [
                        (span, share / total / length)
                        for span, share in zip(sources, row, strict=False)
                        if share > 0.01 * total
                    ]
        found.append(Attended(source, text, words, tuple(map(tuple, weights))))
    return found


def unattended(source: str, text: str) -> Attended:
    """A pair of texts without attention, in which only likeness can locate."""
    words = tuple(Span(hit.start(), hit.end()) for hit in _WORD.finditer(text))
    return Attended(source, text, words, ((),) * len(words))


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
        if not word[0].isupper() or covered.holds(span):
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
        if written.lower() in _FUNCTION_WORDS:
            share, likeness = share / 2, 0.0
        scores.append(share + (likeness if likeness >= _LIKE else 0.0))
    if not scores or max(scores) < _ATTENDED:
        return None
    best = max(range(len(scores)), key=lambda number: (scores[number], -number))
    first = last = best
    while first > 0 and _joins(attended, scores, first - 1):
        first -= 1
    while last + 1 < len(scores) and _joins(attended, scores, last + 1):
        last += 1
    while first < best and attended.words[first].of(attended.text).lower() in _FUNCTION_WORDS:
        first += 1
    while last > best and attended.words[last].of(attended.text).lower() in _FUNCTION_WORDS:
        last -= 1
    start, end = attended.words[first].start, attended.words[last].end
    possessive = _POSSESSIVE.search(attended.text[start:end])
    return Span(start, start + possessive.start() if possessive else end)


def piece_spans(pieces: Sequence[str], text: str) -> list[Span]:
    """The characters of `text` that each of its pieces stands for; where normalisation hides it, a guess."""
    spans = []
    position = 0
    for piece in pieces:
        core = piece.replace("\u2581", "")
        while position < len(text) and text[position].isspace():
            position += 1
        start = text.find(core, position, position + len(core) + 8) if core else position
        if start < 0:
            start = position
        position = min(len(text), start + len(core))
        spans.append(Span(start, position))
    return spans


def _joins(attended: Attended, scores: Sequence[float], number: int) -> bool:
    """Whether word `number` belongs with its neighbour: attended, and only a space or hyphen between."""
    if scores[number] >= _JOINED:
        return True
    # A function word may stand inside a name (`Bank of England`), but only between attended words.
    inside = attended.words[number].of(attended.text).lower() in _FUNCTION_WORDS
    return inside and 0 < number < len(scores) - 1 and min(scores[number - 1], scores[number + 1]) >= _JOINED


@lru_cache(maxsize=65536)
def _likeness(word: str, form: str) -> float:
    """How alike `word` is to the likest word of `form`, 0 to 1; an acronym is like acronyms only."""
    if form.isupper():
        return max(_ratio(word, form.replace(".", "")), _ACRONYM) if word.isupper() and len(word) > 1 else 0.0
    return max((_ratio(word, part) for part in form.split() if len(part) > 2), default=0.0)


def _ratio(word: str, part: str) -> float:
    folded, other = fold(word).text.replace(" ", ""), fold(part).text.replace(" ", "")
    return difflib.SequenceMatcher(None, folded, other, autojunk=False).ratio()
