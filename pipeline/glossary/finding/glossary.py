"""A set of entries, ready to be looked for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from pipeline.bitext import Span
from pipeline.errors import GlossaryError
from pipeline.glossary.entries.entry import Entry, Kind
from pipeline.glossary.entries.faults import faults
from pipeline.glossary.entries.merging import source_key
from pipeline.glossary.entries.reading import refuse
from pipeline.glossary.finding.mentions import Detector, Match, split_article, without_overlaps

_SHORTEST_PART = 3  # letters of a name's part that is looked for alone


class Glossary:
    """Entries in order; where two have the same source, the later one counts."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Take `entries` as they are; they are compiled when the first sentence is looked at."""
        self._entries = {source_key(entry): entry for entry in entries}
        self._added: tuple[Entry, ...] = ()  # compiled apart from the rest

    @classmethod
    def load(cls, paths: Sequence[Path]) -> Glossary:
        """Read glossary files; entries of a later file replace those of an earlier one with the same source.

        Raises GlossaryError for a file that cannot be read and, with every line named, for missing cells,
        unknown kinds or policies, duplicates and contradictions within one file.
        """
        entries: list[Entry] = []
        for path in paths:
            found, problems = faults(path)
            refuse(problems)
            entries += found
        return cls(entries)

    @classmethod
    def default(cls) -> Glossary:
        """The glossaries that come with bitexte; `world.tsv` first, so that the others may refine it."""
        return cls.load(default_paths())

    def __len__(self) -> int:
        """The number of entries."""
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        """The entries, in the order of their sources' first line."""
        return iter(self._entries.values())

    def find(self, sentence: str) -> tuple[Match, ...]:
        """The mentions in `sentence` with spans in it, ordered by start (see `Detector.find`)."""
        if not self._added:
            return self._detector.find(sentence)
        return without_overlaps(self._detector.candidates(sentence) + self._detector_of_added.candidates(sentence))

    def spellings(self, text: str) -> list[tuple[Span, str]]:
        """The names in a text in capitals, as running text spells them; only where that is as long."""
        return [
            (match.span, source)
            for match in self.find(text)
            if len(source := split_article(match.entry.source)[0]) == match.span.end - match.span.start
        ]

    def with_surnames(self, sentences: Iterable[str]) -> Glossary:
        """This glossary and, for each person whose full name stands in `sentences`, the parts of the name alone.

        `Kim Jong Un` found, `Kim` and `Un` are rendered as in it; only names with as many words in English
        as in French have parts, and entries that are there already win.
        """
        people = {
            match.entry
            for sentence in sentences
            for match in self.find(sentence)
            if match.entry.kind is Kind.PERSON and " " in match.entry.source
        }
        parts = [part for entry in sorted(people, key=lambda entry: entry.source) for part in _name_parts(entry)]
        new = {key: part for part in parts if (key := source_key(part)) not in self._entries}
        return self._with(new) if new else self

    def _with(self, new: dict[tuple[str, bool], Entry]) -> Glossary:
        """This glossary and entries, by keys that it does not have; what is compiled already stays so."""
        wider = Glossary(())
        wider._entries = {**new, **self._entries}
        wider.__dict__["_detector"] = self._detector
        wider._added = (*self._added, *new.values())
        return wider

    def digest(self) -> str:
        """Sixteen hexadecimal digits that stand for the entries' content, whatever their order and files."""
        lines = sorted(
            "\t".join((entry.source, "|".join(entry.targets), entry.kind.value, entry.policy.value)) for entry in self
        )
        return hashlib.blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()

    @cached_property
    def _detector(self) -> Detector:
        return Detector(self)

    @cached_property
    def _detector_of_added(self) -> Detector:
        return Detector(self._added)


def _name_parts(entry: Entry) -> list[Entry]:
    """The first and the last word of a person's name as entries, where the English has as many words."""
    words = entry.source.split()
    renderings = [target.split() for target in entry.targets if len(target.split()) == len(words)]
    parts = []
    for index in (0, len(words) - 1) if renderings else ():
        # `Il` of Kim Jong Il and `Un` of Kim Jong Un open half of all French sentences.
        if len(words[index]) >= _SHORTEST_PART and words[index][0].isupper():
            targets = tuple(dict.fromkeys(rendering[index] for rendering in renderings))
            parts.append(replace(entry, source=words[index], targets=targets, notes=f"part of {entry.source}"))
    return parts


def default_paths() -> list[Path]:
    """The packaged glossaries: `pipeline/glossaries` in an installed wheel, else the repository's folder."""
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "glossaries", package.parent / "glossaries"):
        files = sorted(folder.glob("*.tsv"), key=lambda path: (path.name != "world.tsv", path.name))
        if files:
            return files
    raise GlossaryError(f"no glossary (*.tsv) in {package.parent / 'glossaries'}")
