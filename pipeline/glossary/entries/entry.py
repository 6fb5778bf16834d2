"""What one line of a glossary says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(str, Enum):
    """What the source names; decides its inflection and how strictly its case is read."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    DEMONYM = "demonym"
    TERM = "term"


class Policy(str, Enum):
    """How binding an entry is.

    must: an accepted form stands in the English, or the segment carries an error. prefer: an accepted
    form is written where the model agrees, else a warning. keep: the source is copied as it is.
    forbid: none of the targets may render the source.
    """

    MUST = "must"
    PREFER = "prefer"
    KEEP = "keep"
    FORBID = "forbid"


@dataclass(frozen=True, slots=True)
class Entry:
    """A French term and the English forms agreed for it.

    source: the French form, written with the case it has in running text. A leading article in lower
    case (`la Manche`) asks for that article, or its contraction, before the term and is no part of it.
    targets: accepted English forms, the first is the one to write; for `forbid`, the forms refused;
    for `keep`, the source itself. For a demonym, a target such as `Russia's` accepts the country where
    it does an adjective's work: `Russia's`, `of Russia`, `in Russia`, `from Russia`.
    file, line: where it was read (1-based; 0 for entries made in code).
    """

    source: str
    targets: tuple[str, ...]
    kind: Kind = Kind.TERM
    policy: Policy = Policy.MUST
    notes: str = ""
    file: str = ""
    line: int = 0

    @property
    def rendering(self) -> str:
        """The English form to write."""
        return self.targets[0]

    @property
    def place(self) -> str:
        """Where the entry was read, `file:line`, fit for a message."""
        return f"{self.file}:{self.line}" if self.file else "(no file)"
