"""What a report and a run's last line say of flags."""

from pipeline.bitext import Bitext, Flag, Severity, Unit
from pipeline.workflow.report import Worst, findings, report, worst


def unit(identifier: str, risk: float, *flags: tuple[str, Severity]) -> Unit:
    made = tuple(Flag(code, severity, "said") for code, severity in flags)
    return Unit(identifier, "a", "b", flags=made, risk=risk)


BITEXT = Bitext(
    "b",
    (
        unit("s0001", 0.9),
        unit("s0002", 0.3, ("length", Severity.WARNING), ("length", Severity.WARNING)),
        unit("s0003", 0.8, ("number", Severity.ERROR), ("length", Severity.WARNING)),
        unit("s0004", 0.7, ("spans", Severity.ERROR), ("quotes-lost", Severity.NOTE)),
        unit("s0005", 0.95, ("length", Severity.NOTE)),
    ),
)


def test_what_was_found_and_where_to_look_first() -> None:
    assert findings(BITEXT) == "2 errors, 3 warnings: 1 number, 1 spans, 2 length; first s0003"
    assert findings(Bitext("b", BITEXT.units[:1])) == "0 errors, 0 warnings"


def test_the_worst_come_first() -> None:
    assert [unit.id for unit in worst(BITEXT)] == ["s0003", "s0004", "s0002"]
    assert report(BITEXT).worst[0] == Worst("s0003", 0.8, ("number", "length"))
