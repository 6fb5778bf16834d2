"""Near matches among approved pairs, with the difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sample_bitexts import sample

from pipeline.bitext import Flag, Origin, Severity, Unit

pytest.importorskip("rapidfuzz")

from pipeline.review.similar import find_similar, flag_similar

APPROVED = {"Le président a parlé hier soir.": "The president spoke last night.", "Autre chose, tout à fait.": "Quite."}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le ministre a parlé hier soir.", "The president spoke last night."),
        ("Le président a parlé hier soir.", None),  # equal: the memory answers it
        ("Rien à voir avec tout cela.", None),
        ("Le président a", None),
        ("", None),
    ],
)
def test_the_nearest_pair(source: str, target: str | None) -> None:
    (match,) = find_similar([source], APPROVED)
    assert (match and match.target) == target


def test_nothing_approved_and_many_sources() -> None:
    assert list(find_similar(["a b c d"] * 300, {})) == [None] * 300
    assert all(find_similar(["Le président a parlé hier soir !"] * 300, APPROVED))


def test_notes_spell_out_the_difference() -> None:
    near = Unit("s0001", "Le ministre a parlé hier soir.", "x")
    done = replace(near, id="s0002", origin=Origin.HUMAN)
    first, second = flag_similar(replace(sample(), units=(near, done)), APPROVED).units
    (note,) = first.flags
    assert isinstance(note, Flag)
    assert (note.code, note.severity) == ("similar", Severity.NOTE)
    assert "“The president spoke last night.”" in note.message
    assert note.message.endswith("[-président-] {+ministre+}")
    assert second == done
