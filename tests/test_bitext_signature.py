import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bitext import Signature

names = st.text(alphabet=st.characters(exclude_characters="|:"), min_size=1)
values = st.text(alphabet=st.characters(exclude_characters="|"))


@given(st.lists(st.tuples(names, values)))
def test_parse_reads_what_str_writes(fields):
    signature = Signature(tuple(fields))
    assert Signature.parse(str(signature)) == signature


def test_digest_tells_signatures_apart():
    one, other = Signature((("model", "a"),)), Signature((("model", "b"),))
    assert one.digest() != other.digest()
    assert len(one.digest()) == 16


@pytest.mark.parametrize("fields", [(("a|b", "c"),), (("a:b", "c"),), (("a", "b|c"),)])
def test_separators_are_refused(fields):
    with pytest.raises(ValueError, match="cannot hold"):
        Signature(fields)


def test_a_field_without_a_colon_is_refused():
    with pytest.raises(ValueError, match="no colon"):
        Signature.parse("a:b|c")
