from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import GlossaryError
from pipeline.glossary import Glossary
from pipeline.glossary.finding.check import check

HEADER = "source\ttarget\tkind\tpolicy\n"


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        ("Kiev\tKyiv\tplace\tmust\nKiev\tKyiv\tplace\tmust\n", [(3, "error", "duplicate")]),
        (
            "Moyen-Orient\tMiddle East\tplace\tmust\nMoyen Orient\tMideast\tplace\tmust\n",
            [(3, "error", "contradiction")],
        ),
        ("Kiev\tKyiv\tplace\tmust\nKiev\tKyiv\tplace\tprefer\n", [(3, "error", "contradiction")]),
        ("Kiev\tKyiv|Kiev\tplace\tmust\nKiev\tKiev\tplace\tforbid\n", [(3, "error", "contradiction")]),
        ("Kiev\tKyiv\tplace\tmust\nKiev\tKiev\tplace\tforbid\n", []),
        ("or\tgold\tterm\tmust\nOr\tOr\tplace\tmust\n", []),
        ("russe\tRussian\tdemonym\tprefer\nrusses\tRussians\tterm\tprefer\n", [(2, "note", "shadowed")]),
        ("Œdipe\tOedipus\tperson\tmust\nOedipe\tOedipus\tperson\tmust\n", [(3, "warning", "shadowed")]),
        ("Kiev\tKyiv\tplace\tmay\n", [(2, "error", "unknown-policy")]),
    ],
)
def test_reports_by_line(tmp_path: Path, rows: str, problems: list[tuple[int, str, str]]) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text(HEADER + rows, "utf-8")
    assert [(problem.line, problem.severity, problem.code) for problem in check(path)] == problems
    if any(severity == "error" for _, severity, _ in problems):
        with pytest.raises(GlossaryError):
            Glossary.load([path])


def test_an_unreadable_file_is_one_problem(tmp_path: Path) -> None:
    assert [(problem.line, problem.code) for problem in check(tmp_path / "none.tsv")] == [(0, "unreadable")]
