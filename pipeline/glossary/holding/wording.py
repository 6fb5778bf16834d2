"""What is said of an entry that no step made hold: one wording, for translation and for every later check."""

from __future__ import annotations

from pipeline.bitext import Flag, Mention, Severity

CODE = "term-missing"

_SEVERITIES = {"must": Severity.ERROR, "keep": Severity.ERROR, "prefer": Severity.WARNING}


def missing_flag(mention: Mention) -> Flag | None:
    """The flag of a mention without a place in the target; None for one that has its place, or is forbidden.

    An error under `must` and `keep`, a warning under `prefer`; the span is the mention's, in the source.
    """
    severity = _SEVERITIES.get(mention.policy)
    if mention.target is not None or severity is None:
        return None
    return Flag(CODE, severity, f"“{mention.term}” should read “{mention.rendering}”", mention.source)
