"""French left standing in the English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.alignment.lexicon import known_renderings
from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.quality.check import Check, both_sides
from pipeline.quality.wording import is_british, words_of
from pipeline.text.language import scores
from pipeline.text.span import Cover
from pipeline.text.spans import protected_spans
from pipeline.text.vocabulary import french_only_words

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST_COPY = 3  # words in a row
_MOSTLY = 0.7  # share of the target's words inside copied runs


class Untranslated(Check):
    """Sides that are the same and hold French words, and runs of words copied from the source that read as French.

    An error where most of the target is such a copy, a warning for a stretch of it, and where a whole copy holds names
    as well (an address). Names, titles and headings that are the same in both languages hold no French words and pass;
    protected spans are not looked at.
    """

    code = "untranslated"
    severity = Severity.ERROR
    description = "the target copies the French of the source"
    pair = ("fr", "en")

    def inspect(self, unit: Unit) -> Iterator[Flag]:
        """At most one flag, for the longest copied run or for the whole target."""
        if not both_sides(unit):
            return
        words = _words(unit.target)
        source = _words(unit.source)
        if [word.group().lower() for word in words] == [word.group().lower() for word in source]:
            yield from self._same(unit)
            return
        runs = [run for run in _copied_runs(source, words) if _is_french(unit.target, words, run)]
        if not runs:
            return
        copied = sum(end - start for start, end in runs)
        start, end = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
        if copied >= _MOSTLY * len(words) and copied > _SHORTEST_COPY:
            yield self.flag("the source stands untranslated", target=Span(0, len(unit.target)))
        else:
            span = Span(words[start].start(), words[end - 1].end())
            yield self.flag(f"“{span.of(unit.target)}” is left in French", severity=Severity.WARNING, target=span)

    def _same(self, unit: Unit) -> Iterator[Flag]:
        """A flag for two equal sides that hold French words; a warning only where they hold names as well."""
        words = words_of(unit.target, "en")
        capitals = unit.target.isupper()
        inside = [word for word in words if capitals or not word.text[0].isupper()]
        french = [word for word in inside if word.text.lower() in french_only_words() and not is_british(word.text)]
        if len(words) == 1 and not french and words[0].text.lower() in french_only_words():
            french = [word for word in words if word.folded not in known_renderings().get(word.folded, (word.folded,))]
        if french:
            names = any(word.text[0].isupper() and not word.first for word in words) and not capitals
            severity = Severity.WARNING if names else Severity.ERROR
            yield self.flag("the source stands untranslated", severity=severity, target=Span(0, len(unit.target)))


def _words(text: str) -> list[re.Match[str]]:
    """The words of `text` outside its protected spans."""
    spans = Cover(span for span, _ in protected_spans(text))
    return [word for word in _WORD.finditer(text) if not spans.overlaps(Span(*word.span()))]


def _copied_runs(source: list[re.Match[str]], words: list[re.Match[str]]) -> list[tuple[int, int]]:
    """Index ranges of target words, three or more, that stand in the same order side by side in the source."""
    theirs = [match.group().lower() for match in source]
    ours = [match.group().lower() for match in words]
    known = {tuple(theirs[i : i + _SHORTEST_COPY]) for i in range(len(theirs) - _SHORTEST_COPY + 1)}
    runs: list[tuple[int, int]] = []
    for index in range(len(ours) - _SHORTEST_COPY + 1):
        if tuple(ours[index : index + _SHORTEST_COPY]) not in known:
            continue
        if runs and runs[-1][1] >= index + _SHORTEST_COPY - 1:
            runs[-1] = (runs[-1][0], index + _SHORTEST_COPY)
        else:
            runs.append((index, index + _SHORTEST_COPY))
    return runs


def _is_french(target: str, words: list[re.Match[str]], run: tuple[int, int]) -> bool:
    """Whether the run has lower-case words and speaks for French clearly more than for English."""
    start, end = run
    if sum(match.group().islower() for match in words[start:end]) < _SHORTEST_COPY - 1:
        return False
    evidence = scores(target[words[start].start() : words[end - 1].end()])
    return evidence.get("fr", 0.0) > 0.6 + 1.5 * evidence.get("en", 0.0)
