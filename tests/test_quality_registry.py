import pytest

from pipeline.bitext import Bitext, Flag, Severity, Unit
from pipeline.errors import OptionError
from pipeline.quality import CHECKS, run_checks
from pipeline.quality.registry import MOST_FLAGS, check_unit

OTHER = Flag("seen-by-hand", Severity.NOTE, "from elsewhere")
UNITS = (
    Unit("s0001", "Il vint en 2008.", "He came in 2009.", flags=(OTHER,)),
    Unit("s0002", "Il vint chez nous.", "He came to us."),
    Unit("s0003", "Il vint chez nous.", "He came to our house."),
    Unit("s0004", "Il vint chez nous.", "he came to us"),
)


def codes(bitext: Bitext) -> list[list[str]]:
    return [[flag.code for flag in unit.flags] for unit in bitext.units]


def test_flags_are_added_and_others_kept() -> None:
    assert codes(run_checks(Bitext("b", UNITS))) == [["seen-by-hand", "number"], [], ["inconsistent"], []]


def test_a_second_run_changes_nothing() -> None:
    once = run_checks(Bitext("b", UNITS))
    assert run_checks(once) == once


def test_chosen_checks_leave_the_flags_of_others() -> None:
    once = run_checks(Bitext("b", UNITS))
    assert codes(run_checks(once, ["number"])) == codes(once)
    assert codes(run_checks(Bitext("b", UNITS), ["inconsistent"])) == [["seen-by-hand"], [], ["inconsistent"], []]


def test_checks_of_another_pair_do_not_run() -> None:
    assert codes(run_checks(Bitext("b", UNITS, source_language="de"))) == [["seen-by-hand"], [], ["inconsistent"], []]


def test_one_unit_alone_has_the_flags_that_need_no_neighbours() -> None:
    assert [flag.code for flag in check_unit(UNITS[0]).flags] == ["seen-by-hand", "number"]
    assert check_unit(check_unit(UNITS[0])) == check_unit(UNITS[0])
    assert check_unit(UNITS[2]).flags == ()
    assert [flag.code for flag in check_unit(UNITS[0], ("de", "en")).flags] == ["seen-by-hand"]


def test_unknown_check() -> None:
    with pytest.raises(OptionError, match="no check is called spelling; valid: term-missing, empty"):
        run_checks(Bitext("b", UNITS), ["spelling"])


def test_many_flags_of_one_kind_are_counted() -> None:
    target = " and ".join(f"{letter} {letter}" for letter in "abcdefghijkm")
    (unit,) = run_checks(Bitext("b", (Unit("s0001", "Il parle.", target),)), ["repetition"]).units
    assert [flag.code for flag in unit.flags] == ["repetition"] * (MOST_FLAGS + 1)
    assert unit.flags[-1].severity is Severity.WARNING
    assert unit.flags[-1].message == f"and {12 - MOST_FLAGS} more of the kind"


def test_every_check_says_what_it_is() -> None:
    for code, check in CHECKS.items():
        assert check.code == code
        assert check.description


def test_units_that_are_known_are_not_checked_again() -> None:
    units = [Unit(f"s{i}", f"Il a {i} chats et {i + 1} chiens.", f"He has {i * 2} cats.") for i in range(6)]
    known = run_checks(Bitext("a", tuple(units)))
    units[2:4] = [Unit("s2", units[2].source, "He has 2 cats and 3 dogs."), Unit("s9", units[0].source, "No pets.")]
    changed = Bitext("a", (*units[::-1], units[0]))
    assert run_checks(changed, known=known) == run_checks(changed)
    assert run_checks(known, known=known) == known


@pytest.mark.parametrize("piece", ["+1", "12 km ", "[1]", "a\t", "@a ", "9 h ", "C:\\", "VALLON ", "Dupontel-"])
def test_hostile_segments_take_time_in_proportion_to_their_length(piece: str) -> None:
    text = piece * (20_000 // len(piece))  # minutes, some hours, where each number or word is compared with each
    assert check_unit(Unit("1", text, text)).source == text
    assert check_unit(Unit("1", text, "A house of 12 m.")).flags
