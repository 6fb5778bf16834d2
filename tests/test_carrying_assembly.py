"""The English of a segment out of that of its cores, with spans that point into it."""

from __future__ import annotations

import pytest

from pipeline.bitext import Mention, Span
from pipeline.carrying.assembly import Said, assemble
from pipeline.carrying.plan import plan


def assembled(source: str, *english: str, links: tuple[tuple[Span, Span], ...] = ()) -> str:
    """What becomes of `source` when the model says `english` of its cores, X71, X72 … standing for what is carried."""
    made = plan(source)
    said = []
    for core, text in zip(made.cores, english, strict=True):
        copy, stand_ins = core.with_stand_ins(lambda number: f"X{number}")
        said.append(Said(copy, text, -0.5, stand_ins, links=links))
    return assemble(made, said).text


@pytest.mark.parametrize(
    ("source", "english", "expected"),
    [
        ("Il pleut.", ["It rains."], "It rains."),
        ("Voyageant seul, il lit.", ["traveling alone, he reads."], "Traveling alone, he reads."),
        ("iPhone est cher.", ["iPhone is dear."], "iPhone is dear."),
        ("— Viens !", ["Come!"], "— Come!"),
        ("☐ Oui ☑ Non", ["Yes", "No"], "☐ Yes ☑ No"),
        ("Voir https://a.fr/b.", ["See X71."], "See https://a.fr/b."),
        ("Tapez %s puis %d.", ["Type X71, then X72."], "Type %s, then %d."),
        ("Tapez %s.", ["Type X71 and X71."], "Type %s and."),
        ("* * *", [], "* * *"),
        ("12,5", [], "12.5"),
        ("L'ÉCOLE EST FERMÉE", ["The school is closed"], "THE SCHOOL IS CLOSED"),
    ],
)
def test_what_comes_out(source: str, english: list[str], expected: str) -> None:
    assert assembled(source, *english) == expected


def test_a_span_that_was_lost_is_put_back_and_flagged() -> None:
    made = plan("Ouvrez %s maintenant.")
    (core,) = made.cores
    copy, stand_ins = core.with_stand_ins(lambda number: f"X{number}")
    result = assemble(made, [Said(copy, "Open now.", -0.5, stand_ins)])
    assert result.text.count("%s") == 1
    assert [flag.code for flag in result.flags] == ["span-lost"]


def test_mentions_and_links_point_into_the_segment_and_its_english() -> None:
    source = "— Le **roi** dort sur https://a.fr."
    made = plan(source)
    (core,) = made.cores
    copy, stand_ins = core.with_stand_ins(lambda number: f"X{number}")
    start = copy.text.index("roi")
    english = "The king sleeps on X71."
    link = (Span(start, start + 3), Span(4, 8))
    mention = Mention("roi", "king", "term", "must", link[0], link[1])
    result = assemble(made, [Said(copy, english, -0.5, stand_ins, (mention,), (), (link,))])
    assert result.text == "— The **king** sleeps on https://a.fr."
    (held,) = result.mentions
    assert (held.source.of(source), held.target and held.target.of(result.text)) == ("roi", "king")
    ((left, right),) = result.links
    assert (left.of(source), right.of(result.text)) == ("roi", "king")
