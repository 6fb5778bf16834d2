from collections import Counter

import pytest

from pipeline.bitext import Unit
from pipeline.corpus.selection import sample, without_repeats
from pipeline.corpus.sources import SourcedUnit
from pipeline.errors import OptionError


def entries(*pairs: tuple[str, str]) -> list[SourcedUnit]:
    return [SourcedUnit("d", Unit("", *pair)) for pair in pairs]


PAIRS = entries(
    ("Oui.", "Yes."), ("Oui !", "Yes!"), ("Oui.", "Yeah."), ("Oui.", "Yes."), ("Si.", "Yes."), ("", ""), ("", "")
)


@pytest.mark.parametrize(
    ("by", "near", "kept"),
    [
        ("both", False, [0, 1, 2, 4, 5, 6]),
        ("both", True, [0, 2, 4, 5, 6]),
        ("source", False, [0, 1, 4, 5, 6]),
        ("target", False, [0, 1, 2, 5, 6]),
        ("target", True, [0, 2, 5, 6]),
    ],
)
def test_repeats(by: str, near: bool, kept: list[int]) -> None:
    counts: Counter[str] = Counter()
    assert list(without_repeats(PAIRS, by=by, near=near, counts=counts)) == [PAIRS[k] for k in kept]
    assert counts == {"kept": len(kept), "dropped": len(PAIRS) - len(kept)}


def test_numbers_alone_repeat_only_themselves() -> None:
    pairs = entries(("12 %", "12%"), ("13 %", "13%"), ("12 %", "12%"))
    assert list(without_repeats(pairs, near=True)) == pairs[:2]


def test_a_sample_is_in_order_repeatable_and_fair() -> None:
    units = entries(*((f"un {k}", f"one {k}") for k in range(50)))
    drawn = sample(units, 10, seed=3)
    assert len(drawn) == 10
    assert drawn == sorted(drawn, key=units.index) == sample(units, 10, seed=3)
    assert drawn != sample(units, 10, seed=4)
    assert sample(units, 60) == units
    met = Counter(entry.unit.source for seed in range(400) for entry in sample(units, 10, seed=seed))
    assert all(40 < met[entry.unit.source] < 130 for entry in units)  # 80 expected


def test_by_length_every_band_gives_alike_as_far_as_it_can() -> None:
    units = entries(*[("mot", "word")] * 90, *[("mot " * 8, "word")] * 90, *[("mot " * 200, "word")] * 3)
    lengths = Counter(len(entry.unit.source.split()) for entry in sample(units, 30, by_length=True))
    assert lengths == {1: 14, 8: 13, 200: 3}


def test_bad_options() -> None:
    with pytest.raises(OptionError, match="--size 0"):
        sample([], 0)
    with pytest.raises(OptionError, match="--by line: valid: both"):
        list(without_repeats([], by="line"))
