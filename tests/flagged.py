"""What a check says of one pair of texts."""

from __future__ import annotations

from pipeline.bitext import Flag, Unit
from pipeline.quality.check import Check
from pipeline.quality.registry import CHECKS


def flags_of(code: str, source: str, target: str) -> list[Flag]:
    """The flags of the check `code`, which must be its own, of one line, and about what is there."""
    check = CHECKS[code]
    assert isinstance(check, Check)
    flags = list(check.inspect(Unit("s0001", source, target)))
    assert all(flag.code == code and "\n" not in flag.message for flag in flags)
    for flag in flags:
        assert flag.source is None or flag.source.end <= len(source)
        assert flag.target is None or flag.target.end <= len(target)
    return flags


def severities(code: str, source: str, target: str) -> list[str]:
    """The severities of its flags, in order."""
    return [flag.severity.value for flag in flags_of(code, source, target)]
