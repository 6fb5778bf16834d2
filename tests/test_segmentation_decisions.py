"""The order of the rules."""

from __future__ import annotations

import pytest

from pipeline.segmentation.decisions import ELLIPSIS, EXCLAMATION, FULL_STOP
from pipeline.segmentation.splitter import split_sentences


@pytest.mark.parametrize("rules", [FULL_STOP, ELLIPSIS, EXCLAMATION])
def test_each_rule_is_asked_once_and_says_what_it_does(rules: tuple[object, ...]) -> None:
    assert len(set(rules)) == len(rules)
    assert all(rule.__doc__ for rule in rules)


@pytest.mark.parametrize(
    ("text", "count"),
    [("Oui. Non", 2), ("Oui ? Non", 2), ("Oui… Non", 2), ("Oui ! non", 1), ("Oui... non", 1), ("M. Non", 1)],
)
def test_marks_choose_the_rules(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count
