"""What a segment with inline elements says."""

from __future__ import annotations

import pytest
from lxml import etree

from pipeline.errors import FormatError
from pipeline.formats.inline import inline_text


@pytest.mark.parametrize(
    ("segment", "text"),
    [
        ("<seg>Un <hi>mot</hi> ici</seg>", "Un mot ici"),
        ('<seg>Un <bpt i="1">&lt;b&gt;</bpt>mot<ept i="1">&lt;/b&gt;</ept> ici</seg>', "Un mot ici"),
        ("<seg>Avant<ph><sub>caché</sub></ph>après</seg>", "Avantaprès"),
        ('<source>Un <g id="1">mot <mrk mtype="term">dur</mrk></g><x id="2"/> ici</source>', "Un mot dur ici"),
        ("<seg>Un<!-- rien --> mot<?rien?></seg>", "Un mot"),
        ("<seg/>", ""),
    ],
)
def test_text_without_the_originals_codes(segment: str, text: str) -> None:
    assert inline_text(etree.fromstring(segment)) == text


def test_an_entity_that_nothing_resolves() -> None:
    parser = etree.XMLParser(resolve_entities=False)
    segment = etree.fromstring('<!DOCTYPE seg [<!ENTITY nom "Dupont">]><seg>M. &nom; parle</seg>', parser)
    assert inline_text(segment, entities=True) == "M. &nom; parle"
    with pytest.raises(FormatError, match="&nom; cannot be resolved"):
        inline_text(segment)
