"""The making of finished segments: the glossary held, what is carried verified, the parts put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.bitext import Flag, Mention, Severity, Span, Unit
from pipeline.carrying.assembly import Said, assemble
from pipeline.carrying.copying import Copy
from pipeline.carrying.plan import Core, Plan
from pipeline.carrying.standins import survive, writers
from pipeline.glossary.entries.entry import Entry, Policy
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.enforcement import enforce
from pipeline.memory import Finished
from pipeline.translation.attention import Attention, attention_of
from pipeline.translation.hypothesis import Translation

if TYPE_CHECKING:
    from pipeline.glossary.finding.glossary import Glossary
    from pipeline.translation.engine import Engine

_PROBLEMS = {
    "empty": (Severity.ERROR, "the model gave no translation"),
    "loop": (Severity.ERROR, "the model repeats itself, whatever the decoding settings"),
    "long": (Severity.WARNING, "the model's translation is absurdly long"),
    "short": (Severity.WARNING, "the model's translation is absurdly short"),
    "copy": (Severity.WARNING, "the model copied the source"),
}
_CARRYING = "span"  # the note of an entry that is a stand-in
_GUESSES = ("substituted", "inserted")  # steps that put a form where it was not said


@dataclass(frozen=True, slots=True)
class Task:
    """A segment to be finished: its plan, and the mentions in each of its cores, with spans of the segment."""

    plan: Plan
    matches: tuple[tuple[Match, ...], ...]

    @property
    def copies(self) -> list[str]:
        """What the model sees, one text for each core."""
        return [core.with_stand_ins()[0].text for core in self.plan.cores]


def task(plan: Plan, glossary: Glossary) -> Task:
    """The task of a plan: the glossary is looked for in the copies, so that it finds nothing in what is carried."""
    matches = []
    for core in plan.cores:
        copy, _ = core.with_stand_ins()
        found = glossary.find(copy.text)
        matches.append(
            found if core.plain and plan.plain else tuple(replace(m, span=copy.to_raw(m.span)) for m in found)
        )
    return Task(plan, tuple(matches))


def finish(
    engine: Engine, tasks: Sequence[Task], translations: Sequence[Translation], *, beam: int, links: bool
) -> list[Finished]:
    """Finish the tasks, in order.

    translations: of their copies, in order. beam: hypotheses to ask for where something is decoded again.
    links: whether segments get word links.
    """
    pairs = [(core, found) for one in tasks for core, found in zip(one.plan.cores, one.matches, strict=True)]
    cases = [
        _Case.of(engine, core, found, translation)
        for (core, found), translation in zip(pairs, translations, strict=True)
    ]
    _carry(engine, cases, beam)
    _hold(engine, cases)
    said = iter(_linked(engine, cases, links))
    return [_finished(one, [next(said) for _ in one.plan.cores]) for one in tasks]


@dataclass(slots=True)
class _Case:
    """A core on its way: its copy with the stand-ins of the kind tried last, and its English so far."""

    core: Core
    matches: tuple[Match, ...]
    copy: Copy
    stand_ins: tuple[str, ...]
    translation: Translation
    text: str
    score: float
    mentions: tuple[Mention, ...] = ()
    flags: tuple[Flag, ...] = ()
    attention: Attention | None = None

    @classmethod
    def of(cls, engine: Engine, core: Core, matches: tuple[Match, ...], translation: Translation) -> _Case:
        copy, stand_ins = core.with_stand_ins()
        best = translation.best
        said = attention_of(engine, copy.text, best)
        return cls(core, matches, copy, stand_ins, translation, best.text, best.score, attention=said)

    @property
    def carried(self) -> bool:
        """Whether every stand-in came through."""
        return survive(self.text, self.stand_ins)

    @property
    def here(self) -> tuple[Match, ...]:
        """The mentions, with spans in the copy."""
        if self.core.plain and self.copy.extent.start == 0:
            return self.matches
        return tuple(replace(match, span=self.copy.to_copy(match.span)) for match in self.matches)


def _carry(engine: Engine, cases: Sequence[_Case], beam: int) -> None:
    """Say again what lost a stand-in, with other kinds of them, until one comes through."""
    open_cases = [case for case in cases if case.stand_ins and not case.carried]
    if not open_cases:
        return
    keep = engine.package.alignment
    for writer in writers(engine):
        offers = [(case, *case.core.with_stand_ins(writer)) for case in open_cases]
        offers = [offer for offer in offers if offer[2] != offer[0].stand_ins]
        again = engine.translate([copy.text for _, copy, _ in offers], hypotheses=beam, attention=keep)
        for (case, copy, stand_ins), translation in zip(offers, again, strict=True):
            chosen = next((h for h in translation.hypotheses if survive(h.text, stand_ins)), None)
            if chosen is not None and not translation.problems:
                others = tuple(h for h in translation.hypotheses if h is not chosen)
                case.copy, case.stand_ins = copy, stand_ins
                case.translation = replace(translation, hypotheses=(chosen, *others))
                case.text, case.score = chosen.text, chosen.score
                case.attention = attention_of(engine, copy.text, chosen)
        open_cases = [case for case in open_cases if not case.carried]
        if not open_cases:
            return


def _hold(engine: Engine, cases: Sequence[_Case]) -> None:
    """The glossary's say; a stand-in is a mention that must come through too."""
    held = [case for case in cases if case.matches or not case.carried]
    matches = [(*case.here, *_stand_in_matches(case)) for case in held]
    matches = [tuple(sorted(found, key=lambda match: match.span)) for found in matches]
    sources = [case.copy.text for case in held]
    results = enforce(engine, sources, matches, [case.translation for case in held])
    for case, result in zip(held, results, strict=True):
        if result.text != case.text:
            case.attention = result.attention
        case.text, case.score = result.text, result.score
        carrying = {match.span for match in _stand_in_matches(case)}
        case.mentions = tuple(mention for mention in result.mentions if mention.source not in carrying)
        guessed = [m for m in result.mentions if m.source in carrying and m.step in _GUESSES]
        alone = not case.matches
        flags = [
            flag for flag in result.flags if flag.source not in carrying and not (alone and flag.code == "term-awkward")
        ]
        flags += [_guess(case, mention.source) for mention in guessed]
        case.flags = tuple(flags)


