"""One loaded model, glossary and memory; French segments in, finished English segments out."""

from __future__ import annotations

import hashlib
import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pipeline.bitext import Flag, Mention, Origin, Signature, Span, Unit
from pipeline.carrying.plan import PLAN_VERSION, plan
from pipeline.formats.provenance import TOOL, tool_version
from pipeline.glossary.finding.glossary import Glossary, default_paths
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.enforcement import ENFORCEMENT_VERSION, audit
from pipeline.memory import Approved, Finished, Memory, source_key
from pipeline.segmentation import SPLITTER_VERSION
from pipeline.translation.catalogue import select_package
from pipeline.translation.engine import BEAM_SIZE, Engine
from pipeline.translation.package import Package
from pipeline.translation.selftest import require_sane
from pipeline.translation.typography import TYPOGRAPHY_VERSION
from pipeline.workflow.finishing import Task, finish, task

# A kill loses at most the groups that were being finished and what the engine had read ahead.
_WINDOW, _FIRST_GROUP, _GROUP = 1024, 8, 64
_GROUPS_AT_ONCE = 3  # repairs go step by step: while one group waits for its last sentence, another fills the cores

_Missing = tuple[str, Task]  # with its key


@dataclass
class Session:
    """What a run needs, loaded when it is first needed and shared by its documents.

    model: as for `select_package`. glossaries: files whose later entries override earlier ones; None
    for those that come with bitexte, () for none. memory: the SQLite file, or None to remember nothing.
    threads: cores to use, all by default. override: a glossary for the document at hand alone; it may be
    changed between documents. links: whether to link the words of both sides. reused: segments taken
    from the memory so far.
    """

    model: str | None = None
    glossaries: Sequence[Path] | None = None
    memory_path: Path | None = None
    beam_size: int = BEAM_SIZE
    threads: int | None = None
    override: Path | None = None
    links: bool = True
    reused: int = field(default=0, init=False)
    _loaded: dict[Path | None, Glossary] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def package(self) -> Package:
        """The chosen package. Raises ModelError."""
        return select_package(self.model)

    @cached_property
    def engine(self) -> Engine:
        """The loaded model, after its self-test. Raises ModelError."""
        engine = Engine(self.package, beam_size=self.beam_size, threads=self.threads)
        require_sane(engine)
        return engine

    @property
    def glossary(self) -> Glossary:
        """The entries that must hold, with those of `override` on top. Raises GlossaryError."""
        if self.override not in self._loaded:
            paths = default_paths() if self.glossaries is None else list(self.glossaries)
            self._loaded[self.override] = Glossary.load(paths if self.override is None else [*paths, self.override])
        return self._loaded[self.override]

    @cached_property
    def memory(self) -> Memory | None:
        """The open memory. Raises OutputError."""
        return None if self.memory_path is None else Memory(self.memory_path)

    @property
    def approved(self) -> dict[str, str]:
        """What people approved so far: English by French, ordered."""
        return {} if self.memory is None else {pair.source: pair.target for pair in self.memory.approved().values()}

    @property
    def signature(self) -> Signature:
        """What makes this session's results what they are."""
        from importlib.metadata import version

        return Signature(
            (
                (TOOL, tool_version()),
                ("package", self.package.version.replace("|", "/")),
                ("model", self._model_digest[:16]),
                ("splitter", SPLITTER_VERSION),
                ("typography", TYPOGRAPHY_VERSION),
                ("spans", PLAN_VERSION),
                ("terms", ENFORCEMENT_VERSION),
                ("glossary", self.glossary.digest() if len(self.glossary) else "none"),
                ("decoding", self._decoding),
                ("ctranslate2", version("ctranslate2")),
            )
        )

    @property
    def warnings(self) -> list[str]:
        """What the user should hear about the session itself, such as a damaged memory."""
        return [] if self.memory is None else list(self.memory.warnings)

    def translate(
        self,
        sources: Iterable[str],
        on_progress: Callable[[int], None] | None = None,
        *,
        glossary: Glossary | None = None,
        fixed: Mapping[str, tuple[Span, ...]] | None = None,
    ) -> Iterator[Finished]:
        """The English of each source segment, in order; about a thousand are in memory at a time.

        glossary: in place of the session's, for the document at hand. fixed: by source, the spans of it that are
        carried as they are. on_progress is called with the number of segments finished since the last call.
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
            known |= self._approved(window, matches, keys, approved)
            self.reused += sum(key in known for key in keys)
            missing = {key: index for index, key in enumerate(keys) if key not in known}
            if on_progress is not None:
                on_progress(len(window) - len(missing))
            self._finish([(key, tasks[index]) for key, index in missing.items()], known, on_progress)
            for key in keys:
                yield known[key]

    def close(self) -> None:
        """Close the memory, if it was opened."""
        if "memory" in self.__dict__ and self.memory is not None:
            self.memory.close()

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
                found[key] = _linked(source, made) if self.links else made
        return found

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
        copies = (copy for _, one in missing for copy in one.copies)
        attention = self.package.alignment and (self.links or any(one.plan.hangs for _, one in missing))
        translations = self.engine.stream(copies, hypotheses=self.beam_size, attention=attention)
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
                made = pool.submit(finish, self.engine, tasks, translated, beam=self.beam_size, links=self.links)
                pending.append((group, made))
                while pending and (len(pending) == _GROUPS_AT_ONCE or pending[0][1].done()):
                    settle()
            while pending:
                settle()
        finally:  # a failure or Ctrl-C does not wait for the groups at hand
            pool.shutdown(wait=False, cancel_futures=True)

    @property
    def _basis(self) -> str:
        parts = {name: value for name, value in self.signature.fields if name not in ("splitter", "glossary")}
        return "|".join(f"{name}:{value}" for name, value in (*parts.items(), ("links", str(self.links))))

    @cached_property
    def _model_digest(self) -> str:
        return self.package.digest()

    @property
    def _decoding(self) -> str:
        return Engine.options_for(self.beam_size)


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
