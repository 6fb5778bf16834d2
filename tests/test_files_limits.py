"""Limits: what they are called, how they are raised, what a refusal says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest
from conftest import ROOT

from pipeline.errors import FormatError, OptionError
from pipeline.files.limits import Limits, limits, parse_limits, set_limits


@pytest.fixture
def restored() -> Iterator[None]:
    yield
    set_limits(Limits())


def test_numbers_may_have_units() -> None:
    changed = parse_limits(("whole=2G", "cell=5", "record=3k"))
    assert (changed.whole, changed.cell, changed.record) == (2 << 30, 5, 3 << 10)
    assert changed.growth == Limits().growth


@pytest.mark.parametrize("given", ["whole", "whole=", "whole=-1", "whole=1.5G", "depth=3", "=3", "whole=²", "cell=9X"])
def test_what_is_no_limit_is_refused_with_the_valid_names(given: str) -> None:
    with pytest.raises(OptionError, match="whole, record, cell, growth, marks, rows"):
        parse_limits((given,))


def test_a_refusal_names_the_place_and_the_option() -> None:
    Limits().require("cell", 1_000_000, "a.tsv", "characters")
    with pytest.raises(FormatError, match=r"a\.tsv: refused: more than 1,000,000 characters .*--limit cell="):
        Limits().require("cell", 1_000_001, "a.tsv", "characters")


@pytest.mark.usefixtures("restored")
def test_they_are_those_of_the_process() -> None:
    set_limits(parse_limits(("rows=7",)))
    assert limits().rows == 7


def test_every_limit_is_documented_with_its_value() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    for field in fields(Limits):
        value = getattr(Limits(), field.name)
        said = f"{value >> 20} MiB" if field.name in ("whole", "record") else f"{value:,}"
        assert f"| `{field.name}` | {said} |" in page
