"""Quotation marks of the two sides of a pair brought into line."""

import pytest

from pipeline.training.quotation import quoted_alike


@pytest.mark.parametrize(
    ("french", "english", "mended"),
    [
        ("le « paquet climat »", "the 'climate package'", 'the "climate package"'),
        ("« Assez ! » dit-il", "‘Enough!’ he said", '"Enough!" he said'),
        ("« Non », dit-elle", "“No,” she said", '"No," she said'),
        ("les droits des députés", "the members' rights", "the members' rights"),
        ("du « rock 'n' roll »", "rock 'n' roll", "rock 'n' roll"),
        ("le choix des « membres »", "in the '90s the members' choice", "in the '90s the members' choice"),
        ("« un » et « deux »", "'one' and two", "'one' and two"),
        ("c'est « bien »", "it's 'fine'", 'it\'s "fine"'),
    ],
)
def test_british_and_curled_marks(french, english, mended):
    assert quoted_alike(french, english) == mended
