from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.workflow.sources import Found, Names, find_sources


@pytest.fixture
def tree(tmp_path):
    for name in ("a.txt", "b.html", "c.png", ".d.txt", "below/a.txt", "below/further/e.docx", "out/f.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Un mot.")
    return tmp_path


def found(given, tree, **options):
    made, warnings = find_sources(given, tree / "out", **options)
    return [(each.path.relative_to(tree).as_posix(), each.folder.as_posix()) for each in made], warnings


def test_a_folder_means_its_documents(tree):
    names, warnings = found([str(tree)], tree)
    assert names == [("a.txt", "."), ("b.html", ".")]
    assert warnings == [f"{tree}: 1 file of other kinds left out"]


def test_recursive_keeps_the_folders_and_leaves_out_the_results(tree):
    names, _ = found([str(tree)], tree, recursive=True)
    wanted = [("a.txt", "."), ("b.html", "."), ("below/a.txt", "below"), ("below/further/e.docx", "below/further")]
    assert names == wanted


def test_patterns_and_files_each_once(tree, monkeypatch):
    monkeypatch.chdir(tree)
    made, _ = find_sources(["a.txt", "*.txt", "**/a.txt"], tree / "out")
    assert [each.path.as_posix() for each in made] == ["a.txt", "below/a.txt"]


def test_nothing_found_is_said(tree):
    (tree / "empty").mkdir()
    with pytest.raises(InputError, match="no file matches"):
        find_sources([str(tree / "*.md")], tree / "out")
    with pytest.raises(InputError, match="no document in this folder; --recursive"):
        find_sources([str(tree / "empty")], tree / "out")


def test_a_missing_file_is_for_the_reader_to_refuse(tree):
    assert find_sources([str(tree / "no.txt")], tree)[0] == [Found(tree / "no.txt")]


def test_two_files_of_one_name_never_share_a_folder_in_any_run(tmp_path):
    out = tmp_path / "out"
    first, second, third = tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt", tmp_path / "y" / "a.html"
    names = Names(out)
    assert [names.of(path) for path in (first, second)] == ["a", "a-2"]
    for name in ("a", "a-2"):
        (out / name).mkdir(parents=True)
        names.keep(Path(), name)
    later = Names(out)
    assert [later.of(path) for path in (third, second, first)] == ["a-3", "a-2", "a"]
    # what was removed is free again
    (out / "a").rmdir()
    assert Names(out).of(third) == "a"
