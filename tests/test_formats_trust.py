"""Props of our own TMX hold while the text they describe is unchanged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.bitext import Bitext, Flag, Mention, Origin, Review, Severity, Span, Unit
from pipeline.formats.registry import WRITERS
from pipeline.formats.tmx_reading import read_tmx
from pipeline.formats.trust import CHANGED
from pipeline.workflow.glossary import audit_files

UNIT = Unit(
    "s0001",
    "Le canal relie Nantes à Brest.",
    "The canal links Nantes and Brest.",
    origin=Origin.HUMAN,
    score=-0.4,
    mentions=(
        Mention("Nantes", "Nantes", "place", "must", Span(15, 21), Span(16, 22)),
        Mention("Brest", "Brest", "place", "must", Span(24, 29), Span(27, 32), step="forced", score_before=-1.0),
    ),
    flags=(Flag("comment", Severity.NOTE, "check"), Flag("length", Severity.WARNING, "long")),
    links=((Span(15, 21), Span(16, 22)),),
    review=Review.APPROVED,
)


def written(folder: Path, old: str = "", new: str = "") -> Path:
    path = folder / "a.tmx"
    WRITERS["tmx"].write([Bitext("a", (UNIT,))], (path,))
    path.write_text(path.read_text("utf-8").replace(f"{old}</seg>", f"{new}</seg>"), "utf-8")
    return path


def test_unchanged_texts_keep_everything(tmp_path: Path) -> None:
    assert read_tmx(written(tmp_path)).units == (UNIT,)


@pytest.mark.parametrize(
    ("new", "found"), [(" with Brest.", [Span(16, 22), Span(28, 33)]), (" and Quimper.", [Span(16, 22), None])]
)
def test_mentions_are_looked_for_in_a_changed_target(tmp_path: Path, new: str, found: list[Span | None]) -> None:
    (unit,) = read_tmx(written(tmp_path, " and Brest.", new)).units
    assert (unit.score, unit.links, unit.review, unit.origin) == (None, (), Review.NONE, Origin.UNKNOWN)
    assert [flag.code for flag in unit.flags] == ["comment", CHANGED]
    assert [mention.target for mention in unit.mentions] == found
    assert [mention.step for mention in unit.mentions] == ["plain" if span else "missing" for span in found]


def test_mentions_of_a_changed_source_are_not_believed(tmp_path: Path) -> None:
    (unit,) = read_tmx(written(tmp_path, " à Brest.", " à Lorient.")).units
    assert unit.mentions == ()
    assert unit.source.endswith("Lorient.")


def test_the_audit_counts_what_is_there(tmp_path: Path) -> None:
    edited = written(tmp_path, "and Brest.", "and Quimper.")
    found = {row.term: (row.mentions, row.missed) for row in audit_files([edited])}
    assert found == {"Nantes": (1, []), "Brest": (1, ["a:s0001"])}


def test_a_file_without_marks_is_believed(tmp_path: Path) -> None:
    path = written(tmp_path)
    lines = path.read_text("utf-8").split("\n")
    path.write_text(
        "\n".join(line for line in lines if "x-text-mark" not in line).replace("canal links", "canal joins")
    )
    (unit,) = read_tmx(path).units
    assert unit == replace(UNIT, target=UNIT.target.replace("links", "joins"))
