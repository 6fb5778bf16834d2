"""Other English versions of one French segment, for a reviewer who rejects the one that stands."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.carrying.plan import plan
from pipeline.errors import FormatError, ModelError
from pipeline.glossary.entries.entry import Policy
from pipeline.glossary.finding.glossary import Glossary
from pipeline.glossary.finding.mentions import Match
from pipeline.translation.engine import Engine
from pipeline.translation.hypothesis import Translation
from pipeline.workflow.finishing import Task, finish, task
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.session import Session

MOST = 3
"""How many versions are given."""
LONGEST = 5_000
"""Characters of the longest French that is translated while somebody waits."""
_MISSING = "term-missing"
_TRIED = 8  # hypotheses where the glossary is to hold: it does not in some of them


class Alternatives:
    """The model's versions of a segment. It is loaded when somebody asks first; one is answered at a time."""

    def __init__(self, recipe: Recipe) -> None:
        """recipe: the model and the glossaries in force; its memory is not asked, it may have what is rejected."""
        self._session = Session(replace(recipe, memory=None, links=False))
        self._turn = threading.Lock()

    def of(self, source: str) -> list[str]:
        """Up to `MOST` different versions, the model's first choice first; in each the glossary is made to hold.

        Raises ModelError where there is no model, and FormatError for a text of more than `LONGEST` characters.
        """
        if len(source) > LONGEST:
            raise FormatError(f"only a text of up to {LONGEST:,} characters is translated again")
        if not source.strip():
            return []
        with self._turn:
            try:
                engine, glossary = self._session.engine, self._session.glossary
            except ModelError as error:
                raise ModelError(f"there is no model to translate with: {error}") from error
            work = task(plan(source, glossary.spellings), glossary)
            found: dict[str, None] = {}
            beam = max(self._session.recipe.beam_size, MOST)
            for translations in _versions(engine, glossary, work, beam):
                (made,) = finish(engine, [work], translations, beam=beam, links=False)
                if made.target.strip() and not (found and any(flag.code == _MISSING for flag in made.flags)):
                    found.setdefault(made.target)
                if len(found) == MOST:
                    break
            return list(found)


def _versions(engine: Engine, glossary: Glossary, work: Task, beam: int) -> Iterator[list[Translation]]:
    """A hypothesis for each core, one set after the other.

    First comes the best; then, where glossary forms are to hold, what the model makes of the French with those forms
    in it. Its other hypotheses, made to hold one by one, would all end as the same text.
    """
    found = engine.translate(work.copies, hypotheses=beam)
    yield [_only(translation, 0) for translation in found]
    if any(work.matches):
        beam = _TRIED
        found = engine.translate([_rendered(copy, glossary.find(copy)) for copy in work.copies], hypotheses=beam)
    for place in range(beam):
        yield [_only(translation, place) for translation in found]


def _rendered(copy: str, matches: Sequence[Match]) -> str:
    """A text with the glossary's English in the place of the French."""
    for match in sorted(matches, key=lambda match: match.span, reverse=True):
        if match.entry.policy is not Policy.FORBID:
            copy = copy[: match.span.start] + match.rendering + copy[match.span.end :]
    return copy


def _only(translation: Translation, place: int) -> Translation:
    """The translation with one of its hypotheses alone, so that no other takes its place; the last for want of more."""
    return replace(translation, hypotheses=(translation.hypotheses[min(place, len(translation.hypotheses) - 1)],))
