"""Units, flags and mentions as plain JSON values and back; the keys are the fields' names."""

from __future__ import annotations

import re
from typing import Any

from pipeline.bitext import Code, CodeKind, Flag, Mention, Origin, Review, Severity, Span, Unit
from pipeline.files.limits import limits, raised_by

Record = dict[str, Any]
_BEAD = re.compile(r"[0-9]{1,6}-[0-9]{1,6}")


def require_text(field: str, value: object) -> None:
    """Raise TypeError for anything but a string, ValueError for one beyond the limit of a cell (but a whole text)."""
    if not isinstance(value, str):
        raise TypeError(f"{field} is not a string")
    if field != "text" and len(value) > limits().cell:
        raise ValueError(f"{field} has more than {limits().cell:,} characters{raised_by('cell')}")


def require_number(field: str, value: object) -> None:
    """Raise TypeError for anything but a number or None."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise TypeError(f"{field} is not a number")


def span_record(span: Span | None) -> list[int] | None:
    """`[start, end]`, code points."""
    return None if span is None else [span.start, span.end]


def parse_span(value: list[int] | None) -> Span | None:
    """The span that `span_record` wrote. Raises ValueError or TypeError for anything else."""
    if value is None:
        return None
    start, end = value
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise ValueError(f"not a span: {value}")
    return Span(start, end)


def flag_record(flag: Flag) -> Record:
    """A flag; spans that are not known are left out."""
    record: Record = {"code": flag.code, "severity": flag.severity.value, "message": flag.message}
    return record | _known(source=span_record(flag.source), target=span_record(flag.target))


def parse_flag(record: Record) -> Flag:
    """The flag that `flag_record` wrote. Raises KeyError, ValueError or TypeError for anything else."""
    for field in ("code", "message"):
        require_text(field, record[field])
    return Flag(
        record["code"],
        Severity(record["severity"]),
        record["message"],
        parse_span(record.get("source")),
        parse_span(record.get("target")),
    )


def mention_record(mention: Mention) -> Record:
    """A mention; what is not known is left out."""
    record: Record = {
        "term": mention.term,
        "rendering": mention.rendering,
        "kind": mention.kind,
        "policy": mention.policy,
        "source": span_record(mention.source),
    }
    return record | _known(
        target=span_record(mention.target),
        step=mention.step,
        score_before=mention.score_before,
        score_after=mention.score_after,
    )


def parse_mention(record: Record) -> Mention:
    """The mention that `mention_record` wrote. Raises KeyError, ValueError or TypeError for anything else."""
    source = parse_span(record["source"])
    if source is None:
        raise ValueError("a mention without a span in the source")
    for field in ("term", "rendering", "kind", "policy"):
        require_text(field, record[field])
    require_text("step", record.get("step", ""))
    for field in ("score_before", "score_after"):
        require_number(field, record.get(field))
    return Mention(
        record["term"],
        record["rendering"],
        record["kind"],
        record["policy"],
        source,
        parse_span(record.get("target")),
        record.get("step", "plain"),
        record.get("score_before"),
        record.get("score_after"),
    )


def code_record(code: Code) -> list[int | str]:
    """The fields of a code, in order; empty ones at the end are left out."""
    fields: list[int | str] = [code.id, code.kind.value, code.at, code.order, code.type, code.native, code.shown]
    while not fields[-1] and len(fields) > 4:
        fields.pop()
    return fields


def parse_code(fields: list[Any]) -> Code:
    """The code that `code_record` wrote. Raises ValueError or TypeError for anything else."""
    number, kind, at, order, *rest = fields
    if not all(type(each) is int and each >= 0 for each in (number, at, order)):
        raise ValueError(f"not a code: {fields}")
    if len(rest) > 3 or not all(isinstance(each, str) for each in rest):
        raise ValueError(f"not a code: {fields}")
    return Code(number, CodeKind(kind), at, order, *rest)


def unit_record(unit: Unit) -> Record:
    """A unit with everything it holds; empty and unknown fields are left out."""
    record: Record = {"id": unit.id, "source": unit.source, "target": unit.target, "paragraph": unit.paragraph}
    record |= _known(source_span=span_record(unit.source_span), target_span=span_record(unit.target_span))
    record |= {"bead": unit.bead, "origin": unit.origin.value}
    if unit.score is not None:
        record["score"] = unit.score
    if unit.risk is not None:
        record["risk"] = unit.risk
    if unit.mentions:
        record["mentions"] = [mention_record(mention) for mention in unit.mentions]
    if unit.flags:
        record["flags"] = [flag_record(flag) for flag in unit.flags]
    if unit.review is not Review.NONE:
        record["review"] = unit.review.value
    for side, codes in (("source_codes", unit.source_codes), ("target_codes", unit.target_codes)):
        if codes:
            record[side] = [code_record(code) for code in codes]
    if unit.links:
        record["links"] = [[span_record(source), span_record(target)] for source, target in unit.links]
    return record


def parse_unit(record: Record) -> Unit:
    """The unit that `unit_record` wrote. Raises KeyError, ValueError or TypeError for anything else."""
    for field in ("id", "source", "target"):
        require_text(field, record[field])
    for field in ("score", "risk"):
        require_number(field, record.get(field))
    if type(record.get("paragraph", 0)) is not int:
        raise TypeError("paragraph is not a whole number")
    if not _BEAD.fullmatch(record.get("bead", "1-1")):
        raise ValueError("bead is not a pair of numbers such as 1-2")
    return Unit(
        id=record["id"],
        source=record["source"],
        target=record["target"],
        paragraph=record.get("paragraph", 0),
        source_span=parse_span(record.get("source_span")),
        target_span=parse_span(record.get("target_span")),
        bead=record.get("bead", "1-1"),
        origin=Origin(record.get("origin", "machine")),
        score=record.get("score"),
        risk=record.get("risk"),
        mentions=tuple(parse_mention(mention) for mention in record.get("mentions", ())),
        flags=tuple(parse_flag(flag) for flag in record.get("flags", ())),
        links=tuple(_parse_link(link) for link in record.get("links", ())),
        review=Review(record.get("review", "")),
        source_codes=tuple(parse_code(code) for code in record.get("source_codes", ())),
        target_codes=tuple(parse_code(code) for code in record.get("target_codes", ())),
    )


def _parse_link(pair: list[list[int]]) -> tuple[Span, Span]:
    source, target = (parse_span(span) for span in pair)
    if source is None or target is None:
        raise ValueError("a link without a span")
    return source, target


def _known(**fields: Any) -> Record:
    return {name: value for name, value in fields.items() if value is not None}
