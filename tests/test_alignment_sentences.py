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


def test_half_a_sentence_that_moved_joins_its_neighbours() -> None:
    french = [
        "Le capitaine regarda la mer.",
        "Après six mois passés dans le désert, chargé de précieuses collections, il arriva à New York en mars.",
        "Personne ne l'attendait sur le quai.",
    ]
    english = [
        "The captain looked at the sea, after six months spent in the desert.",
        "Laden with precious collections, he arrived in New York in March.",
        "Nobody was waiting for him on the quay.",
    ]
    found = align_sentences(french, english)
    assert found[0].shape == "2-2" or found[0].confidence < 0.9
    assert (found[-1].source_start, found[-1].target_start) == (2, 2)


def test_lines_that_part_inside_a_sentence_on_both_sides_are_less_sure() -> None:
    french = ["Comme chacun peut le voir,", "nul ne passe la barrière.", "Le phare est fermé en hiver."]
    english = ["As all can see, nobody goes", "past the barrier.", "The lighthouse is closed in winter."]
    found = align_sentences(french, english)
    assert all(bead.confidence < 0.9 for bead in found[:-1])


def test_other_languages_are_aligned_by_looks_lengths_and_what_they_teach() -> None:
    german = ["Der Hauptmann sah Paris.", "Es kostete 12 500 Franken und 40 Rappen.", "Niemand kam nach Zermatt."]
    french = ["Le capitaine vit Paris.", "Cela coûta 12'500 francs et 40 centimes.", "Personne ne vint à Zermatt."]
    assert shapes(german, french, languages=("de", "fr")) == ["1-1"] * 3


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
