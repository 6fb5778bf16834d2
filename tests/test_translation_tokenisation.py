import pytest

from pipeline.errors import ModelError
from pipeline.translation.catalogue import embedded_package
from pipeline.translation.tokenisation import SentencePieceTokeniser, load_tokeniser, prepare


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Un\u00a0mot\u202f!\t ", "Un mot !"),
        ("e\u0301te\u0301", "été"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("a\x00b\x07", "ab"),
        ("ligne\r\nsuite\u2028fin\x0bx\x85y", "ligne suite finx y"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("co\u00adopération", "coopération"),
    ],
)
def test_the_copy_for_the_model(raw, expected):
    assert prepare(raw) == expected


@pytest.mark.parametrize("text", ["Le fichier a_b.txt", "Bonjour, TERM_3 !", "café", ""])
def test_decoding_gives_back_what_was_encoded(text):
    tokeniser = load_tokeniser(embedded_package())
    assert tokeniser.decode(tokeniser.encode([text])[0]) == text


def test_copied_unknown_pieces_keep_their_space():
    tokeniser = load_tokeniser(embedded_package())
    assert tokeniser.decode(["▁the", "▁日本"]) == "the 日本"


def test_not_a_model():
    with pytest.raises(ModelError, match="cannot be loaded"):
        SentencePieceTokeniser(b"nonsense")


def test_pieces_that_the_vocabulary_lacks_are_named(engine):
    pieces = engine._tokeniser.encode(["Xi (習近平) et 佐藤 à Paris"])[0]
    assert engine._tokeniser.unknown(pieces) == ["習近平", "\u2581佐藤"]
    assert engine._tokeniser.unknown(engine.pieces("Il pleut à Paris.")) == []
