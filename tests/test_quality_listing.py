from __future__ import annotations

from pipeline.bitext import Flag, Severity, Span, Unit
from pipeline.quality.listing import FLAG_COLUMNS, flag_rows


def test_one_row_a_flag_with_its_places() -> None:
    flags = (
        Flag("numbers", Severity.ERROR, "“3” is\nnot\tthere", Span(2, 3)),
        Flag("length", Severity.WARNING, "long"),
    )
    rows = list(flag_rows(7, Unit("s0007", "a 3", "b", flags=flags)))
    assert rows == ["7\terror\tnumbers\t2-3\t\t“3” is not there\n", "7\twarning\tlength\t\t\tlong\n"]
    assert all(row.count("\t") == len(FLAG_COLUMNS) - 1 for row in rows)


def test_a_unit_without_flags_has_no_rows() -> None:
    assert list(flag_rows(1, Unit("s0001", "a", "b"))) == []
