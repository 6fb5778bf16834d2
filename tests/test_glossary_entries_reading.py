from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import GlossaryError
from pipeline.glossary import Entry, Glossary, Kind, Policy
from pipeline.glossary.entries.separated import read_tsv

HEADER = "source\ttarget\tkind\tpolicy\tnotes\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "terms.tsv"
    path.write_bytes(text.encode("utf-8"))
    return path


def test_reads_entries_comments_variants_and_lines(tmp_path: Path) -> None:
    rows = "Russie\tRussia\tplace\tmust\t\nONU\tUN | U.N.\torganisation\tprefer\r\nTASS\t\tterm\tkeep\n"
    path = write(tmp_path, f"# names\n{HEADER}\n{rows}")
    entries, problems = read_tsv(path)
    assert problems == []
    assert entries == [
        Entry("Russie", ("Russia",), Kind.PLACE, Policy.MUST, "", str(path), 4),
        Entry("ONU", ("UN", "U.N."), Kind.ORGANISATION, Policy.PREFER, "", str(path), 5),
        Entry("TASS", ("TASS",), Kind.TERM, Policy.KEEP, "", str(path), 6),
    ]


def test_columns_are_found_by_name_and_a_byte_order_mark_is_dropped(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeffpolicy\tkind\ttarget\tsource\nmust\tplace\tRussia\tRussie\n")
    assert read_tsv(path)[0] == [Entry("Russie", ("Russia",), Kind.PLACE, Policy.MUST, "", str(path), 2)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Russie\tRussia\tplace", "missing-cells"),
        ("\tRussia\tplace\tmust", "empty-source"),
        ("…\tRussia\tplace\tmust", "empty-source"),
        ("Russie\t |\tplace\tmust", "empty-target"),
        ("Russie\tRussia\tcountry\tmust", "unknown-kind"),
        ("Russie\tRussia\tplace\tshould", "unknown-policy"),
        ("TASS\tTass\tterm\tkeep", "keep-target"),
        ("m" * 301 + "\tRussia\tterm\tmust", "too-long"),
        ("Russie\ta|" + "m" * 301 + "\tterm\tmust", "too-long"),
        ("Ru\x00ssie\tRussia\tterm\tmust", "control-character"),
        ("Russie\tRuss\x1bia\tterm\tmust", "control-character"),
    ],
)
def test_names_the_line_and_the_fault(tmp_path: Path, row: str, code: str) -> None:
    path = write(tmp_path, f"{HEADER}Chine\tChina\tplace\tmust\n{row}\n")
    entries, problems = read_tsv(path)
    assert [entry.source for entry in entries] == ["Chine"]
    assert [(problem.line, problem.code) for problem in problems] == [(3, code)]
    assert str(problems[0]).startswith(f"{path}:3: ")
    with pytest.raises(GlossaryError) as caught:
        Glossary.load([path])
    assert caught.value.problems == (str(problems[0]),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no row"),
        (b"# only a comment\n", "no row"),
        (b"source\tkind\tpolicy\n", "missing column"),
        (b"Terme\tD\xc3\xa9finition\n", "missing column"),
        (b"DE\tEN\nSchraube\tscrew\n", "missing column"),
        (b"a\x00\x01\x02\x03\x04\x05\x06\xff", "binary"),
    ],
)
def test_refuses_a_file_without_rows_or_usable_header(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes(content)
    with pytest.raises(GlossaryError, match=said):
        read_tsv(path)


def test_refuses_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(GlossaryError, match="no such file"):
        read_tsv(tmp_path / "none.tsv")
    with pytest.raises(GlossaryError, match="is a folder"):
        read_tsv(tmp_path)
