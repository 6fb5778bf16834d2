"""What a recipe needs, loaded once and shared; French segments in, finished English segments out."""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from pipeline.bitext import Flag, Mention, Origin, Signature, Span, Unit
from pipeline.carrying.plan import PLAN_VERSION, plan
from pipeline.formats.provenance import TOOL, tool_version
from pipeline.glossary.finding.glossary import Glossary, default_paths
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.enforcement import ENFORCEMENT_VERSION, audit
from pipeline.memory import Approved, Finished, Memory, source_key
from pipeline.memory.pairs import PairMemory
from pipeline.review.similar import can_be_found
from pipeline.segmentation import SPLITTER_VERSION
from pipeline.translation.catalogue import select_package
from pipeline.translation.engine import Engine
from pipeline.translation.package import Package
from pipeline.translation.selftest import require_sane
from pipeline.translation.typography import TYPOGRAPHY_VERSION
from pipeline.workflow.consulting import from_memories
from pipeline.workflow.finishing import Task, finish, task
from pipeline.workflow.memories import open_memories
from pipeline.workflow.recipe import Recipe

# A kill loses at most the groups that were being finished and what the engine had read ahead.
_WINDOW, _FIRST_GROUP, _GROUP = 1024, 8, 64
_GROUPS_AT_ONCE = 3  # repairs go step by step: while one group waits for its last sentence, another fills the cores

_NOT_FOUND = "no notes on segments like approved ones: they need pip install 'bitexte[similar]'"


@dataclass(frozen=True, slots=True)
class Asked:
    """A segment to be translated. fixed: the spans of it that are carried as they are."""

    source: str
    glossary: Glossary
    fixed: tuple[Span, ...] = ()


_Missing = tuple[str, Task]  # with its key


