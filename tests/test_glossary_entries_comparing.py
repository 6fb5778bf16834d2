from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli.app import run
from pipeline.glossary import Entry, Kind, Policy
from pipeline.glossary.entries.comparing import differences, merge, said

LEVER = Entry("levier", ("lever",))
CROWBAR = Entry("levier", ("crowbar",), Kind.TERM, Policy.PREFER)
NOT_BAR = Entry("levier", ("bar",), Kind.TERM, Policy.FORBID)
VALVE = Entry("soupape", ("valve",))


def test_the_last_glossary_wins_or_all_are_joined() -> None:
    assert merge([[LEVER, VALVE], [CROWBAR, NOT_BAR]]) == ([CROWBAR, VALVE, NOT_BAR], 1)
    joined, dropped = merge([[LEVER, VALVE], [CROWBAR, NOT_BAR]], join=True)
    assert joined == [replace(LEVER, targets=("lever", "crowbar")), VALVE, NOT_BAR]
    assert dropped == 1


def test_what_is_accepted_anywhere_is_not_forbidden_when_joined() -> None:
    assert merge([[NOT_BAR], [Entry("levier", ("bar", "lever"))]], join=True)[0] == [Entry("levier", ("bar", "lever"))]


def test_differences_are_listed_by_source() -> None:
    found = list(differences([LEVER, VALVE], [CROWBAR, NOT_BAR, replace(VALVE, notes="new")]))
    assert [(change, source, said(before), said(after)) for change, source, before, after in found] == [
        ("changed", "levier", "lever", "crowbar (prefer)"),
        ("added", "levier", "", "bar (forbid)"),
    ]


entries = st.builds(
    Entry, st.sampled_from(["a b", "a-b", "c", "d"]), st.tuples(st.sampled_from("xyz")), policy=st.sampled_from(Policy)
)


@given(st.lists(entries), st.lists(entries))
def test_nothing_differs_from_itself_and_directions_mirror(left: list[Entry], right: list[Entry]) -> None:
    merged = merge([left])[0]
    assert list(differences(left, merged)) == []
    forth = [(found.before, found.after) for found in differences(left, right)]
    back = [(found.after, found.before) for found in differences(right, left)]
    assert forth == back


def test_commands(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "old.csv").write_text("Terme;Traduction\nlevier;lever\n", "utf-8")
    (tmp_path / "new.txt").write_text("levier\tcrowbar\nsoupape\tvalve\n", "utf-8")
    out = tmp_path / "both.xlsx"
    assert run(["glossary", "merge", str(tmp_path / "old.csv"), str(tmp_path / "new.txt"), "--output", str(out)]) == 0
    assert "2 entries, 1 replaced" in capsys.readouterr().err
    assert run(["glossary", "diff", str(tmp_path / "new.txt"), str(out)]) == 0
    assert capsys.readouterr().out == ""
    assert run(["glossary", "diff", str(tmp_path / "old.csv"), str(out)]) == 1
    assert capsys.readouterr().out == (
        "change\tsource\told\tnew\nchanged\tlevier\tlever\tcrowbar\nadded\tsoupape\t\tvalve\n"
    )
