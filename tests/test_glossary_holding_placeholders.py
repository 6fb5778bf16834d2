from __future__ import annotations

import pytest

from pipeline.glossary.holding.placeholders import KINDS, calibrated, restore, survive
from pipeline.translation.engine import Engine


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("X71 met X72.", True),
        ("X72 met X71.", True),
        ("X71 met X71 and X72.", False),
        ("X71 came.", False),
        ("X711 met X72", False),
        ("x71 met X72", False),
    ],
)
def test_each_placeholder_stands_once(text: str, fine: bool) -> None:
    assert survive(text, ["X71", "X72"]) is fine


def test_restores_renderings_as_they_are() -> None:
    assert restore("{71} met [72].", ["{71}", "[72]"], [r"A\1", "B"]) == r"A\1 met B."


def test_kinds_write_different_placeholders() -> None:
    written = [kind(number) for kind in KINDS for number in (71, 72)]
    assert len(set(written)) == len(written)


def test_what_was_calibrated_is_copied(engine: Engine) -> None:
    write = calibrated(engine)
    if write is None:
        pytest.skip("this model copies no kind of placeholder")
    (translation,) = engine.translate([f"Le président a rencontré {write(0)} à Paris."])
    assert survive(translation.best.text, [write(0)])
    assert calibrated(engine) is write