class Session:
    """The model, glossaries and memory of a recipe, each loaded when it is first needed and shared by all documents.

    Usable from several threads. What concerns one document, such as its own glossary, is passed along with it.
    """

    def __init__(self, recipe: Recipe | None = None) -> None:
        """recipe: the default one where none is given."""
        self.recipe = recipe or Recipe()
        self._loading = threading.RLock()
        self._package: Package | None = None
        self._engine: Engine | None = None
        self._memory: Memory | None = None
        self._pairs: list[PairMemory] | None = None
        self._said: list[str] = []
        self._digest = ""
        self._glossaries: dict[Path | None, Glossary] = {}

    @property
    def package(self) -> Package:
        """The chosen package. Raises ModelError."""
        with self._loading:
            if self._package is None:
                self._package = select_package(self.recipe.model)
            return self._package

    @property
    def engine(self) -> Engine:
        """The loaded model, after its self-test. Raises ModelError."""
        with self._loading:
            if self._engine is None:
                engine = Engine(self.package, beam_size=self.recipe.beam_size, threads=self.recipe.threads)
                require_sane(engine)
                self._engine = engine
            return self._engine

    @property
    def glossary(self) -> Glossary:
        """The entries that must hold in every document. Raises GlossaryError."""
        return self.glossary_with(None)

    def glossary_with(self, own: Path | None) -> Glossary:
        """The entries that must hold in a document that has a glossary of its own, which overrides the others'."""
        with self._loading:
            if own not in self._glossaries:
                paths = default_paths() if self.recipe.glossaries is None else list(self.recipe.glossaries)
                self._glossaries[own] = Glossary.load(paths if own is None else [*paths, own])
            return self._glossaries[own]

    @property
    def memory(self) -> Memory | None:
        """The open memory. Raises OutputError."""
        with self._loading:
            if self._memory is None and self.recipe.memory is not None:
                self._memory = Memory(self.recipe.memory)
            return self._memory

    @property
    def pairs(self) -> list[PairMemory]:
        """The open memories from elsewhere. Raises InputError, FormatError, OutputError."""
        with self._loading:
            if self._pairs is None:
                folder = None if self.recipe.memory is None else self.recipe.memory.parent
                self._pairs = open_memories(self.recipe.memories, folder, self._said) if self.recipe.memories else []
            return self._pairs

    @property
    def approved(self) -> dict[str, str]:
        """What people approved so far: English by French, ordered."""
        return {} if self.memory is None else {pair.source: pair.target for pair in self.memory.approved().values()}

    @property
    def signature(self) -> Signature:
        """What makes this session's results what they are."""
        return self.signature_with(self.glossary)

    def signature_with(self, glossary: Glossary) -> Signature:
        """The same where this glossary holds."""
        return Signature(
            (
                (TOOL, tool_version()),
                ("package", self.package.version.replace("|", "/")),
                ("model", self._model_digest[:16]),
                ("splitter", SPLITTER_VERSION),
                ("typography", TYPOGRAPHY_VERSION),
                ("spans", PLAN_VERSION),
                ("terms", ENFORCEMENT_VERSION),
                ("glossary", glossary.digest() if len(glossary) else "none"),
                ("decoding", Engine.options_for(self.recipe.beam_size)),
                ("ctranslate2", version("ctranslate2")),
                *((f"memory{place or ''}", pairs.digest()) for place, pairs in enumerate(self.pairs)),
            )
        )

    @property
    def warnings(self) -> list[str]:
        """What the user should hear about the session itself, such as a damaged memory."""
        if self.memory is None:
            return list(self._said)
        similar = [_NOT_FOUND] if self.approved and not can_be_found() else []
        return [*self._said, *self.memory.warnings, *similar]

    def translate(
        self,
        sources: Iterable[str],
        on_progress: Callable[[int], None] | None = None,
        *,
        glossary: Glossary | None = None,
        fixed: Mapping[str, tuple[Span, ...]] | None = None,
        counts: Counter[str] | None = None,
    ) -> Iterator[Finished]:
        """The English of each source segment, in order; about a thousand are in memory at a time.

        glossary: in place of the session's, for the document at hand. fixed: by source, the spans of it that are
        carried as they are. on_progress is called with the number of segments finished since the last call.
        counts gains the segments taken from the memory under `reused`.
        """
        fixed = fixed or {}
        approved = self.memory.approved() if self.memory is not None else {}
        glossary = self.glossary if glossary is None else glossary
        basis = self._basis
        for window in _windows(sources, _WINDOW):
            tasks = [task(plan(source, glossary.spellings, fixed.get(source, ())), glossary) for source in window]
            matches = [tuple(itertools.chain.from_iterable(one.matches)) for one in tasks]
            keys = [
                _key(basis, source, found, fixed.get(source, ())) for source, found in zip(window, matches, strict=True)
            ]
            known = self.memory.find(list(dict.fromkeys(keys))) if self.memory is not None else {}
            taken, notes = from_memories(self.pairs, window, keys, glossary) if self.pairs else ({}, {})
            for source, mentioned, key in zip(window, matches, keys, strict=True):
                if key in taken:
                    known[key] = self._held(source, mentioned, taken[key])
            known |= self._approved(window, matches, keys, approved)
            if counts is not None:
                counts["reused"] += sum(key in known for key in keys)
            missing = {key: index for index, key in enumerate(keys) if key not in known}
            if on_progress is not None:
                on_progress(len(window) - len(missing))
            self._finish([(key, tasks[index]) for key, index in missing.items()], known, on_progress)
            for key in keys:
                segment, note = known[key], notes.get(key)
                shown = note is not None and segment.origin is Origin.MACHINE
                yield replace(segment, flags=(*segment.flags, note)) if shown and note else segment

    def finish(self, asked: Sequence[Asked], *, links: bool) -> list[Finished]:
        """The English of segments of any documents, in order, made all at once.

        What people approved counts; nothing is taken from the finished segments of the memory, nor remembered. links:
        whether the words of both sides are linked.
        """
        tasks = [task(plan(one.source, one.glossary.spellings, one.fixed), one.glossary) for one in asked]
        known = self._approved_of(tasks) if self.memory is not None else {}
        missing = [one for index, one in enumerate(tasks) if index not in known]
        beam = self.recipe.beam_size
        attention = self.package.alignment and (links or any(one.plan.hangs for one in missing))
        copies = [copy for one in missing for copy in one.copies]
        translated = self.engine.translate(copies, hypotheses=beam, attention=attention)
        made = iter(finish(self.engine, missing, translated, beam=beam, links=links))
        return [known[index] if index in known else next(made) for index in range(len(tasks))]

    def _approved_of(self, tasks: Sequence[Task]) -> dict[int, Finished]:
        assert self.memory is not None
        sources = [one.plan.source for one in tasks]
        matches = [tuple(itertools.chain.from_iterable(one.matches)) for one in tasks]
        numbers = [str(index) for index in range(len(tasks))]
        found = self._approved(sources, matches, numbers, self.memory.approved())
        return {int(number): finished for number, finished in found.items()}

    def close(self) -> None:
        """Close the memory, if it was opened."""
        with self._loading:
            if self._memory is not None:
                self._memory.close()
            for memory in self._pairs or ():
                memory.close()

    def _approved(
        self,
        window: Sequence[str],
        matches: Sequence[tuple[Match, ...]],
        keys: Sequence[str],
        approved: dict[str, Approved],
    ) -> dict[str, Finished]:
        """What people approved for sources of this window, held against the glossary but not changed."""
        found = {}
        for source, mentioned, key in zip(window, matches, keys, strict=True):
            pair = approved.get(source_key(source)) if approved else None
            if pair is not None:
                mentions, flags = self._audited(source, mentioned, pair.target)
                made = Finished(pair.target, None, mentions, flags, Origin.HUMAN)
                found[key] = _linked(source, made) if self.recipe.links else made
        return found

    def _held(self, source: str, mentioned: tuple[Match, ...], segment: Finished) -> Finished:
        """What a memory has, held against the glossary but not changed."""
        mentions, flags = self._audited(source, mentioned, segment.target)
        made = replace(segment, mentions=mentions, flags=(*segment.flags, *flags))
        return _linked(source, made) if self.recipe.links else made

    def _audited(
        self, source: str, matches: tuple[Match, ...], target: str
    ) -> tuple[tuple[Mention, ...], tuple[Flag, ...]]:
        if not matches:
            return (), ()
        held = audit(source, matches, target)
        return held.mentions, held.flags

    # -- the making of missing segments -------------------------------------------------------------

    def _finish(
        self,
        missing: list[_Missing],
        known: dict[str, Finished],
        on_progress: Callable[[int], None] | None,
    ) -> None:
        """Translate, make the glossary hold and remember, group by group, while the engine works ahead."""
        if not missing:
            return
        recipe = self.recipe
        copies = (copy for _, one in missing for copy in one.copies)
        attention = self.package.alignment and (recipe.links or any(one.plan.hangs for _, one in missing))
        translations = self.engine.stream(copies, hypotheses=recipe.beam_size, attention=attention)
        pending: deque[tuple[list[_Missing], Future[list[Finished]]]] = deque()

        def settle() -> None:
            group, future = pending.popleft()
            finished = future.result()
            if self.memory is not None:
                self.memory.store(
                    (key, one.plan.source, segment) for (key, one), segment in zip(group, finished, strict=True)
                )
            known.update((key, segment) for (key, _), segment in zip(group, finished, strict=True))
            if on_progress is not None:
                on_progress(len(group))

        pool = ThreadPoolExecutor(_GROUPS_AT_ONCE)
        try:
            for group in _groups(missing):
                tasks = [one for _, one in group]
                translated = list(itertools.islice(translations, sum(len(one.plan.cores) for one in tasks)))
                made = pool.submit(
                    finish, self.engine, tasks, translated, beam=self.recipe.beam_size, links=self.recipe.links
                )
                pending.append((group, made))
                while pending and (len(pending) == _GROUPS_AT_ONCE or pending[0][1].done()):
                    settle()
            while pending:
                settle()
        finally:  # a failure or Ctrl-C does not wait for the groups at hand
            pool.shutdown(wait=False, cancel_futures=True)

    @property
    def _basis(self) -> str:
        parts = {
            name: value
            for name, value in self.signature.fields
            if name not in ("splitter", "glossary") and not name.startswith("memory")
        }
        return "|".join(f"{name}:{value}" for name, value in (*parts.items(), ("links", str(self.recipe.links))))

    @property
    def _model_digest(self) -> str:
        with self._loading:
            self._digest = self._digest or self.package.digest()
            return self._digest


