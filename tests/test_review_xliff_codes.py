from collections import Counter

import pytest
from lxml import etree
from marked import parse

from pipeline.bitext import Bitext, Review, Unit
from pipeline.review.xliff import NAMESPACE, XliffWriter, read_xliff
from pipeline.review.xliff_codes import fill

CASES = [
    ("Un {1>mot<1} ici", 'Un <g id="1">mot</g> ici'),
    ("{1>Un {2>mot<2}<1}[3] ici", '<g id="1">Un <g id="2">mot</g></g><x id="3"/> ici'),
    ("Un {1>mot", 'Un <bx id="1.0" rid="1"/>mot'),
    ("Un<1} mot", 'Un<ex id="1.0" rid="1"/> mot'),
    ("{1>Un {2>mot<1}<2}",
     '<bx id="1.0" rid="1"/>Un <bx id="2.1" rid="2"/>mot<ex id="1.2" rid="1"/><ex id="2.3" rid="2"/>'),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_codes_become_elements(marked, expected):
    element = etree.Element(f"{{{NAMESPACE}}}source", nsmap={None: NAMESPACE})
    fill(element, NAMESPACE, *parse(marked), Counter())
    written = etree.tostring(element).decode()
    assert written == f'<source xmlns="{NAMESPACE}">{expected}</source>'


def test_an_untouched_file_changes_nothing_and_a_text_comes_home_without_them(tmp_path):
    (source, source_codes), (target, target_codes) = parse("Un {1>mot<1}[2] ici"), parse("A {1>word<1}[2] here")
    unit = Unit("s0001", source, target, source_codes=source_codes, target_codes=target_codes)
    path = tmp_path / "a.xlf"
    XliffWriter().write([Bitext("a", (unit,))], (path,))
    assert read_xliff(path).documents[0].edits == ()
    path.write_text(path.read_text().replace(">word<", ">phrase<"))
    (edit,) = read_xliff(path).documents[0].edits
    assert (edit.target, edit.state) == ("A phrase here", Review.EDITED)
