"""What a run says of one document: counts, flags, the fate of every glossary mention, signature."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.bitext import Bitext, Severity


def report(
    bitext: Bitext,
    *,
    warnings: Iterable[str] = (),
    changed: Mapping[str, int] | None = None,
    run: Mapping[str, float | int] | None = None,
) -> dict[str, Any]:
    """A JSON-ready report.

    changed: how many characters writers had to replace or drop, by `format:kind`. run: what differs
    between equal runs (seconds, segments reused); leave it out where the bytes must be equal.
    """
    severities = Counter(flag.severity for unit in bitext.units for flag in unit.flags)
    made: dict[str, Any] = {
        "name": bitext.name,
        "metadata": dict(sorted(bitext.metadata.items())),
        "signature": str(bitext.signature or ""),
        "counts": {
            "paragraphs": len({unit.paragraph for unit in bitext.units}),
            "units": len(bitext.units),
            "source_characters": sum(len(unit.source) for unit in bitext.units),
            "target_characters": sum(len(unit.target) for unit in bitext.units),
            "origins": dict(sorted(Counter(unit.origin.value for unit in bitext.units).items())),
            "flagged_units": sum(bool(unit.flags) for unit in bitext.units),
            **{f"{severity.value}s": severities[severity] for severity in Severity},
        },
        "flags": _flags(bitext),
        "terms": term_audit(bitext),
        "warnings": list(warnings),
        "changed_characters": dict(sorted((changed or {}).items())),
    }
    if run is not None:
        made["run"] = dict(run)
    return made


def term_audit(bitext: Bitext) -> list[dict[str, Any]]:
    """Per glossary entry mentioned: policy, mentions, renderings used, the steps that satisfied it, misses.

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
            {
                "term": term,
                "kind": kind,
                "policy": policy,
                "mentions": len(found),
                "renderings": dict(Counter(mention.rendering for mention in satisfied).most_common()),
                "steps": dict(sorted(Counter(mention.step for mention in satisfied).items())),
                "missed": [identifier for identifier, mention in found if mention.step == "missing"],
            }
        )
    return sorted(audit, key=lambda row: (-row["mentions"], row["term"]))


def _flags(bitext: Bitext) -> list[dict[str, Any]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for unit in bitext.units:
        for code, severity in dict.fromkeys((flag.code, flag.severity.value) for flag in unit.flags):
            found[code, severity].append(unit.id)
    return [
        {"code": code, "severity": severity, "units": identifiers}
        for (code, severity), identifiers in sorted(found.items())
    ]
