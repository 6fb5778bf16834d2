"""Which accepted forms stand in an English sentence, and which mention each of them answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.bitext import Span
from pipeline.glossary.entries.entry import Kind, Policy
from pipeline.glossary.finding.mentions import Match, starts_sentence

_OF_A_COUNTRY = re.compile(r"^(?:of|in|from) |'s$")
_LOOSE = {"'": "['’]", "’": "['’]", "-": "[-\u2010\u2011]", " ": r"\s+", "\u00a0": r"\s+"}


class Taken:
    """The characters of a text that spans already cover."""

    def __init__(self, text: str, spans: Iterable[Span] = ()) -> None:
        self._covered = bytearray(len(text))
        for span in spans:
            self.add(span)

    def add(self, span: Span) -> None:
        """Cover the characters of `span`."""
        self._covered[span.start : span.end] = b"\x01" * (span.end - span.start)

    def holds(self, span: Span) -> bool:
        """Whether any character of `span` is covered."""
        return 1 in self._covered[span.start : span.end]


def occurrences(rendering: str, text: str, *, exact_case: bool = True) -> list[Span]:
    """Where `rendering` stands in `text` as whole words, a possessive `'s` left outside.

    The first letter may be a capital at the start of a sentence; with exact_case False, case counts
    only where the rendering has capitals, and only for the first letter of each word.
    """
    found = []
    for hit in _pattern(rendering).finditer(text):
        written = hit.group()
        if _case_fits(rendering, written, exact_case, starts_sentence(text, hit.start())):
            found.append(Span(hit.start(), hit.end()))
    return found


def answers(matches: Sequence[Match], text: str) -> list[Span | None]:
    """For each of `matches`, the span in `text` of a form accepted for it, or None.

    Spans do not overlap, so a name mentioned twice must stand there twice; mentions of one entry are
    answered from left to right. For a `forbid` entry it is the span of the form that should not stand.
    """
    # Mentions of one entry share their options, so that a sentence with hundreds of them stays linear.
    known: dict[tuple[tuple[str, ...], Kind, Policy], list[Span]] = {}
    options: list[list[Span]] = []
    for match in matches:
        key = (match.renderings, match.entry.kind, match.entry.policy)
        if key not in known:
            known[key] = _options(match, text)
        options.append(known[key])
    first_free: dict[int, int] = {}  # by the options' identity; what is taken stays taken
    # Mentions with few choices choose first; of equals, names before demonyms (`en Russie` before `russe`), and
    # the longer form (`Kim Jong Un` before `Kim`).
    order = sorted(
        range(len(matches)),
        key=lambda index: (
            len(options[index]),
            matches[index].entry.kind is Kind.DEMONYM,
            -max((len(target) for target in matches[index].entry.targets), default=0),
            matches[index].span.start,
        ),
    )
    taken = Taken(text)
    chosen: list[Span | None] = [None] * len(matches)
    for index in order:
        if matches[index].entry.policy is Policy.FORBID:
            continue
        spans = options[index]
        place = first_free.get(id(spans), 0)
        while place < len(spans) and taken.holds(spans[place]):
            place += 1
        first_free[id(spans)] = place
        if place < len(spans):
            chosen[index] = spans[place]
            taken.add(spans[place])
    for index, match in enumerate(matches):
        if match.entry.policy is Policy.FORBID:
            chosen[index] = next((span for span in options[index] if not taken.holds(span)), None)
    return chosen


def is_met(match: Match, answer: Span | None) -> bool:
    """Whether the mention is as its entry wants it, given its answer."""
    return (answer is None) == (match.entry.policy is Policy.FORBID)


def _options(match: Match, text: str) -> list[Span]:
    """Spans of accepted forms from left to right; of two that overlap, the longer one.

    The country that may stand for a demonym comes after the demonym's own forms.
    """
    exact = match.entry.policy in (Policy.MUST, Policy.KEEP)
    lesser: dict[Span, bool] = {}
    for rendering in match.renderings:
        for span in occurrences(rendering, text, exact_case=exact):
            lesser.setdefault(span, match.entry.kind is Kind.DEMONYM and bool(_OF_A_COUNTRY.search(rendering)))
    kept: list[Span] = []
    taken = Taken(text)
    for span in sorted(lesser, key=lambda span: (span.start - span.end, span.start)):
        if not taken.holds(span):
            kept.append(span)
            taken.add(span)
    return sorted(kept, key=lambda span: (lesser[span], span))


@lru_cache(maxsize=4096)
def _pattern(rendering: str) -> re.Pattern[str]:
    body = "".join(_LOOSE.get(character, re.escape(character)) for character in rendering)
    before = r"(?<!\w)" if rendering[0].isalnum() else ""
    after = r"(?!\w)" if rendering[-1].isalnum() else ""
    return re.compile(before + body + after, re.IGNORECASE)


def _case_fits(rendering: str, written: str, exact_case: bool, opening: bool) -> bool:
    if len(rendering) != len(written) or rendering == written:
        return rendering == written or " ".join(written.split()) == rendering
    pairs = zip(rendering.replace("’", "'"), written.replace("’", "'"), strict=True)
    wrong = [index for index, (a, b) in enumerate(pairs) if a != b and a.lower() == b.lower()]
    if exact_case:
        return wrong == [] or (wrong == [0] and opening and rendering[0].islower())
    if rendering.islower() or written.isupper():
        return True
    heads = {index for index in range(len(rendering)) if index == 0 or not rendering[index - 1].isalnum()}
    return all(index in heads for index in wrong) and (0 not in wrong or rendering[0].islower() or opening)
