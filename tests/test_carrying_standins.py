"""Stand-ins: which ones a model copies is found out by asking it."""

from pipeline.carrying.standins import KINDS, places, survive, write, writers
from pipeline.translation.engine import Engine


def test_the_model_copies_at_least_one_kind(engine: Engine) -> None:
    found = writers(engine)
    assert found
    assert set(found) <= set(KINDS)
    assert writers(engine) is found


def test_numbers_that_the_text_does_not_hold() -> None:
    assert write(KINDS[2], 2, "le X71 est là") == ("X171", "X172")
    assert write(KINDS[0], 1, "rien") == ("{71}",)


def test_surviving_is_standing_once_and_alone() -> None:
    assert survive("See X71 and X72.", ("X71", "X72"))
    assert not survive("See X71 and X71.", ("X71",))
    assert not survive("See X715.", ("X71",))
    assert places("{71}{71}", "{71}") == [0, 4]
