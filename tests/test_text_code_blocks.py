"""Blocks of code between fences."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.code_blocks import code_blocks


def blocks(text: str) -> list[str]:
    return [span.of(text) for span in code_blocks(text)]


def test_a_block_reaches_from_fence_to_fence() -> None:
    text = "Avant.\n\n```sh\nls -l  # tout\n\ncd ..\n```\nAprès.\n"
    assert blocks(text) == ["```sh\nls -l  # tout\n\ncd ..\n```"]


def test_a_longer_fence_holds_a_shorter_one() -> None:
    text = "~~~~\n~~~\nx\n~~~~\n"
    assert blocks(text) == ["~~~~\n~~~\nx\n~~~~"]


def test_what_nothing_closes_is_no_block() -> None:
    assert blocks("~~~~~~~~~\nUn titre\n") == []
    assert blocks("Du code en ligne : ``` x ``` ici.\n") == []


@given(st.text(alphabet="`~a \n", max_size=60))
def test_blocks_are_ordered_and_apart(text: str) -> None:
    found = code_blocks(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(span.of(text).lstrip()[:3] in ("```", "~~~") for span in found)
