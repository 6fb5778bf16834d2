from __future__ import annotations

import pytest

from pipeline.bitext import Mention, Severity, Span
from pipeline.glossary.holding.wording import missing_flag


def mention(policy: str, target: Span | None = None) -> Mention:
    return Mention(term="Pékin", rendering="Beijing", kind="place", policy=policy, source=Span(3, 8), target=target)


@pytest.mark.parametrize(
    ("policy", "severity"), [("must", Severity.ERROR), ("keep", Severity.ERROR), ("prefer", Severity.WARNING)]
)
def test_a_mention_without_place_is_flagged_by_its_policy(policy: str, severity: Severity) -> None:
    flag = missing_flag(mention(policy))
    assert flag is not None
    assert (flag.code, flag.severity, flag.source) == ("term-missing", severity, Span(3, 8))
    assert flag.message == "“Pékin” should read “Beijing”"


def test_what_has_its_place_or_is_forbidden_is_not_missing() -> None:
    assert missing_flag(mention("must", Span(0, 7))) is None
    assert missing_flag(mention("forbid")) is None
