"""Concepts of a termbase, with terms of either language and how each term stands, as entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from pipeline.glossary.entries.entry import Entry, Policy
from pipeline.glossary.entries.reading import make_entry


class Standing(IntEnum):
    """How a term stands among those of its concept, the one to use first."""

    PREFERRED = 0
    UNMARKED = 1
    ADMITTED = 2
    FORBIDDEN = 3


_STANDINGS = {
    **dict.fromkeys(("preferred", "standardized", "standardised", "privilégié", "recommandé"), Standing.PREFERRED),
    **dict.fromkeys(("admitted", "accepted", "allowed", "admis", "toléré"), Standing.ADMITTED),
    **dict.fromkeys(
        (
            *("forbidden", "deprecated", "superseded", "obsolete", "rejected", "notrecommended", "donotuse", "banned"),
            *("interdit", "proscrit", "rejeté", "déconseillé", "obsolète", "périmé", "àproscrire", "àéviter"),
        ),
        Standing.FORBIDDEN,
    ),
}
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A term of one language and how it stands."""

    text: str
    standing: Standing = Standing.UNMARKED


def standing_of(status: str) -> Standing:
    """What an administrative status or a normative authorisation says: `deprecatedTerm-admn-sts` is forbidden."""
    words = "".join(_LETTERS.findall(status.lower())).removesuffix("admnsts").removesuffix("term")
    return _STANDINGS.get(words, Standing.UNMARKED)


def concept_entries(
    french: Sequence[Term],
    english: Sequence[Term],
    *,
    kind: str,
    policy: str,
    notes: str = "",
    file: str = "",
    line: int = 0,
) -> Iterator[tuple[Entry | None, list[tuple[str, str]]]]:
    """The entries of a concept, with the faults of each as (code, message).

    One for each French term, with the English ones in the order of their standing; and one more that forbids, where
    English terms are forbidden.
    """
    ranked = sorted(english, key=lambda term: term.standing)
    accepted = [term.text for term in ranked if term.standing is not Standing.FORBIDDEN]
    refused = [term.text for term in ranked if term.standing is Standing.FORBIDDEN and term.text not in accepted]
    binding = Policy.MUST.value if policy == Policy.FORBID.value else policy
    if policy == Policy.FORBID.value and not refused:
        accepted, refused = [], accepted
    for source in dict.fromkeys(term.text for term in french):
        for targets, way in ((accepted, binding), (refused, Policy.FORBID.value)):
            if targets:
                yield make_entry(source, targets, kind, way, notes, file=file, line=line)
