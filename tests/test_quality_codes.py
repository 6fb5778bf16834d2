import pytest
from marked import parse

from pipeline.bitext import Unit
from pipeline.quality.codes import Codes

CASES = [
    ("Un {1>mot<1} ici.", "A {1>word<1} here.", []),
    ("Un mot ici.", "A word here.", []),
    ("Un {1>mot<1} ici.", "", []),
    ("Un {1>mot<1} ici.", "A word here.", ["the start of formatting 1 is not in", "the end of formatting 1 is not in"]),
    ("Un mot[1] ici.", "A[1] word[1] here.", ["formatting 1 stands in the translation twice"]),
    ("Un mot ici.", "A word[2] here.", ["formatting 2 is not in the source"]),
    ("Un {1>mot<1} {2>ici<2}.", "A {1>word {2>here<1}.<2}", ["the end of formatting 1 crosses"]),
    ("Un {1>mot<1} ici.", "A <1}word{1> here.", ["the end of formatting 1 crosses"]),
    # what crosses in the source may cross in the translation
    ("Un {1>mot {2>ici<1} là<2}.", "A {1>word {2>here<1} there<2}.", []),
    # half a pair is whole where the other half is in another sentence
    ("Un {1>mot.", "A {1>word.", []),
]


@pytest.mark.parametrize(("source", "target", "messages"), CASES)
def test_codes(source, target, messages):
    (source, source_codes), (target, target_codes) = parse(source), parse(target)
    unit = Unit("s0001", source, target, source_codes=source_codes, target_codes=target_codes)
    found = [flag.message for flag in Codes().inspect(unit)]
    assert len(found) == len(messages)
    assert all(message.startswith(begin) for message, begin in zip(found, messages, strict=True))
