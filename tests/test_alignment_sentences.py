import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.alignment.sentences import align_sentences

FRENCH = [
    "Le capitaine Nemo regarda la mer.",
    "Il vit trois navires à 12 500 mètres.",
    "Conseil ne disait rien.",
    "Ned Land parlait de Québec et de Montréal.",
    "Le Nautilus plongea à 14 h 30.",
]
ENGLISH = [
    "Captain Nemo looked at the sea.",
    "He saw three ships at 12,500 metres.",
    "Conseil said nothing.",
    "Ned Land talked of Quebec and of Montreal.",
    "The Nautilus dived at 2:30 p.m.",
]


def shapes(source: list[str], target: list[str], **options: object) -> list[str]:
    return [bead.shape for bead in align_sentences(source, target, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (FRENCH, ENGLISH, ["1-1"] * 5),
        (FRENCH, [*ENGLISH[:1], " ".join(ENGLISH[1:3]), *ENGLISH[3:]], ["1-1", "2-1", "1-1", "1-1"]),
        ([" ".join(FRENCH[:2]), *FRENCH[2:]], ENGLISH, ["1-2", "1-1", "1-1", "1-1"]),
        (FRENCH, [*ENGLISH[:3], *ENGLISH[4:]], ["1-1", "1-1", "1-1", "1-0", "1-1"]),
        (
            [FRENCH[0], " ".join(FRENCH[1:3]), *FRENCH[3:]],
            [" ".join(ENGLISH[:2]), *ENGLISH[2:]],
            ["2-2", "1-1", "1-1"],
        ),
        ([], ENGLISH[:2], ["0-1", "0-1"]),
        (FRENCH[:2], [], ["1-0", "1-0"]),
        ([], [], []),
    ],
)
def test_shapes(source: list[str], target: list[str], expected: list[str]) -> None:
    assert shapes(source, target) == expected


def test_our_translation_decides_where_the_surface_says_nothing() -> None:
    french = ["un deux", "trois quatre", "cinq six", "sept huit"]
    english = ["red blue paint", "cold winter night", "old wooden bridge"]
    rendered = ["red blue paint", "slow green boat", "cold winter night", "old wooden bridge"]
    assert shapes(french, english, translate=lambda texts: rendered) == ["1-1", "1-0", "1-1", "1-1"]


def test_a_useless_translation_does_no_harm() -> None:
    assert shapes(FRENCH, ENGLISH, translate=lambda texts: ["zzz"] * len(texts)) == ["1-1"] * 5


def test_a_long_insertion_stays_an_insertion() -> None:
    inserted = [f"Footnote {k}: see the glossary of ports and winds, line {k * 7}." for k in range(60)]
    found = shapes(FRENCH, [*ENGLISH[:3], *inserted, *ENGLISH[3:]])
    assert found == ["1-1"] * 3 + ["0-1"] * 60 + ["1-1"] * 2


SEGMENTS = st.lists(st.text("ab .é1!", max_size=12), max_size=12)


@settings(deadline=None, max_examples=50)
@given(SEGMENTS, SEGMENTS)
def test_every_sentence_stands_in_one_bead_in_order(source: list[str], target: list[str]) -> None:
    position = (0, 0)
    for bead in align_sentences(source, target):
        assert (bead.source_start, bead.target_start) == position
        position = (bead.source_end, bead.target_end)
    assert position == (len(source), len(target))
