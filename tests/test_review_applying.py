"""Edits come home: hashes checked, conflicts reported, nothing lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_bitexts import sample

from pipeline.bitext import Bitext, Flag, Origin, Review, Severity, Span, Unit, unit_identifier
from pipeline.formats.text import translated_text
from pipeline.quality.registry import run_checks
from pipeline.review.applying import Applied, apply_patch
from pipeline.review.fingerprint import segment_hash, target_hash
from pipeline.review.patch import DocumentPatch, Edit, Regrouping, Segment

HASHES = {unit.id: segment_hash(unit.source) for unit in sample().units}


def edit(key: str, target: str, **fields: object) -> Edit:
    return replace(Edit(key, HASHES[key], target), **fields)  # type: ignore[arg-type]


def apply(*edits: Edit, groups: tuple[Regrouping, ...] = (), bitext: Bitext | None = None) -> Applied:
    return apply_patch(bitext or sample(), DocumentPatch("essai", edits, groups))


def test_an_edit_makes_a_human_unit_and_keeps_the_rest() -> None:
    applied = apply(edit("s0001", "Mr Putin has spoken."))
    first, *rest = applied.bitext.units
    assert (first.target, first.origin, first.score, first.links) == ("Mr Putin has spoken.", Origin.HUMAN, None, ())
    assert first.mentions[0].target == Span(3, 8)
    assert first.mentions[0].step == "human"
    assert tuple(rest) == sample().units[1:]
    assert first.review is Review.EDITED
    assert applied.approved == ()
    assert applied.conflicts == ()
    assert len(applied.rejected) == 0


@pytest.mark.parametrize("state", [Review.DRAFT, Review.EDITED, Review.APPROVED])
def test_only_approval_approves(state: Review) -> None:
    applied = apply(edit("s0001", "Mr Putin has spoken.", state=state))
    assert applied.bitext.units[0].review is state
    assert [unit.id for unit in applied.approved_units()] == ["s0001"] * (state is Review.APPROVED)


def test_approval_is_withdrawn_by_an_edit_and_only_then() -> None:
    done = apply(edit("s0001", "Mr Putin spoke.", state=Review.APPROVED)).bitext
    assert apply(edit("s0001", "Mr Putin spoke.", state=Review.APPROVED), bitext=done).withdrawn == ()
    assert apply(edit("s0001", "Mr Putin spoke."), bitext=done).bitext == done
    applied = apply(edit("s0001", "He spoke."), bitext=done)
    assert [unit.target for unit in applied.withdrawn] == ["Mr Putin spoke."]
    stepped_back = edit("s0001", "Mr Putin spoke.", found=target_hash("Mr Putin spoke."))
    assert apply(stepped_back, bitext=done).bitext.units[0].review is Review.EDITED


@pytest.mark.parametrize("target", ["", " ", "\n"])
@pytest.mark.parametrize("state", [Review.EDITED, Review.APPROVED])
def test_an_emptied_target_means_not_translated(target: str, state: Review) -> None:
    applied = apply(edit("s0001", target, state=state))
    unit = applied.bitext.units[0]
    assert (unit.target, unit.review, applied.approved) == ("", Review.DRAFT, ())
    assert unit.origin is not Origin.HUMAN
    assert [flag.code for flag in run_checks(applied.bitext).units[0].flags if flag.severity is Severity.ERROR]


def test_an_edit_made_on_another_target_is_a_conflict() -> None:
    found = target_hash("Putin spoke.")
    assert apply(edit("s0001", "He spoke.", found=found)).conflicts == ()
    changed = apply(edit("s0001", "Vladimir Putin spoke.")).bitext
    refused = apply(edit("s0001", "He spoke.", found=found), bitext=changed)
    assert refused.conflicts == ("essai: s0001: somebody else has changed its English since",)
    assert refused.bitext == changed
    assert apply(edit("s0001", "Vladimir Putin spoke.", found=found), bitext=changed).conflicts == ()


def test_a_lost_rendering_is_missing_and_old_flags_go() -> None:
    first, second, third = apply(edit("s0001", "He spoke."), edit("s0002", "x"), edit("s0003", "y")).bitext.units
    assert (first.mentions[0].target, first.mentions[0].step) == (None, "missing")
    assert second.flags == ()
    assert third.flags == (Flag("comment", Severity.NOTE, "vérifier"),)


def test_approval_without_an_edit_keeps_everything_else() -> None:
    target = sample().units[1].target
    applied = apply(edit("s0002", target, state=Review.APPROVED))
    assert applied.bitext.units[1] == replace(sample().units[1], origin=Origin.HUMAN, review=Review.APPROVED)
    assert applied.approved == ("s0002",)


def test_a_comment_alone_approves_nothing() -> None:
    target = sample().units[2].target
    applied = apply(edit("s0003", target, state=Review.NONE, comment="à revoir"))
    assert applied.approved == ()
    assert applied.bitext.units[2].flags[-1] == Flag("comment", Severity.NOTE, "à revoir")
    assert len(applied.bitext.units[2].flags) == 2
    gone = apply(edit("s0003", target, state=Review.NONE, comment=""))
    assert [flag.code for flag in gone.bitext.units[2].flags] == ["copied"]


def test_a_changed_source_is_a_conflict_and_nothing_is_lost() -> None:
    changed = replace(sample(), units=(replace(sample().units[0], source="Autre."), *sample().units[1:]))
    applied = apply(edit("s0001", "x"), edit("s0002", "y"), bitext=changed)
    assert applied.conflicts == ("essai: s0001: its source is no longer the one reviewed",)
    assert applied.rejected.edits == (edit("s0001", "x"),)
    assert applied.bitext.units[0] == changed.units[0]
    assert applied.bitext.units[1].target == "y"


def test_a_source_that_moved_is_found_by_its_hash_unless_it_stands_there_twice() -> None:
    extra = Unit("s0001", "Nouveau.", "New.")
    moved = [replace(unit, id=unit_identifier(i + 1)) for i, unit in enumerate(sample().units)]
    applied = apply(edit("s0001", "x"), bitext=replace(sample(), units=(extra, *moved)))
    assert [unit.target for unit in applied.bitext.units[:2]] == ["New.", "x"]
    twice = replace(sample(), units=(extra, *moved, replace(moved[0], id="s0005")))
    assert len(apply(edit("s0001", "x"), bitext=twice).conflicts) == 1


def group(keys: tuple[str, ...], *segments: Segment) -> tuple[Regrouping, ...]:
    return (Regrouping(keys, tuple(HASHES[key] for key in keys), segments),)


def test_merging() -> None:
    groups = group(("s0001", "s0002"), Segment("Poutine a parlé. « Non », dit-il.", "Putin said no.", comment="joint"))
    applied = apply(groups=groups)
    merged, last = applied.bitext.units
    assert (merged.id, merged.bead, merged.origin) == ("s0001", "2-2", Origin.HUMAN)
    assert applied.bitext.document is not None
    assert merged.source_span is not None
    assert merged.source == merged.source_span.of(applied.bitext.document.text) == "Poutine a parlé. « Non », dit-il."
    assert merged.mentions[0].source == Span(0, 7)
    assert merged.mentions[0].target == Span(0, 5)
    assert merged.flags == (Flag("comment", Severity.NOTE, "joint"),)
    assert last == sample().units[2]
    assert translated_text(applied.bitext).startswith("Putin said no.\r\n\r\n<script>")


def test_splitting_gives_new_ids() -> None:
    applied = apply(
        groups=group(("s0002",), Segment("« Non »,", "“No,”"), Segment("dit-il.", "he said.", state=Review.APPROVED))
    )
    assert [unit.id for unit in applied.bitext.units] == ["s0001", "s0002", "s0002a", "s0003"]
    assert [unit.source for unit in applied.bitext.units[1:3]] == ["« Non »,", "dit-il."]
    assert translated_text(applied.bitext) == translated_text(sample())


def test_moving_a_boundary_of_the_source() -> None:
    groups = group(("s0001", "s0002"), Segment("Poutine", "Putin"), Segment("a parlé.\n« Non », dit-il.", "rest"))
    one, two, _ = apply(groups=groups).bitext.units
    assert (one.source, two.source) == ("Poutine", "a parlé. « Non », dit-il.")
    assert (one.id, two.id) == ("s0001", "s0002")
    assert one.mentions[0].target == Span(0, 5)
    assert two.mentions == ()


@pytest.mark.parametrize(
    ("groups", "reason"),
    [
        (group(("s0001", "s0002"), Segment("Poutine a parlé.", "x")), "do not hold the same source"),
        (group(("s0001",), Segment("Poutine a parlé.", "x"), Segment(" ", "y")), "do not hold the same source"),
        (group(("s0001", "s0003"), Segment("x", "y")), "s0001–s0003: the sources are no longer those reviewed"),
        (group(("s0001",), Segment("Poutine a parlé.", "x")) * 2, "changes it twice"),
    ],
)
def test_regroupings_that_do_not_fit(groups: tuple[Regrouping, ...], reason: str) -> None:
    applied = apply(groups=groups)
    assert len(applied.conflicts) == 1
    assert reason in applied.conflicts[0]
    assert applied.rejected.groups == (groups[-1],)


@given(st.data())
def test_any_regrouping_keeps_the_source(data: st.DataObject) -> None:
    units = sample().units[:2]
    text = " ".join(unit.source for unit in units)
    spaces = [place for place, character in enumerate(text) if character == " "]
    cuts = sorted(data.draw(st.sets(st.sampled_from(spaces))))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    applied = apply(groups=group(("s0001", "s0002"), *(Segment(piece, "t") for piece in pieces)))
    assert applied.conflicts == ()
    made = applied.bitext.units[:-1]
    assert [unit.source for unit in made] == [piece.strip() for piece in pieces]
    assert len({unit.id for unit in applied.bitext.units}) == len(applied.bitext.units)
    for unit in made:
        for mention in unit.mentions:
            assert mention.source.of(unit.source) == "Poutine"


_TARGETS = st.sampled_from(["", " ", "x", "Mr Putin spoke.", "\u2400 a", "two\nlines"])
_EDITS = st.builds(
    lambda place, target, state, comment, found: Edit(
        sample().units[place].id,
        segment_hash(sample().units[place].source),
        target,
        state,
        comment,
        target_hash(sample().units[place].target) if found else None,
    ),
    st.integers(0, len(sample().units) - 1),
    _TARGETS,
    st.sampled_from(list(Review)),
    st.sampled_from([None, "", "a remark"]),
    st.booleans(),
)


@st.composite
def _groups(draw: st.DrawFn) -> Regrouping:
    start = draw(st.integers(0, len(sample().units) - 2))
    units = sample().units[start : start + draw(st.integers(1, 2))]
    words = " ".join(unit.source for unit in units).split()
    cut = draw(st.integers(0, len(words) - 1))
    pieces = [" ".join(part) for part in (words[:cut], words[cut:]) if part]
    segments = tuple(Segment(piece, draw(_TARGETS), draw(st.sampled_from(list(Review)))) for piece in pieces)
    return Regrouping(tuple(unit.id for unit in units), tuple(segment_hash(unit.source) for unit in units), segments)


@given(st.lists(_EDITS, max_size=4, unique_by=lambda edit: edit.id), st.lists(_groups(), max_size=1))
def test_applying_twice_is_applying_once(edits: list[Edit], groups: list[Regrouping]) -> None:
    patch = DocumentPatch("essai", tuple(edits), tuple(groups))
    once = apply_patch(sample(), patch)
    again = apply_patch(once.bitext, replace(patch, edits=tuple(e for e in edits if e not in once.rejected.edits)))
    assert again.conflicts == ()
    assert again.bitext == once.bitext
