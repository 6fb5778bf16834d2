"""What of a sentence nothing renders: words of the source that are lost, words of the target that are added.

A content word is answered where a word link starts from it, where a table of words has one of its translations on the
other side, or where a word there looks like it. How much an unanswered word says depends on how well the table knows
it. From the words, the lengths and the commas of both sides comes one number a direction, by logistic regressions
(`coverage.json`, made by `benchmarks/coverage_weights.py`): people translate freely, so single words are no matter,
runs of them with nothing in their place are.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.alignment.lexicon import translation_table
from pipeline.alignment.terms import fold, stem
from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.quality.length import length_deviation
from pipeline.quality.wording import Word, words_of
from pipeline.text.language import stop_words

_CHANCE = 0.1  # that a word is answered by what does not render it
_UNKNOWN, _UNKNOWN_LONG = 0.3, 0.75  # that a word is answered which the table does not know: short ones, long ones
_LOOKS = 5  # first letters that make two words look alike
_NEAR = 4  # words around a run in which its neighbours' places are looked for
_LITTLE = 2  # words that may stand between these places where the run has no counterpart
_COMMA = re.compile(r"[,;:()–—]|\s-\s")


class _Options(NamedTuple):
    """The renderings of a word in the table, their stems, and the share of its uses that they are."""

    words: frozenset[str]
    stems: frozenset[str]
    known: float


class _Answer(NamedTuple):
    """Evidence of one word that it is lost (positive) or not, the places of its answers, its weight if it has none.

    places: ascending, in one list for each way in which a word of the other side answers.
    """

    evidence: float
    places: tuple[Sequence[int], ...]
    weight: float


class Side(NamedTuple):
    """How one side is answered by the other. run: the words, as indices, that most look lost; evidence: of that run.

    unanswered: weight of the words without an answer. alone: whether next to nothing stands in the run's place.
    """

    evidence: float
    run: tuple[int, int]
    unanswered: float
    alone: bool


class _Coverage(Check):
    """What `WordsLost` and `WordsAdded` share."""

    severity = Severity.WARNING
    pair = ("fr", "en")
    direction: str
    language: str
    told: str

    def excess(self, unit: Unit) -> float:
        """How far the unit is beyond what is flagged: log-odds, flagged above 0."""
        weights, limit = _weights()[self.direction]
        return sum(w * x for w, x in zip(weights, features(unit), strict=True)) - limit

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag, at the run that most looks lost or added."""
        if both_sides(unit) and self.excess(unit) > 0:
            of_source = self.language == "fr"
            text = unit.source if of_source else unit.target
            run = sides(unit.source, unit.target, unit.links)[0 if of_source else 1].run
            span = _span(words_of(text, self.language), run)
            said = "words" if span is None else f"“{_short(span.of(text))}”"
            yield self.flag(
                f"{said} {self.told}", source=span if of_source else None, target=None if of_source else span
            )


class WordsLost(_Coverage):
    """A run of words of the source that nothing in the target renders, where the target is short as well."""

    code = "words-lost"
    description = "words of the source are not in the translation"
    direction = "lost"
    language = "fr"
    told = "may not be in the translation"


class WordsAdded(_Coverage):
    """A run of words of the target that renders nothing of the source, where the target is long as well."""

    code = "words-added"
    description = "words of the translation are not in the source"
    direction = "added"
    language = "en"
    told = "may not be in the source"


def features(unit: Unit) -> tuple[float, ...]:
    """What the regressions weigh, a constant first; both sides need text."""
    return _features(unit.source, unit.target, unit.links)


@lru_cache(maxsize=1 << 16)  # the risk asks again when all checks have run
def _features(source: str, target: str, links: tuple[tuple[Span, Span], ...]) -> tuple[float, ...]:
    lost, added = sides(source, target, links)
    left, right = words_of(source, "fr"), words_of(target, "en")
    deviation = length_deviation(source, target)
    size = math.log(max(8, len(left)))
    return (
        1.0,
        lost.evidence,
        added.evidence,
        lost.unanswered,
        added.unanswered,
        deviation,
        deviation * abs(deviation),
        deviation * size,
        math.log((len(right) + 3) / (len(left) + 3)) * math.sqrt(len(left) + 1),
        lost.evidence * lost.alone,
        added.evidence * added.alone,
        len(_COMMA.findall(source)) - len(_COMMA.findall(target)),
        size,
    )