def _stand_in_matches(case: _Case) -> list[Match]:
    found = []
    for span, stand_in in zip(case.core.carried, case.stand_ins, strict=True):
        entry = Entry(stand_in, (stand_in,), policy=Policy.KEEP, notes=_CARRYING)
        found.append(Match(entry, case.copy.to_copy(span), (stand_in,)))
    return found


def _guess(case: _Case, span: Span) -> Flag:
    raw = case.copy.to_raw(span).of(case.copy.raw)
    return Flag("span-lost", Severity.WARNING, f"the place of {raw!r} in the English is a guess", span)


def _linked(engine: Engine, cases: Sequence[_Case], links: bool) -> Iterator[Said]:
    """Each case said, with word links where they are wanted or where marks have to find their place."""
    from pipeline.alignment.words import link_units

    needed = [case for case in cases if links or case.core.hanging or not case.carried]
    units = [Unit("", case.copy.text, case.text) for case in needed]
    found = link_units(units, engine, known=[case.attention for case in needed]) if needed else []
    linked = {id(case): unit.links for case, unit in zip(needed, found, strict=True)}
    for case in cases:
        flags = (*_flags(case.translation), *case.flags)
        pairs = linked.get(id(case), ())
        yield Said(case.copy, case.text, case.score, case.stand_ins, case.mentions, flags, pairs)


def _finished(one: Task, said: list[Said]) -> Finished:
    made = assemble(one.plan, said)
    score = made.score if said else None
    return Finished(made.text, score, made.mentions, made.flags, links=made.links)


def _flags(translation: Translation) -> Iterator[Flag]:
    for name in translation.problems:
        severity, message = _PROBLEMS[name]
        yield Flag(f"decoding-{name}", severity, message)
    if translation.parts > 1:
        message = f"longer than the model takes at once: translated in {translation.parts} parts"
        yield Flag("decoding-cut", Severity.NOTE, message)
