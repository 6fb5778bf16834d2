from pipeline.bitext import Code, CodeKind, Span, fixed_spans, numbered

OPEN, CLOSE, ALONE = CodeKind.OPEN, CodeKind.CLOSE, CodeKind.ALONE


def test_codes_of_one_place_are_counted():
    codes = [Code(1, OPEN, 0), Code(2, ALONE, 0, 7), Code(1, CLOSE, 3, 2), Code(3, ALONE, 3)]
    assert [code.order for code in numbered(codes)] == [0, 1, 0, 1]


def test_fixed_spans_are_those_of_whole_pairs_without_what_lies_inside_another():
    codes = (
        Code(1, OPEN, 0, type="code"),
        Code(2, OPEN, 1, type="fixed"),
        Code(2, CLOSE, 2, type="fixed"),
        Code(1, CLOSE, 4, type="code"),
        Code(3, OPEN, 5, type="bold"),
        Code(3, CLOSE, 8, type="bold"),
        Code(4, OPEN, 9, type="code"),
    )
    assert fixed_spans(codes) == (Span(0, 4),)
