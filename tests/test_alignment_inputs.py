from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alignment.inputs import pair_files, with_lines
from pipeline.bitext import Document
from pipeline.errors import InputError


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def names(pairs: list[tuple[Path, Path]], root: Path) -> list[tuple[str, str]]:
    return [(str(left.relative_to(root)), str(right.relative_to(root))) for left, right in pairs]


def test_two_files(tmp_path: Path) -> None:
    make(tmp_path, "a", "b")
    assert pair_files(tmp_path / "a", tmp_path / "b") == ([(tmp_path / "a", tmp_path / "b")], [])


def test_one_folder_with_marked_names(tmp_path: Path) -> None:
    make(tmp_path, "x.fr.txt", "x.en.txt", "y_fr.txt", "y_en.txt", "z.fr", "z.en", "alone.fr.txt", "notes.txt")
    pairs, left_over = pair_files(tmp_path, tmp_path)
    assert names(pairs, tmp_path) == [("x.fr.txt", "x.en.txt"), ("y_fr.txt", "y_en.txt"), ("z.fr", "z.en")]
    assert [path.name for path in left_over] == ["alone.fr.txt"]


def test_two_folders_with_equal_names(tmp_path: Path) -> None:
    make(tmp_path, "fr/a.txt", "fr/b.txt", "en/a.txt", "en/.hidden.txt")
    pairs, left_over = pair_files(tmp_path / "fr", tmp_path / "en")
    assert names(pairs, tmp_path) == [("fr/a.txt", "en/a.txt")]
    assert [path.name for path in left_over] == ["b.txt"]


@pytest.mark.parametrize("second", ["fr/a.md", "fr/a.fr.txt", "en/a.html"])
def test_two_files_of_one_name_on_a_side(tmp_path: Path, second: str) -> None:
    make(tmp_path, "fr/a.txt", "en/a.txt", second)
    with pytest.raises(InputError, match="two files of one name, a") as raised:
        pair_files(tmp_path / "fr", tmp_path / "en")
    assert str(tmp_path / second) in str(raised.value)
    assert str((tmp_path / second).with_name("a.txt")) in str(raised.value)


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [("none", "f/a.txt", "no such file"), ("f", "f/a.txt", "is a folder"), ("f", "g", "no file has a partner")],
)
def test_bad_paths(tmp_path: Path, left: str, right: str, message: str) -> None:
    make(tmp_path, "f/a.txt", "g/b.txt")
    with pytest.raises(InputError, match=message):
        pair_files(tmp_path / left, tmp_path / right)


def test_lines() -> None:
    document = with_lines(Document("d", "a\r\n\nb\u2028c"))
    assert document.segments() == ["a", "", "b\u2028c"]
    assert [sentence.paragraph for sentence in document.sentences] == [0, 1, 2]


@given(st.text("ab\n\r\u2028", max_size=30))
def test_segments_and_gaps_give_the_text_back(text: str) -> None:
    document = with_lines(Document("d", text))
    assert document.to_bytes() == text.encode()
    assert len(document.sentences) == len(text.removesuffix("\n").split("\n")) - (text == "")
