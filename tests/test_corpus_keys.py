import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corpus.keys import bare_form, key_of, normal_form


@pytest.mark.parametrize(
    ("one", "other", "same", "bare"),
    [
        ("L’été  arrive", "L'été arrive ", True, True),
        (unicodedata.normalize("NFD", "été"), "été", True, True),
        ("« oui »", "“ oui ”", True, True),
        ("a\u202fb", "a b", True, True),
        ("Oui.", "oui", False, True),
        ("En 2008", "En 2009", False, True),
        ("oui", "non", False, False),
    ],
)
def test_forms(one: str, other: str, same: bool, bare: bool) -> None:
    assert (normal_form(one) == normal_form(other)) is same
    assert (bare_form(one) == bare_form(other)) is bare


@given(st.text())
def test_forms_are_their_own_forms(text: str) -> None:
    assert normal_form(normal_form(text)) == normal_form(text)
    assert bare_form(bare_form(text)) == bare_form(text)


def test_keys() -> None:
    assert key_of("a", "b") == key_of("a", "b") != key_of("b", "a")
    assert key_of("", "") == 0 != key_of("\ud800")
