"""Single quotation marks are told from apostrophes."""

import re

import pytest

from pipeline.text.quotation import CLOSING_SINGLE, OPENING_SINGLE


@pytest.mark.parametrize(
    ("text", "opening", "closing"),
    [
        ("He said 'yes' and ‘no’.", 2, 2),
        ("It isn't the minister's.", 0, 0),
        ("for 'tis so in the '90s", 0, 0),
        ("the members' rights", 0, 1),
        ("('Enough!' she said)", 1, 1),
    ],
)
def test_marks_found(text, opening, closing):
    assert len(re.findall(OPENING_SINGLE, text)) == opening
    assert len(re.findall(CLOSING_SINGLE, text)) == closing