@lru_cache(maxsize=64)
def sides(source: str, target: str, links: tuple[tuple[Span, Span], ...]) -> tuple[Side, Side]:
    """How the target answers the source, and the reverse."""
    left, right = words_of(source, "fr"), words_of(target, "en")
    return (
        _side(left, right, "fr", [linked for linked, _ in links]),
        _side(right, left, "en", [linked for _, linked in links]),
    )


def _side(words: Sequence[Word], others: Sequence[Word], language: str, linked: Sequence[Span]) -> Side:
    answers = _answers(words, others, language, linked)
    best, run = 0.0, (0, 0)
    total, start = 0.0, 0
    for index, answer in enumerate(answers):
        total += answer.evidence
        if total <= 0:
            total, start = 0.0, index + 1
        elif total > best:
            best, run = total, (start, index + 1)
    unanswered = sum(answer.weight for answer in answers)
    return Side(best, run, unanswered, _between(answers, run, len(others)) <= _LITTLE)


def _answers(words: Sequence[Word], others: Sequence[Word], language: str, linked: Sequence[Span]) -> list[_Answer]:
    table, stops = _table(language), _stops(language)
    places: dict[str, list[int]] = defaultdict(list)
    for index, other in enumerate(others):
        for key in {other.folded, f"~{stem(other.folded)}", f"^{other.folded[:_LOOKS]}"}:
            places[key].append(index)
    starts = {span.start for span in linked}
    found = []
    for word in words:
        folded = word.folded.rstrip("'’")
        if folded in stops or len(folded) < 2:
            found.append(_Answer(0.0, (), 0.0))
            continue
        options = table.get(folded)
        keys = {folded, f"^{folded[:_LOOKS]}"} if len(folded) >= 4 else {folded}
        if options is not None:
            keys |= options.words | options.stems
        hits = tuple(places[key] for key in keys if key in places)
        likely = options.known if options is not None else _UNKNOWN_LONG if len(folded) > 6 else _UNKNOWN
        if hits or word.span.start in starts:
            found.append(_Answer(math.log(_CHANCE / likely), hits, 0.0))
        else:
            found.append(_Answer(math.log((1 - _CHANCE) / (1 - likely)), (), likely))
    return found


def _between(answers: Sequence[_Answer], run: tuple[int, int], size: int) -> int:
    """How many words of the other side stand between the places of the run's neighbours."""
    before = [answer.places for answer in answers[max(0, run[0] - _NEAR) : run[0]] if answer.places][-2:]
    after = [answer.places for answer in answers[run[1] : run[1] + _NEAR] if answer.places][:2]
    if before and after:
        pairs = ((p, q) for left in before for right in after for p in left for q in right)
        return min(_gap(p, q) for p, q in pairs) - 1
    if before:
        return size - 1 - max(places[-1] for places in before[-1])
    return min(places[0] for places in after[0]) if after else size


def _gap(left: Sequence[int], right: Sequence[int]) -> int:
    """The least difference between a place of one ascending list and one of the other."""
    least = abs(left[0] - right[0])
    for place in left:
        index = bisect_left(right, place)
        least = min([least, *(abs(other - place) for other in right[max(0, index - 1) : index + 1])])
    return least


@lru_cache(maxsize=2)
def _table(language: str) -> dict[str, _Options]:
    """What the table knows of each folded word of `language`."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for (french, english), (there, back) in translation_table().items():
        if language == "fr":
            found[french][english] = there
        else:
            found[english][french] = back
    return {
        word: _Options(
            frozenset(options), frozenset(f"~{stem(option)}" for option in options), _likely(sum(options.values()))
        )
        for word, options in found.items()
    }


def _likely(known: float) -> float:
    """How often a word is answered in good translations whose table entries add up to `known`; measured on news."""
    return min(0.93, 0.1 + 1.1 * known) if known < 0.5 else min(0.93, 0.5 + 0.43 * known)


@lru_cache(maxsize=2)
def _stops(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in stop_words(language))


@lru_cache(maxsize=1)
def _weights() -> dict[str, tuple[list[float], float]]:
    read = json.loads(Path(__file__).with_name("coverage.json").read_text(encoding="utf-8"))
    return {direction: (values["weights"], values["limit"]) for direction, values in read.items()}


def _span(words: Sequence[Word], run: tuple[int, int]) -> Span | None:
    return Span(words[run[0]].span.start, words[run[1] - 1].span.end) if run[1] > run[0] else None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:40].rstrip()} … {text[-15:].lstrip()}"
