import pytest

from pipeline.alignment import align_documents, alignment_doubts, alignment_problems
from pipeline.alignment.sentences import align_sentences
from pipeline.bitext import Document, Origin
from pipeline.errors import InputError
from pipeline.segmentation import split_sentences

FRENCH = """Le maire a ouvert le nouveau pont mardi. Il a coûté 12 500 euros.

Les habitants étaient contents de le voir. Il pleuvait sur la ville."""
ENGLISH = """The mayor opened the new bridge on Tuesday. It cost 12,500 euros.

The inhabitants were glad to see it. Nobody else came."""


def document(name: str, text: str, language: str) -> Document:
    return Document(name, text, split_sentences(text, language), language)


def test_units_carry_spans_beads_and_confidence() -> None:
    french, english = document("pont.fr", FRENCH, "fr"), document("pont.en", ENGLISH, "en")
    bitext = align_documents(french, english)
    assert bitext.document == french
    for unit in bitext.units:
        assert unit.origin is Origin.HUMAN
        assert unit.score is not None
        assert 0 <= unit.score <= 1
        if unit.source_span and unit.bead == "1-1":
            assert unit.source_span.of(FRENCH) == unit.source
        if unit.target_span and unit.bead == "1-1":
            assert unit.target_span.of(ENGLISH) == unit.target
    assert " ".join(unit.source for unit in bitext.units if unit.source) == " ".join(french.segments())
    assert " ".join(unit.target for unit in bitext.units if unit.target) == " ".join(english.segments())
    assert [unit.paragraph for unit in bitext.units] == sorted(unit.paragraph for unit in bitext.units)
    first = bitext.units[0]
    assert ("maire", "mayor") in [(s.of(first.source), t.of(first.target)) for s, t in first.links]


def test_unanswered_sentences_are_flagged() -> None:
    extra = " Personne ne savait que Napoléon Bonaparte dormait à Quimper le 14 juillet 1807 avec 36 grenadiers."
    french = document("a", FRENCH.replace("mardi.", "mardi." + extra), "fr")
    flags = {
        unit.source: (unit.bead, [flag.code for flag in unit.flags])
        for unit in align_documents(french, document("b", ENGLISH, "en")).units
    }
    assert flags[extra.strip()] == ("1-0", ["unaligned"])


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ("", ENGLISH, "a: no sentence to align"),
        (FRENCH, FRENCH, "a and b hold the same text"),
        (ENGLISH * 2, FRENCH * 2, "a and b are swapped"),
    ],
)
def test_bad_pairs(left: str, right: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        align_documents(document("a", left, "fr"), document("b", right, "en"))


def test_doubtful_pairs_are_warned_of() -> None:
    errors, warnings = alignment_problems(document("a", FRENCH, "fr"), document("b", ENGLISH * 12, "en"))
    assert errors == []
    assert warnings == ["a and b: one text is 10 times longer than the other"] or "times longer" in warnings[0]


def test_two_texts_of_different_things_are_doubted() -> None:
    other = """Rain fell in the night over the hills of Wales. Nobody counted the sheep.

A dog barked twice at three in the morning. Later the baker lit his oven and whistled an old tune."""
    long = FRENCH + "\n\nLa directrice de l'école a signé un contrat avec une entreprise de Lyon pour les repas. " * 3
    bitext = align_documents(document("a", long, "fr"), document("b", other, "en"))
    (doubt,) = alignment_doubts(bitext)
    assert doubt.startswith("a: only ")
    assert alignment_doubts(align_documents(document("a", FRENCH, "fr"), document("b", ENGLISH, "en"))) == []


@pytest.mark.parametrize(("answered", "english"), [(0, "Brill"), (1, "Wunk")])
def test_what_a_glossary_wants_is_evidence(answered: int, english: str) -> None:
    rest = "badoula gozelin trimoule farnaque, bidouze glapote mornifle ratapon, chabrot nigousse palefric tourniole"
    wanted = {f"Zorglub {rest}.": ["Brill"], f"Plixou {rest}.": ["Wunk"]}
    target = [
        f"{english} grems holdered over fidd, larkle mumbers trod wexing, dorrin hap toller vimp ashly, gorrem snell."
    ]
    beads = align_sentences([*wanted], target, renderings=lambda sentence: wanted[sentence])
    assert [bead.source_start for bead in beads if bead.shape == "1-1"] == [answered]
