"""Flags as tab-separated rows, for translations that pass line by line and leave no other file."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.bitext import Unit

FLAG_COLUMNS = ("line", "severity", "code", "source", "target", "message")
"""line: from 1. source, target: `start-end` in characters of the raw text, empty where the flag names no place."""


def flag_rows(line: int, unit: Unit) -> Iterator[str]:
    """One row a flag, ending with `\\n`; the columns are `FLAG_COLUMNS`, white space in messages becomes one blank."""
    for flag in unit.flags:
        places = ("" if span is None else f"{span.start}-{span.end}" for span in (flag.source, flag.target))
        yield "\t".join((str(line), flag.severity.value, flag.code, *places, " ".join(flag.message.split()))) + "\n"
