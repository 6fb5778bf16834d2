"""The risk of a unit sorts: what carries more says more."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.bitext import Bitext, Flag, Review, Severity, Unit
from pipeline.quality import run_checks
from pipeline.quality.risk import risk

UNIT = Unit("s0001", "Le maire a ouvert la grande porte du jardin.", "The mayor opened the big gate of the garden.")
ERROR = Flag("number", Severity.ERROR, "said")
WARNING = Flag("length", Severity.WARNING, "said")


def test_an_error_outweighs_a_warning_and_a_warning_nothing() -> None:
    assert risk(UNIT, (ERROR,)) > risk(UNIT, (WARNING,)) > risk(UNIT, ())
    assert risk(UNIT, (ERROR,)) >= 0.5


def test_a_low_score_is_a_risk() -> None:
    assert risk(replace(UNIT, score=-1.5), ()) > risk(replace(UNIT, score=-0.2), ())


def test_a_lost_half_is_a_risk() -> None:
    assert risk(replace(UNIT, target="The mayor opened."), ()) > risk(UNIT, ())


def test_what_is_approved_or_blank_has_none() -> None:
    assert risk(replace(UNIT, review=Review.APPROVED), (ERROR,)) == 0
    assert risk(replace(UNIT, source=" ", target=""), ()) == 0


@given(
    st.text(max_size=40), st.text(max_size=40), st.none() | st.floats(-50, 0), st.sampled_from([(), (ERROR, WARNING)])
)
def test_a_risk_is_a_share(source: str, target: str, score: float | None, flags: tuple[Flag, ...]) -> None:
    assert 0 <= risk(replace(UNIT, source=source, target=target, score=score), flags) <= 1


def test_checks_set_the_risk_of_french_to_english_only() -> None:
    (unit,) = run_checks(Bitext("b", (UNIT,))).units
    assert unit.risk is not None
    (unit,) = run_checks(Bitext("b", (UNIT,), source_language="de")).units
    assert unit.risk is None
