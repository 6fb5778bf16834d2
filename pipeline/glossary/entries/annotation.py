"""Kind, policy and notes in one comment, for formats that have a single column or element for them."""

from __future__ import annotations

import re

from pipeline.glossary.entries.entry import Entry, Kind, Policy

_FACT = re.compile(r"(kind|policy)=(\w+)\s*")


def annotate(entry: Entry) -> str:
    """`kind=place policy=must` and the entry's notes behind it."""
    return f"kind={entry.kind.value} policy={entry.policy.value} {entry.notes}".rstrip()


def read_annotation(comment: str) -> tuple[str, str, str]:
    """Kind, policy and notes of a comment; `term` and `must` where a foreign program wrote it."""
    facts = {"kind": Kind.TERM.value, "policy": Policy.MUST.value}
    position = 0
    while (fact := _FACT.match(comment, position)) is not None:
        facts[fact.group(1)] = fact.group(2)
        position = fact.end()
    return facts["kind"], facts["policy"], comment[position:].strip()
