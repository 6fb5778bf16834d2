import pytest

from pipeline.bitext import Bitext, Unit, unit_identifier


@pytest.mark.parametrize(("index", "expected"), [(0, "s0001"), (9998, "s9999"), (9999, "s10000")])
def test_identifiers(index, expected):
    assert unit_identifier(index) == expected


def test_paragraphs_keep_order_and_pass_over_gaps():
    units = tuple(Unit(unit_identifier(i), "a", "b", paragraph=p) for i, p in enumerate((0, 0, 2, 5, 5)))
    assert [[unit.id for unit in group] for group in Bitext("x", units).paragraphs()] == [
        ["s0001", "s0002"],
        ["s0003"],
        ["s0004", "s0005"],
    ]
    assert list(Bitext("x", ()).paragraphs()) == []
