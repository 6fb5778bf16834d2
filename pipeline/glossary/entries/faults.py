"""What is wrong inside one glossary file: broken lines, duplicates, contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.glossary.entries.entry import Entry
from pipeline.glossary.entries.files import read_glossary
from pipeline.glossary.entries.merging import source_key
from pipeline.glossary.entries.reading import Problem


def faults(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The entries of a file and its errors: broken lines, duplicates and contradictions."""
    entries, problems = read_glossary(path)
    problems += _repeated(entries)
    return entries, sorted(problems, key=lambda problem: problem.line)


def _repeated(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Entries whose source an earlier line has, and forms that are accepted and forbidden at once."""
    first: dict[tuple[str, bool], Entry] = {}
    for entry in entries:
        key = source_key(entry)
        earlier = first.setdefault(key, entry)
        if earlier is entry:
            other = first.get((key[0], not key[1]))
            both = sorted(set(entry.targets) & set(other.targets)) if other else []
            if other and both:
                message = f"{entry.source!r}: {both[0]!r} is both accepted and forbidden (line {other.line})"
                yield Problem(entry.file, entry.line, "error", "contradiction", message)
        elif (earlier.targets, earlier.policy) == (entry.targets, entry.policy):
            message = f"{entry.source!r} repeats line {earlier.line}"
            yield Problem(entry.file, entry.line, "error", "duplicate", message)
        else:
            message = f"{entry.source!r} ({_said(entry)}) contradicts line {earlier.line} ({_said(earlier)})"
            yield Problem(entry.file, entry.line, "error", "contradiction", message)


def _said(entry: Entry) -> str:
    return f"{entry.policy.value} {'|'.join(entry.targets)}"
