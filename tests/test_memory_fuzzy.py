from pipeline.memory import Approved
from pipeline.memory.fuzzy import fuzzy_flags

APPROVED = {
    key: Approved(key, english, "a")
    for key, english in (
        ("Le ministre arrive à Paris lundi.", "The minister arrives in Paris on Monday."),
        ("Il pleut.", "It is raining."),
    )
}


def test_the_nearest_pair_is_shown_with_the_difference():
    (flag,) = fuzzy_flags(["Le ministre arrive à Paris mardi."], APPROVED)
    assert flag.code == "memory-fuzzy"
    assert "→ “The minister arrives in Paris on Monday.”" in flag.message
    assert "was “lundi.”, is “mardi.”" in flag.message
    assert 90 <= int(flag.message.split(" %")[0]) < 100


def test_nothing_like_it():
    assert fuzzy_flags(["Les négociations ont repris hier à Genève."], APPROVED) == [None]
    assert fuzzy_flags(["Il pleut."], {}) == [None]
