"""What goes through the model and what stays outside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bitext import Span
from pipeline.carrying.plan import Core, plan


def shown(source: str) -> list[str]:
    """Cores as the model sees them, in braces what stays outside."""
    return [
        part.with_stand_ins(lambda number: f"X{number}")[0].text if isinstance(part, Core) else f"{{{part.of(source)}}}"
        for part in plan(source).parts
    ]


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("Il pleut.", ["Il pleut."]),
        ("— Viens !", ["{— }", "Viens !"]),
        ("Voir https://exemple.fr/a?b=1 demain.", ["Voir X71 demain."]),
        ("Tapez `ls -l` puis %s.", ["Tapez X71 puis X72."]),
        ("* * *", ["{* * *}"]),
        ("☐ Oui ☑ Non", ["{☐ }", "Oui", "{ ☑ }", "Non"]),
        ("Un **mot** fort.", ["Un mot fort."]),
        ("L'ÉCOLE EST FERMÉE", ["L'école est fermée"]),
        ("contact@exemple.fr", ["{contact@exemple.fr}"]),
        ("", []),
    ],
)
def test_parts(source: str, parts: list[str]) -> None:
    assert shown(source) == parts


def test_plain_prose_is_left_alone() -> None:
    for source in ("Il a 20 % de chances.", "« Oui », dit-il.", "Le 3 mai, M. Durand a payé 12 500 €."):
        assert plan(source).plain, source


@given(st.text(st.sampled_from("ab é.,-—*[]()<>{}%$#@/:`«»“”½\n 1"), max_size=40))
def test_the_parts_cover_the_source(source: str) -> None:
    position = 0
    for part in plan(source).parts:
        span = part.copy.extent if isinstance(part, Core) else part
        assert span.start == position
        position = span.end
    assert position == len(source)
    for core in plan(source).cores:
        extent = core.copy.extent
        spans = [*core.carried, *(mark.span for mark in core.hanging)]
        assert all(extent.start <= span.start <= span.end <= extent.end for span in spans)
        assert isinstance(core.copy.text, str)
        assert Span(0, 0).of(core.copy.text) == ""
