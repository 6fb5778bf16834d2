"""What is wrong, doubtful or without effect in a glossary, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import GlossaryError
from pipeline.glossary.entry import Entry, Policy
from pipeline.glossary.files import read_glossary
from pipeline.glossary.glossary import source_key
from pipeline.glossary.mentions import Detector, written_forms
from pipeline.glossary.reading import Problem


def check(path: Path) -> list[Problem]:
    """Every problem of one glossary file, ordered by line; an unreadable file is a problem of line 0."""
    try:
        entries, problems = faults(path)
    except GlossaryError as error:
        return [Problem(str(path), 0, "error", "unreadable", str(error).removeprefix(f"{path}: "))]
    faulty = {problem.line for problem in problems}
    problems += _shadowed([entry for entry in entries if entry.line not in faulty])
    return sorted(problems, key=lambda problem: problem.line)


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


def _shadowed(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Entries that can never be found, or one of whose derived forms another line claims."""
    detector = Detector(entries)
    owners: dict[str, Entry] = {}
    for entry in entries:
        if entry.policy is not Policy.FORBID:
            owners.setdefault(entry.source, entry)
    for entry in entries:
        if entry.policy is Policy.FORBID:
            continue
        sentence = f"ou {entry.source}"
        found = [match.entry for match in detector.find(sentence) if match.entry.policy is not Policy.FORBID]
        if entry not in found:
            by = f"{found[0].source!r} (line {found[0].line})" if found else "nothing: its form is never matched"
            message = f"{entry.source!r} is shadowed by {by}"
            yield Problem(entry.file, entry.line, "warning", "shadowed", message)
            continue
        for form in written_forms(entry):
            owner = owners.get(form.text)
            if form.derived and owner is not None and owner is not entry:
                message = f"{form.text!r}, a form of {entry.source!r}, is left to line {owner.line}"
                yield Problem(entry.file, entry.line, "note", "shadowed", message)


def _said(entry: Entry) -> str:
    return f"{entry.policy.value} {'|'.join(entry.targets)}"
