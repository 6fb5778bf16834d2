"""Texts and pieces of markup, many at a time: cut into sentences, made by the live engine, put together again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.bitext import Bitext, Document, Unit
from pipeline.documents.registry import FORMATS
from pipeline.formats.reading import Source
from pipeline.formats.text import translated_text
from pipeline.glossary.finding.glossary import Glossary
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.enforcement import audit
from pipeline.live.engine import LiveEngine
from pipeline.live.queue import Ticket, WithdrawnError
from pipeline.memory import Finished
from pipeline.quality.registry import run_checks
from pipeline.text.characters import valid_text
from pipeline.workflow.segmenting import segment
from pipeline.workflow.translate import Work

SECONDS = 120.0
"""How long an answer may take."""


@dataclass(eq=False)
class Caller:
    """Who asks, and whether they are still there. name: for the turns in the queue."""

    name: str
    gone: bool = False
    _tickets: list[Ticket] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def waits_for(self, ticket: Ticket) -> None:
        """Remember what to withdraw. Raises WithdrawnError where the caller has gone."""
        with self._lock:
            self._tickets.append(ticket)
            if self.gone:
                ticket.withdraw()
                raise WithdrawnError("the caller has gone")

    def leave(self) -> None:
        """They have gone: nothing is made for them any more."""
        with self._lock:
            self.gone = True
            for ticket in self._tickets:
                ticket.withdraw()


@dataclass(frozen=True, slots=True)
class Answer:
    """A text in English. text: as the source is set, or as marked up."""

    bitext: Bitext
    text: str
    alternatives: tuple[str, ...] = ()


def plain_document(text: str, name: str = "text", *, language: str = "fr") -> Document:
    """A text as a segmented document; a line is never joined with another. A lone surrogate becomes U+FFFD."""
    return segment(Source(Document(name, _valid(text), language=language), 0))


def marked_document(text: str, name: str = "text") -> Document:
    """A piece of HTML (or of XML with tags of its own) as a segmented document. Raises InputError."""
    html = FORMATS["html"]
    return segment(Source(replace(html.read(_valid(text).encode(), name), name=name, format="html"), 0))


class Texts:
    """What callers ask of texts."""

    def __init__(self, live: LiveEngine) -> None:
        self._live = live

    @property
    def glossary(self) -> Glossary:
        """That of the server."""
        return self._live.session.glossary

    @property
    def signature(self) -> str:
        """What makes the server's results what they are, but for callers' glossaries."""
        return str(self._live.session.signature)

    def translate(
        self,
        texts: Sequence[str],
        caller: Caller,
        *,
        markup: bool = False,
        glossary: Glossary | None = None,
        links: bool = False,
        check: bool = False,
        alternatives: int = 0,
    ) -> list[Answer]:
        """Each text in English, in order, their sentences side by side.

        links: with word links; check: with the flags of the checks; alternatives: how many other versions, at most.
        Raises BusyError, WithdrawnError, BitexteError.
        """
        held = glossary or self.glossary
        works = [Work.of((marked_document if markup else plain_document)(text), held) for text in texts]
        ticket = self._live.submit([one for work in works for one in work.asked()], caller.name, links=links)
        caller.waits_for(ticket)
        made = iter(ticket.wait(SECONDS))
        signature = self._live.session.signature_with(held)
        answers = []
        for text, work in zip(texts, works, strict=True):
            bitext = work.bitext([next(made) for _ in work.prose], signature)
            english = self._written(bitext, text, markup)
            others = self._others(bitext, work, alternatives) if alternatives and not markup else ()
            answers.append(Answer(run_checks(bitext) if check else bitext, english, others))
        return answers

    def stream(
        self,
        text: str,
        caller: Caller,
        on_begin: Callable[[list[Unit]], None],
        on_result: Callable[[int, Unit], None],
        *,
        glossary: Glossary | None = None,
    ) -> Bitext:
        """A text in English, with links and checks; each unit is told as soon as it is made, in any order.

        on_begin: called with the units before any is made. Raises as `translate` does.
        """
        work = Work.of(plain_document(text), glossary or self.glossary)
        places = [index for index in range(len(work.document.sentences)) if index not in work.code]
        blank = work.bitext([Finished("", None)] * len(work.prose), self._live.session.signature_with(work.glossary))
        on_begin(list(blank.units))
        for index in sorted(work.code):
            on_result(index, blank.units[index])

        def tell(index: int) -> None:
            made = ticket.results[index]
            if made is not None:
                unit = blank.units[places[index]]
                on_result(
                    places[index],
                    replace(unit, target=made.target, mentions=made.mentions, flags=made.flags, links=made.links),
                )

        ticket = Ticket(caller.name, work.asked(), links=True, on_result=tell)
        caller.waits_for(ticket)
        if ticket.asked:
            self._live.queue.add(ticket)
        made = ticket.wait(None)
        return run_checks(work.bitext(made, self._live.session.signature_with(work.glossary)))

    def alternatives(self, source: str, caller: Caller, most: int, glossary: Glossary | None = None) -> list[str]:
        """Other versions of one sentence, the likeliest first; the glossary holds in all of them."""
        (answer,) = self.translate([source], caller, glossary=glossary, alternatives=most)
        return list(answer.alternatives)

    def _written(self, bitext: Bitext, text: str, markup: bool) -> str:
        if not markup:
            return translated_text(bitext)
        assert bitext.document is not None
        return FORMATS["html"].write(_valid(text).encode(), bitext.document, bitext.units).decode()

    def _others(self, bitext: Bitext, work: Work, most: int) -> tuple[str, ...]:
        """Whole texts, each with another version of every sentence that has one."""
        engine = self._live.session.engine
        sources = [unit.source for unit in bitext.units]
        found: list[list[str]] = []
        for unit, made in zip(bitext.units, engine.translate(sources, hypotheses=most + 1), strict=True):
            matches = work.wider.find(unit.source)
            kept = dict.fromkeys(
                one.text
                for one in made.hypotheses
                if one.text != unit.target and _holds(unit.source, matches, one.text)
            )
            found.append(list(kept))
        texts = []
        for number in range(most):
            if not any(number < len(one) for one in found):
                break
            units = tuple(
                replace(unit, target=one[number]) if number < len(one) else unit
                for unit, one in zip(bitext.units, found, strict=True)
            )
            texts.append(translated_text(replace(bitext, units=units)))
        return tuple(texts)


def _holds(source: str, matches: tuple[Match, ...], target: str) -> bool:
    return not matches or all(mention.step != "missing" for mention in audit(source, matches, target).mentions)


def _valid(text: str) -> str:
    return valid_text(text).replace("\0", "\ufffd")
