from __future__ import annotations

from pathlib import Path

from pipeline.files.layout import MEMORY, MERGED, STATE, merged_formats, report_path, result_path, result_paths


def test_documents_are_the_folders_that_hold_a_file_of_their_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        result_path(tmp_path, name).parent.mkdir()
        result_path(tmp_path, name).touch()
    (tmp_path / "a" / "other.jsonl").touch()
    (tmp_path / "loose.jsonl").touch()
    assert result_paths(tmp_path) == [tmp_path / "a" / "a.jsonl", tmp_path / "b" / "b.jsonl"]
    assert report_path(tmp_path / "a", "a") == tmp_path / "a" / "a.report.json"


def test_merged_files_are_told_by_their_first(tmp_path: Path) -> None:
    assert merged_formats(tmp_path) == []
    (tmp_path / MERGED["moses"][0]).touch()
    assert merged_formats(tmp_path) == ["moses"]


def test_what_is_ours_lies_in_one_folder() -> None:
    assert MEMORY.parent == STATE