def _key(basis: str, source: str, matches: tuple[Match, ...], fixed: tuple[Span, ...] = ()) -> str:
    """The memory's key: everything that decides the segment's English, and only that.

    The source counts as it is written: spans point into it.

    The glossary counts through the entries that the segment mentions, so that editing one line of
    it sends only those segments to the model again.
    """
    entries = [
        f"{match.span.start}-{match.span.end} {match.entry.policy.value} {match.entry.kind.value} "
        + "|".join(match.renderings)
        for match in matches
    ]
    entries += [f"fixed {span.start}-{span.end}" for span in fixed]
    return hashlib.blake2b("\0".join((basis, source, *entries)).encode(), digest_size=16).hexdigest()


def _linked(source: str, segment: Finished) -> Finished:
    """A segment that a person made, with word links from the table alone."""
    from pipeline.alignment.words import link_units

    (unit,) = link_units([Unit("", source, segment.target)])
    return replace(segment, links=unit.links)


def _groups(missing: list[_Missing]) -> Iterator[list[_Missing]]:
    """Runs of segments that are remembered together: small ones first, so that a run killed early leaves something."""
    start, size = 0, _FIRST_GROUP
    while start < len(missing):
        yield missing[start : start + size]
        start, size = start + size, min(2 * size, _GROUP)


def _windows(sources: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(sources)
    while window := list(itertools.islice(iterator, size)):
        yield window
