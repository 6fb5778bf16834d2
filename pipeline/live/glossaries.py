"""Glossaries that callers make and change while the server runs; each version has the hash of its content."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from pipeline.errors import GlossaryError, InputError
from pipeline.glossary.entries.entry import Entry, Kind, Policy
from pipeline.glossary.entries.reading import make_entry
from pipeline.glossary.entries.separated import tsv_text
from pipeline.glossary.finding.glossary import Glossary
from pipeline.live.store import KeptGlossary, Store
from pipeline.text.characters import valid_text

MOST_ENTRIES, MOST_GLOSSARIES = 20_000, 1_000
_COMPILED = 64
Row = tuple[str, ...]
"""source, target, and maybe kind, policy and notes."""


class UnknownGlossaryError(InputError):
    """There is no such glossary, or it is somebody else's."""


class Glossaries:
    """Those of all callers, over the server's own, which they override."""

    def __init__(self, store: Store, base: Glossary) -> None:
        self._store, self._base = store, base
        self._joined = lru_cache(_COMPILED)(self._join)

    def create(self, owner: str, name: str, rows: Iterable[Row]) -> KeptGlossary:
        """A new one. Raises GlossaryError, with every faulty row named."""
        if len(self._store.glossaries(owner)) >= MOST_GLOSSARIES:
            raise GlossaryError(f"at most {MOST_GLOSSARIES:,} glossaries")
        now = time.time()
        kept = _kept(secrets.token_hex(16), owner, name, entries_of(rows), now)
        self._store.keep_glossary(kept)
        return kept

    def change(self, owner: str, identifier: str, rows: Iterable[Row], name: str | None = None) -> KeptGlossary:
        """Another content under the same id; what is being translated keeps the old. Raises GlossaryError."""
        old = self.get(owner, identifier)
        made = _kept(identifier, owner, old.name if name is None else name, entries_of(rows), old.created)
        kept = replace(made, changed=time.time())
        self._store.keep_glossary(kept)
        return kept

    def get(self, owner: str, identifier: str) -> KeptGlossary:
        """Raises UnknownGlossaryError."""
        found = self._store.glossary(identifier, owner)
        if found is None:
            raise UnknownGlossaryError(f"no glossary {identifier}")
        return found

    def list(self, owner: str) -> Sequence[KeptGlossary]:
        """An owner's."""
        return self._store.glossaries(owner)

    def forget(self, owner: str, identifier: str) -> None:
        """Raises UnknownGlossaryError."""
        if not self._store.forget_glossary(identifier, owner):
            raise UnknownGlossaryError(f"no glossary {identifier}")

    def joined(self, owner: str, identifier: str | None, rows: Sequence[Row] = ()) -> Glossary:
        """The server's glossary with a caller's and further entries, the later winning. Raises GlossaryError."""
        kept = self.get(owner, identifier).entries if identifier else ""
        if not kept and not rows:
            return self._base
        return self._joined(kept, tuple(rows))

    def _join(self, kept: str, rows: tuple[Row, ...]) -> Glossary:
        glossary = Glossary(chain(self._base, entries_of(rows_of(kept)), entries_of(rows)))
        glossary.find("")  # compiled once, not by the first sentences of two callers
        return glossary


def entries_of(rows: Iterable[Row]) -> list[Entry]:
    """Entries: a term that must hold where no more is said. Raises GlossaryError, naming every faulty row."""
    entries: list[Entry] = []
    problems: list[str] = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_ENTRIES:
            raise GlossaryError(f"at most {MOST_ENTRIES:,} entries")
        source, target, kind, policy, notes = (*row, *[""] * 5)[:5]
        entry, faults = make_entry(
            _plain(source), _plain(target), kind or Kind.TERM.value, policy or Policy.MUST.value, _plain(notes)
        )
        problems += [f"entry {number}: {message}" for _, message in faults]
        if entry is not None:
            entries.append(entry)
    if problems:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise GlossaryError(f"{problems[0]}{more}", tuple(problems))
    return entries


def rows_of(entries: str) -> list[Row]:
    """The rows of a kept glossary."""
    return [tuple(line.split("\t")) for line in entries.split("\n")[1:] if line]


def _kept(identifier: str, owner: str, name: str, entries: Sequence[Entry], created: float) -> KeptGlossary:
    digest = Glossary(entries).digest()
    return KeptGlossary(identifier, owner, name, tsv_text(entries), digest, len(entries), created, created)


def _plain(text: str) -> str:
    return " ".join(valid_text(text).split())
