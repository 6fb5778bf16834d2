"""Copies with rewritten spans, and where each character comes from."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.bitext import Span
from pipeline.carrying.copying import Copy, Edit

COPY = Copy("un « mot » ici", Span(3, 14), (Edit(Span(3, 5), "“"), Edit(Span(8, 10), "”")))


def test_the_text_and_both_ways() -> None:
    assert COPY.text == "“mot” ici"
    assert COPY.to_raw(Span(1, 4)).of(COPY.raw) == "mot"
    assert COPY.to_raw(Span(0, 1)).of(COPY.raw) == "« "
    assert COPY.to_copy(Span(5, 8)).of(COPY.text) == "mot"
    assert COPY.to_copy(Span(3, 4)).of(COPY.text) == "“"
    assert COPY.place(11) == 6
    assert COPY.place(99) == len(COPY.text)


@st.composite
def copies(draw: st.DrawFn) -> Copy:
    raw = draw(st.text("abc ", max_size=12))
    cuts = sorted(draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    spans = [Span(first, last) for first, last in zip(cuts[::2], cuts[1::2], strict=False)]
    edits: list[Edit] = []
    for span in spans:
        if not edits or span.start >= edits[-1].span.end:
            edits.append(Edit(span, draw(st.text("XY", max_size=3))))
    return Copy(raw, Span(0, len(raw)), tuple(edits))


@given(copies(), st.integers(0, 15), st.integers(0, 15))
def test_spans_stay_inside(copy: Copy, first: int, last: int) -> None:
    size = len(copy.text)
    span = Span(*sorted((min(first, size), min(last, size))))
    back = copy.to_raw(span)
    assert 0 <= back.start <= back.end <= len(copy.raw)
    if not copy.edits and span.start < span.end:
        assert back == span


@given(copies())
def test_what_is_kept_comes_back_equal(copy: Copy) -> None:
    for index, character in enumerate(copy.text):
        back = copy.to_raw(Span(index, index + 1))
        if not any(edit.span.overlaps(back) or back == edit.span for edit in copy.edits) and back.end - back.start == 1:
            assert back.of(copy.raw) == character
