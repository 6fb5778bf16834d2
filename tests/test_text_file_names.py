"""Names that stay where they are put."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.file_names import is_file_name


@pytest.mark.parametrize("name", ["article", "été 2024", ".hidden", "a.b", "-rf", "3", "..a"])
def test_names_that_stay(name: str) -> None:
    assert is_file_name(name)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "...", " ", "../x", "/etc/x", "a/b", "a\\b", "a\nb", "a\0b", "\ud800", "é" * 101]
)
def test_names_that_leave_or_cannot_be_written(name: str) -> None:
    assert not is_file_name(name)


@given(st.text(max_size=40))
def test_a_name_is_one_step_below_its_folder(name: str) -> None:
    if is_file_name(name):
        assert (Path("/out") / name).parent == Path("/out")
