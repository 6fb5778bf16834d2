"""What a run says of one document: counts, flags, the fate of every glossary mention, signature."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.bitext import Bitext, Severity, Unit

WORST = 10
"""Segments that a report names as the ones to look at first."""


@dataclass(frozen=True, slots=True)
class FlagCount:
    """A kind of flag in one severity, and the units that have it."""

    code: str
    severity: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worst:
    """A unit to look at first: its risk, 0 to 1, and the kinds of its flags."""

    id: str
    risk: float | None
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermAudit:
    """What became of the mentions of one entry.

    renderings and steps: how often each satisfied a mention. missed: the units of the others.
    """

    term: str
    kind: str
    policy: str
    mentions: int
    renderings: Mapping[str, int]
    steps: Mapping[str, int]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of one document; `asdict` makes it ready for JSON.

    changed_characters: how many characters writers had to replace or drop, by `format:kind`. run: what differs
    between equal runs (seconds, segments reused); None where the bytes must be equal.
    """

    name: str
    metadata: Mapping[str, str]
    signature: str
    counts: Mapping[str, Any]
    flags: tuple[FlagCount, ...]
    worst: tuple[Worst, ...]
    terms: tuple[TermAudit, ...]
    warnings: tuple[str, ...]
    changed_characters: Mapping[str, int]
    run: Mapping[str, float | int] | None = None

    def record(self) -> dict[str, Any]:
        """The report as JSON has it; without `run` where there is none."""
        made = asdict(self)
        if self.run is None:
            del made["run"]
        return made


def report(
    bitext: Bitext,
    *,
    warnings: Iterable[str] = (),
    changed: Mapping[str, int] | None = None,
    run: Mapping[str, float | int] | None = None,
) -> Report:
    """The report of a document that was checked; changed and run as `Report` has them."""
    return Report(
        name=bitext.name,
        metadata=dict(sorted(bitext.metadata.items())),
        signature=str(bitext.signature or ""),
        counts=_counts(bitext),
        flags=tuple(_flags(bitext)),
        worst=tuple(
            Worst(unit.id, unit.risk, tuple(dict.fromkeys(flag.code for flag in unit.flags))) for unit in worst(bitext)
        ),
        terms=tuple(term_audit(bitext)),
        warnings=tuple(warnings),
        changed_characters=dict(sorted((changed or {}).items())),
        run=None if run is None else dict(run),
    )


def _counts(bitext: Bitext) -> dict[str, Any]:
    severities = Counter(flag.severity for unit in bitext.units for flag in unit.flags)
    return {
        "paragraphs": len({unit.paragraph for unit in bitext.units}),
        "units": len(bitext.units),
        "source_characters": sum(len(unit.source) for unit in bitext.units),
        "target_characters": sum(len(unit.target) for unit in bitext.units),
        "origins": dict(sorted(Counter(unit.origin.value for unit in bitext.units).items())),
        "flagged_units": sum(bool(unit.flags) for unit in bitext.units),
        **{f"{severity.value}s": severities[severity] for severity in Severity},
    }


def worst(bitext: Bitext, most: int = WORST) -> list[Unit]:
    """The units to look at first: by falling risk, at most `most`, none without a flag but notes.

    Where no check has run, none.
    """
    flagged = (unit for unit in bitext.units if unit.risk and any(f.severity is not Severity.NOTE for f in unit.flags))
    return sorted(flagged, key=lambda unit: -(unit.risk or 0.0))[:most]


def findings(bitext: Bitext) -> str:
    """What was found, by kind, and where to look first: `2 errors, 1 warning: 2 term-missing, 1 number; first s0012`.

    Units are counted, once for each kind, the worst kind first; notes are not.
    """
    counts: Counter[tuple[bool, str]] = Counter()
    severities: Counter[Severity] = Counter()
    for unit in bitext.units:
        severities.update(flag.severity for flag in unit.flags)
        worst_of = {flag.code: flag.severity for flag in reversed(unit.flags) if flag.severity is not Severity.NOTE}
        worst_of |= {flag.code: flag.severity for flag in unit.flags if flag.severity is Severity.ERROR}
        counts.update((severity is not Severity.ERROR, code) for code, severity in worst_of.items())
    said = ", ".join(
        f"{severities[severity]} {severity.value}{'' if severities[severity] == 1 else 's'}"
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    if not counts:
        return said
    kinds: dict[str, int] = {}
    for (_, code), count in sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        kinds[code] = kinds.get(code, 0) + count
    first = worst(bitext, 1)
    where = f"; first {first[0].id}" if first else ""
    return f"{said}: {', '.join(f'{count} {code}' for code, count in kinds.items())}{where}"


def term_audit(bitext: Bitext) -> list[TermAudit]:
    """What became of the glossary entries mentioned.

    Ordered by falling number of mentions, then by term.
    """
    entries: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for unit in bitext.units:
        for mention in unit.mentions:
            entries[mention.term, mention.kind, mention.policy].append((unit.id, mention))
    audit = []
    for (term, kind, policy), found in entries.items():
        satisfied = [mention for _, mention in found if mention.step != "missing"]
        audit.append(
            TermAudit(
                term=term,
                kind=kind,
                policy=policy,
                mentions=len(found),
                renderings=dict(Counter(mention.rendering for mention in satisfied).most_common()),
                steps=dict(sorted(Counter(mention.step for mention in satisfied).items())),
                missed=tuple(identifier for identifier, mention in found if mention.step == "missing"),
            )
        )
    return sorted(audit, key=lambda row: (-row.mentions, row.term))


def _flags(bitext: Bitext) -> list[FlagCount]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for unit in bitext.units:
        for code, severity in dict.fromkeys((flag.code, flag.severity.value) for flag in unit.flags):
            found[code, severity].append(unit.id)
    return [FlagCount(code, severity, tuple(identifiers)) for (code, severity), identifiers in sorted(found.items())]
