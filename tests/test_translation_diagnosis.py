import pytest

from pipeline.translation.diagnosis import problems


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Il pleut.", "It is raining.", ()),
        ("Il pleut.", "", ("empty",)),
        ("!!!", "", ("empty",)),
        ("!!!", "!!!", ()),
        ("", "", ()),
        ("Il pleut depuis ce matin.", "It rains and it rains and it rains and it rains and it rains.", ("loop",)),
        (
            "Oui.",
            "Yes" + ", of course he said that it was indeed so" * 1 + " and that it would be for ever.",
            ("long",),
        ),
        ("Le ministre a déclaré hier que les négociations reprendraient la semaine prochaine à Genève.", "No.", ()),
        ("Le ministre a déclaré hier que les négociations reprendraient. " * 3, "No.", ("short",)),
        (
            "Le ministre a déclaré hier que les négociations reprendraient bientôt.",
            "Le ministre a déclaré hier que les négociations reprendraient bientôt.",
            ("copy",),
        ),
        ("Paris, Bordeaux, Toulouse", "Paris, Bordeaux, Toulouse", ()),
    ],
)
def test_what_is_wrong_is_named(source, target, expected):
    assert problems(source, target) == expected
