import pytest

from pipeline.corpus import vocabulary as module
from pipeline.corpus.vocabulary import Vocabulary, renderings, shape, vocabulary


@pytest.mark.parametrize(
    ("language", "word", "leaning", "content"),
    [
        ("fr", "beaucoup", 1, False),
        ("fr", "fenêtre", 1, True),
        ("fr", "bread", -1, True),
        ("en", "bread", 1, True),
        ("en", "fenêtre", -1, True),
        ("fr", "zorglub", 0, True),
        ("en", "région", 0, True),
    ],
)
def test_words(language: str, word: str, leaning: int, content: bool) -> None:
    known = vocabulary(language)[word]
    assert (known.leaning, known.content) == (leaning, content)
    assert known.strange is (word == "zorglub")


def test_renderings_run_both_ways_and_know_no_accents() -> None:
    assert "window" in renderings("fr")["fenêtre"]
    assert renderings("fr")["fenetre"] == renderings("fr")["fenêtre"]
    assert "fenetre" in (vocabulary("en")["window"].renderings or ())
    assert not renderings("fr")["le"]
    assert not vocabulary("fr")["le"].content


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    small = Vocabulary("fr")
    assert [small[word].folded for word in ("un", "été", "deux", "trois", "été")] == [
        "un",
        "ete",
        "deux",
        "trois",
        "ete",
    ]
    assert len(small) <= 3


@pytest.mark.parametrize(("word", "language"), [("homothétique", "fr"), ("resiliently", "en"), ("xyz", "")])
def test_shape(word: str, language: str) -> None:
    assert shape(word) == language
