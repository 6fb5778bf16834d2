"""The vocabulary holds what newspapers print, and can be extended."""

import pytest

from pipeline.errors import ModelError
from pipeline.training.vocabulary import (
    REQUIRED_SIGNS,
    SPECIAL_PIECES,
    TERM_MARKS,
    UNKNOWN,
    extend_vocabulary,
    load_vocabulary,
    missing_signs,
    pieces_of,
    train_vocabulary,
)

CORPUS = ["Le chat noir mange la souris grise.", "The black cat eats the grey mouse.", "Il a 3 ans."] * 40


@pytest.fixture(scope="module")
def model():
    return train_vocabulary(CORPUS, 400)


def test_special_pieces_and_term_marks_come_first(model):
    assert tuple(pieces_of(load_vocabulary(model))[:7]) == SPECIAL_PIECES + TERM_MARKS


def test_every_required_sign_survives(model):
    processor = load_vocabulary(model)
    assert missing_signs(model) == ""
    for sign in REQUIRED_SIGNS:
        ids = processor.encode(f"a{sign}a")
        assert UNKNOWN not in ids
        assert processor.decode(ids) == f"a{sign}a"


@pytest.mark.parametrize(
    ("text", "seen_as"),
    [
        ("3\u202f000\u00a0€", "3 000 €"),
        ("e\u0301te\u0301", "été"),
        ("ﬁn", "fin"),
        ("m² et ½…", "m² et ½…"),
        ("chat\u2009!", "chat !"),
        ("le ⦃ chat ⇒ cat ⦄.", "le ⦃ chat ⇒ cat ⦄."),
    ],
)
def test_normalisation(model, text, seen_as):
    processor = load_vocabulary(model)
    assert processor.decode(processor.encode(text)) == seen_as


def test_equal_corpora_give_equal_bytes(model):
    assert train_vocabulary(CORPUS, 400) == model


def test_extension_leaves_other_sentences_as_they_were(model):
    old, new = load_vocabulary(model), load_vocabulary(extend_vocabulary(model, "漢字"))
    assert pieces_of(new) == [*pieces_of(old), "漢", "字"]
    assert new.encode(CORPUS[0]) == old.encode(CORPUS[0])
    assert UNKNOWN in old.encode("漢")
    assert new.decode(new.encode("le 漢 字.")) == "le 漢 字."


def test_other_models_are_refused():
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_vocabulary(b"not a model")
    with pytest.raises(ModelError, match="no vocabulary"):
        train_vocabulary([], 400)
