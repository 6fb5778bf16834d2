"""What is wrong, doubtful or without effect in a glossary, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import GlossaryError
from pipeline.glossary.entries.entry import Entry, Policy
from pipeline.glossary.entries.faults import faults
from pipeline.glossary.entries.reading import Problem
from pipeline.glossary.finding.mentions import Detector, written_forms


def check(path: Path) -> list[Problem]:
    """Every problem of one glossary file, ordered by line; an unreadable file is a problem of line 0."""
    try:
        entries, problems = faults(path)
    except GlossaryError as error:
        return [Problem(str(path), 0, "error", "unreadable", str(error).removeprefix(f"{path}: "))]
    faulty = {problem.line for problem in problems}
    problems += _shadowed([entry for entry in entries if entry.line not in faulty])
    return sorted(problems, key=lambda problem: problem.line)


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
