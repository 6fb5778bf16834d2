import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bitext import Document, Sentence, Span

TEXT = "Un. Deux.\r\n\r\nTrois\u202f!\n"


def test_segments_and_gaps_give_back_the_bytes():
    document = Document("x", TEXT, (Sentence(Span(0, 3), 0), Sentence(Span(4, 9), 0), Sentence(Span(13, 20), 1)))
    assert document.segments() == ["Un.", "Deux.", "Trois\u202f!"]
    assert document.gaps() == ["", " ", "\r\n\r\n", "\n"]
    assert document.to_bytes() == TEXT.encode()


@pytest.mark.parametrize(
    ("encoding", "mark", "expected"),
    [
        ("utf-8", False, "é".encode()),
        ("utf-8", True, b"\xef\xbb\xbf\xc3\xa9"),
        ("utf-16-le", True, b"\xff\xfe\xe9\x00"),
        ("cp1252", False, b"\xe9"),
    ],
)
def test_encoding_and_mark_come_back(encoding, mark, expected):
    assert Document("x", "é", encoding=encoding, byte_order_mark=mark).to_bytes() == expected


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.data())
def test_any_spans_give_back_the_bytes(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = [Sentence(Span(*pair), 0) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    document = Document("x", text, tuple(spans))
    assert document.to_bytes() == text.encode()
    assert len(document.gaps()) == len(spans) + 1


def test_spans():
    assert Span(2, 4).of("abcdef") == "cd"
    assert Span(2, 4).shift(1) == (3, 5)
    assert Span(0, 2).overlaps(Span(1, 3))
    assert not Span(0, 2).overlaps(Span(2, 3))
