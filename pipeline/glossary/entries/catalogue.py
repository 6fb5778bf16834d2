"""Glossaries as gettext catalogues, as Weblate and Pootle export them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pipeline.errors import GlossaryError, InputError
from pipeline.formats.gettext_reading import iterate_gettext
from pipeline.glossary.entries.entry import Entry
from pipeline.glossary.entries.merging import gathered
from pipeline.glossary.entries.reading import Problem, make_entry


def read_po(path: Path) -> tuple[list[Entry], list[Problem]]:
    """The translated entries of a catalogue from French to English or back; what is fuzzy or open is a warning.

    Raises GlossaryError where the file cannot be read or is of other languages.
    """
    name, left_out = str(path), Counter[str]()
    entries: list[Entry] = []
    problems: list[Problem] = []
    try:
        for unit in iterate_gettext(path, left_out):
            found, faults = make_entry(unit.source.strip(), [unit.target], "term", "must", file=name)
            problems += [Problem(name, 0, "error", code, message) for code, message in faults]
            entries += [found] if found is not None else []
    except InputError as error:
        raise GlossaryError(str(error)) from error
    for reason, count in sorted(left_out.items()):
        problems.append(Problem(name, 0, "warning", "left-out", f"{count} entries left out: {reason}"))
    return gathered(entries), problems
