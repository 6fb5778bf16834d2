"""The waist of the pipeline: every producer returns a `Bitext`, every check and writer takes one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType

from pipeline.bitext.code import Code
from pipeline.bitext.document import Document
from pipeline.bitext.signature import Signature
from pipeline.text.span import Span

_BEAD = re.compile(r"(\d{1,4})-(\d{1,4})")


class Severity(str, Enum):
    """How bad a flag is; `error` fails a run under `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Origin(str, Enum):
    """Who made a target: the model now, the memory, a person, or whoever wrote a file that does not say."""

    MACHINE = "machine"
    MEMORY = "memory"
    HUMAN = "human"
    UNKNOWN = "unknown"

    @property
    def is_machine(self) -> bool:
        """Whether it is known that a machine made it."""
        return self in (Origin.MACHINE, Origin.MEMORY)


class Review(str, Enum):
    """What a reviewer said of a unit.

    `draft`: something was typed and not finished. `edited`: the target is the reviewer's, finished. `approved`: the
    pair is right, whoever wrote it; only these are remembered.
    """

    NONE = ""
    DRAFT = "draft"
    EDITED = "edited"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reader should look at in one unit.

    code: the check's name, such as `term-missing`. message: one plain sentence.
    source, target: the characters of `Unit.source` and `Unit.target` it is about, where known.
    """

    code: str
    severity: Severity
    message: str
    source: Span | None = None
    target: Span | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A glossary entry found in a unit's source, and what became of it.

    term: the entry's French form; rendering: the accepted English form found in the target, or the
    form that should stand there. kind and policy as in the glossary. source, target: spans in
    `Unit.source` and `Unit.target`; target is None where the rendering is missing (and for `forbid`).
    step: the step of the enforcement that satisfied it (`plain`, `hypothesis`, …) or `missing`.
    score_before, score_after: mean log-probability per token of the sentence's plain translation and
    of the one taken, where a step changed it.
    """

    term: str
    rendering: str
    kind: str
    policy: str
    source: Span
    target: Span | None = None
    step: str = "plain"
    score_before: float | None = None
    score_after: float | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One translation unit: a source segment and its rendering.

    id: unique and stable within the bitext, `s0001` upwards. paragraph: 0-based.
    source_span, target_span: characters of the source (and, for an aligned translation, target)
    document's text. bead: how many sentences stand on either side, `1-1` for a translation.
    score: mean log-probability per token (natural, at most 0) from the model, or the confidence
    (0 to 1) of an alignment; None where nothing was measured. links: pairs of spans in `source` and
    `target` whose words render each other, ordered by source. review: what a reviewer said of it.
    risk: how likely it needs a person's hand, 0 to 1 (`quality/risk.py`); None where no check has run.
    source_codes, target_codes: formatting, with places in `source` and `target`, ordered by place.
    """

    id: str
    source: str
    target: str
    paragraph: int = 0
    source_span: Span | None = None
    target_span: Span | None = None
    bead: str = "1-1"
    origin: Origin = Origin.MACHINE
    score: float | None = None
    mentions: tuple[Mention, ...] = ()
    flags: tuple[Flag, ...] = ()
    links: tuple[tuple[Span, Span], ...] = ()
    review: Review = Review.NONE
    risk: float | None = None
    source_codes: tuple[Code, ...] = ()
    target_codes: tuple[Code, ...] = ()

    @property
    def bead_sizes(self) -> tuple[int, int]:
        """How many sentences stand on either side, as `bead` says; 1 and 1 where it says nothing of the form `2-1`."""
        match = _BEAD.fullmatch(self.bead)
        return (int(match[1]), int(match[2])) if match else (1, 1)


@dataclass(frozen=True, slots=True)
class Bitext:
    """Ordered units of one document, with what is needed to say where they come from.

    document: the source it was made from, where there is one (a TMX read back has none).
    metadata: facts about the document, such as `date`; `signature`: what made it.
    """

    name: str
    units: tuple[Unit, ...]
    source_language: str = "fr"
    target_language: str = "en"
    metadata: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    signature: Signature | None = None
    document: Document | None = None

    def paired(self) -> Bitext:
        """The bitext without the units one of whose sides has no text."""
        return replace(self, units=tuple(unit for unit in self.units if unit.source.strip() and unit.target.strip()))

    def paragraphs(self) -> Iterator[tuple[Unit, ...]]:
        """The units of each paragraph, in order; paragraphs without units are passed over."""
        group: list[Unit] = []
        for unit in self.units:
            if group and unit.paragraph != group[0].paragraph:
                yield tuple(group)
                group = []
            group.append(unit)
        if group:
            yield tuple(group)


def unit_identifier(index: int) -> str:
    """The id of the unit at 0-based `index`: `s0001` for 0, more digits past 9,999."""
    return f"s{index + 1:04d}"
