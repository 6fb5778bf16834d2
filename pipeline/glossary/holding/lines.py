"""Lines of several sentences, of which the enforcement sees one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.bitext import Flag, Mention, Span
from pipeline.glossary.finding.mentions import Match

if TYPE_CHECKING:
    from pipeline.translation.attention import Attention
    from pipeline.translation.hypothesis import Translation


@dataclass(frozen=True, slots=True)
class Enforced:
    """A sentence's English after the enforcement; score as in `Hypothesis.score`.

    attention: of a version that a repair said, where its decoding kept it.
    """

    text: str
    score: float
    mentions: tuple[Mention, ...] = ()
    flags: tuple[Flag, ...] = ()
    attention: Attention | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Mentioning:
    """A sentence, what it mentions and its plain translation. start: where it begins in its line."""

    start: int
    source: str
    matches: tuple[Match, ...]
    translation: Translation


def apart_by_sentence(source: str, matches: Sequence[Match], translation: Translation) -> list[Mentioning]:
    """The sentences of a line with the mentions of each; the whole line where a mention reaches over two."""
    spans = [span for span, _ in translation.sentences]
    if not spans or not matches:
        return [Mentioning(0, source, tuple(matches), translation)]
    if not all(any(span.start <= m.span.start and m.span.end <= span.end for span in spans) for m in matches):
        # As if it had been cut: steps that take the whole for one decoding keep off.
        return [Mentioning(0, source, tuple(matches), replace(translation, parts=max(2, translation.parts)))]
    return [
        Mentioning(
            span.start,
            span.of(source),
            tuple(replace(m, span=m.span.shift(-span.start)) for m in matches if m.span.overlaps(span)),
            said,
        )
        for span, said in translation.sentences
    ]


def joined_by_sentence(translation: Translation, sentences: Sequence[tuple[int, Enforced]]) -> Enforced:
    """A line's English out of that of its sentences, given with where each begins in the source."""
    if len(sentences) == 1:
        return sentences[0][1]
    text, mentions, flags = "", list[Mention](), list[Flag]()
    for start, held in sentences:
        gap = " " if text and held.text else ""
        offset = len(text) + len(gap)
        text += gap + held.text
        mentions += [
            replace(one, source=one.source.shift(start), target=_shifted(one.target, offset)) for one in held.mentions
        ]
        flags += [
            replace(one, source=_shifted(one.source, start), target=_shifted(one.target, offset)) for one in held.flags
        ]
    if text == translation.best.text:
        score = translation.best.score
    else:
        weights = [len(held.text.split()) + 1 for _, held in sentences]
        score = sum(held.score * n for (_, held), n in zip(sentences, weights, strict=True)) / sum(weights)
    return Enforced(text, score, tuple(mentions), tuple(flags))


def _shifted(span: Span | None, offset: int) -> Span | None:
    return None if span is None else span.shift(offset)
