"""Mentions of the glossary that are not rendered."""

from __future__ import annotations

import pytest

from pipeline.bitext import Flag, Mention, Severity, Span, Unit
from pipeline.quality.registry import CHECKS


@pytest.mark.parametrize(
    ("policy", "target", "severities"),
    [
        ("must", None, ["error"]),
        ("keep", None, ["error"]),
        ("prefer", None, ["warning"]),
        ("forbid", None, []),
        ("must", Span(0, 5), []),
    ],
)
def test_term_missing(policy: str, target: Span | None, severities: list[str]) -> None:
    mention = Mention("Poutine", "Putin", "person", policy, Span(0, 7), target)
    flags = list(CHECKS["term-missing"].inspect(Unit("s0001", "Poutine parle", "Putin speaks", mentions=(mention,))))
    assert [flag.severity.value for flag in flags] == severities


def test_term_missing_keeps_what_a_file_said() -> None:
    flag = Flag("term-missing", Severity.ERROR, "said before")
    assert list(CHECKS["term-missing"].inspect(Unit("s0001", "a", "b", flags=(flag,)))) == [flag]
