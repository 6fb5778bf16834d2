from __future__ import annotations

import pytest

from pipeline.glossary import Entry, Glossary, Kind, Policy
from pipeline.glossary.holding.case import Case
from pipeline.translation.hypothesis import Hypothesis, Translation

GLOSSARY = Glossary(
    [
        Entry("Rhin", ("Rhine",), Kind.PLACE),
        Entry("Poutine", ("Putin",), Kind.PERSON),
        Entry("vallée", ("valley",), Kind.TERM, Policy.PREFER),
    ]
)
SOURCE = "Poutine a visité la vallée du Rhin en juin."


def make(plain: str, source: str = SOURCE) -> Case:
    return Case.of(source, GLOSSARY.find(source), Translation((Hypothesis(plain, -0.5),)))


def test_what_the_plain_translation_meets_is_met_by_it() -> None:
    case = make("Putin visited the valley of the Rhin in June.")
    assert case.steps == ["plain", "plain", ""]
    assert case.unmet == case.binding == [2]
    case.take("Putin visited the gorge of the Rhine in June.", -0.6, "forced")
    assert case.steps == ["plain", "", "forced"]
    assert case.binding == []


@pytest.mark.parametrize(
    ("text", "gain"),
    [
        ("Putin visited the valley of the Rhine in June.", 1),
        ("He visited the valley of the Rhine in June.", -9),
        ("Putin visited the gorge of the Rhine in June.", 0),
        ("Putin visited the valley of the Rhin in June.", 0),
    ],
)
def test_gain_counts_a_lost_name_heavily(text: str, gain: int) -> None:
    assert make("Putin visited the valley of the Rhin in June.").gain(text) == gain


@pytest.mark.parametrize(
    ("text", "sound", "doubled"),
    [
        ("Putin visited the valley of the Rhine in June.", True, False),
        ("Putin visited the Rhine.", False, False),  # words lost
        ("Putin visited the Rhine of the Rhin in June.", True, True),  # French left beside it
        ("Putin visited the Rhine valley of the Rhine in June.", True, True),
        ("Putin visited the valley of the ⦃ Rhine in June.", False, False),  # a mark left
        ("Putin visited the Rhine the the the the the the the the the the the the", False, False),  # a loop
    ],
)
def test_repairs_must_be_sound(text: str, sound: bool, doubled: bool) -> None:
    case = make("Putin visited the valley of the Rhin in June.")
    assert case.is_sound(text, "⦃⇒⦄") is sound
    assert case.is_doubled(text) is doubled
