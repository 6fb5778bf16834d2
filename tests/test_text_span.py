from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.span import Cover, Span

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 40), st.integers(0, 9))


@given(spans=st.lists(SPANS), other=SPANS)
def test_a_cover_answers_as_its_spans_do(spans: list[Span], other: Span) -> None:
    assert Cover(spans).overlaps(other) == any(span.overlaps(other) for span in spans)
