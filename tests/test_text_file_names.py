"""Names that stay where they are put."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.file_names import distinct_names, file_name, is_file_name


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


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("article", "article"),
        ("caf\udce9", "café"),
        ("a\nb", "a_b"),
        ("a\x85b", "a\x85b"),
        ("..", "document"),
        (".x", "x"),
        ("-rf", "-rf"),
        ("\ud800", "\ufffd"),
        (" ", "document"),
    ],
)
def test_names_after_stems(stem: str, name: str) -> None:
    assert file_name(stem) == name


def test_long_stems_stay_apart() -> None:
    names = [file_name("é" * 120 + end) for end in "ab"]
    assert names[0] != names[1]
    assert all(name.startswith("é" * 75 + "-") for name in names)


def test_documents_of_one_name_are_numbered_whatever_the_file_system() -> None:
    stems = ["x", "x", ".x", "X", "e\u0301", "é", "x-2"]
    assert list(distinct_names(stems)) == ["x", "x-2", "x-3", "X-4", "e\u0301", "é-2", "x-2-2"]


@given(st.lists(st.text(st.characters(), max_size=300)))
def test_any_stem_gives_a_usable_name_and_a_usable_name_stays(stems: list[str]) -> None:
    names = list(distinct_names(stems))
    assert all(is_file_name(name) and name == file_name(name) for name in names)
    assert len({name.casefold() for name in names}) == len(stems)
