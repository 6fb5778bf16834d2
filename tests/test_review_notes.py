"""Notes of several people: told apart, answered, merged, and carried by every format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from sample_bitexts import sample

from pipeline.bitext import Bitext
from pipeline.formats.tmx import TmxWriter
from pipeline.review.applying import with_comment
from pipeline.review.carrying import carry
from pipeline.review.exchange import EXCHANGES, read_review
from pipeline.review.notes import Note, comment_of, merge_notes, parse_notes
from pipeline.review.tmx import read_memory

THREAD = """Anna, 2026-11-25 17:40: Is he a cosmonaut?
I doubt it.

↳ Boris, 2026-11-25 17:52: Yes.

A word of nobody's: so it is."""
NOTES = st.lists(st.sampled_from(["a", "b", "c", "d", "↳ e", "X, 2026-01-01 10:00: f"]), unique=True).map("\n\n".join)


def noted() -> Bitext:
    first, *others = sample().units
    return replace(sample(), units=(with_comment(first, THREAD), *others))


def test_notes_are_told_apart() -> None:
    assert parse_notes(THREAD) == (
        Note("Is he a cosmonaut?\nI doubt it.", "Anna", "2026-11-25 17:40"),
        Note("Yes.", "Boris", "2026-11-25 17:52", answer=True),
        Note("A word of nobody's: so it is."),
    )
    assert parse_notes(" \n\n ") == ()


def test_an_answer_and_a_new_note_come_together() -> None:
    assert merge_notes("a\n\nb", "a\n\n↳ yes\n\nb", "a\n\nb\n\nc") == "a\n\n↳ yes\n\nb\n\nc"
    assert merge_notes("a\n\nb", "a", "a\n\nb\n\n↳ c") == "a\n\n↳ c"
    assert merge_notes("a", "a1", "a2") == "a1\n\na2"


@given(NOTES, NOTES, NOTES)
def test_merging_loses_nothing_that_was_added_and_keeps_nothing_that_both_took_away(
    base: str, ours: str, theirs: str
) -> None:
    merged = set(filter(None, merge_notes(base, ours, theirs).split("\n\n")))
    old, one, other = (set(filter(None, text.split("\n\n"))) for text in (base, ours, theirs))
    assert (one - old) | (other - old) <= merged
    assert not (old - one - other) & merged
    assert (old & one & other) <= merged
    assert merge_notes(base, base, theirs) == "\n\n".join(filter(None, theirs.split("\n\n")))


@pytest.mark.parametrize("suffix", [suffix for suffix, exchange in EXCHANGES.items() if exchange.writer])
def test_a_thread_goes_out_and_comes_back_unchanged(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    writer = EXCHANGES[suffix].writer
    assert writer is not None
    writer.write([noted()], (path,))
    assert [edit.comment for edit in read_review(path).documents[0].edits if edit.comment] == []


def test_a_thread_is_in_the_memory_and_survives_a_new_translation(tmp_path: Path) -> None:
    TmxWriter().write([noted()], (tmp_path / "a.tmx",))
    assert read_memory(tmp_path / "a.tmx").documents[0].edits[0].comment == THREAD
    anew = replace(sample(), units=tuple(replace(unit, target=f"New {unit.target}") for unit in sample().units))
    assert comment_of(carry(noted(), anew).units[0]) == THREAD


def test_a_note_of_another_program_has_its_person(tmp_path: Path) -> None:
    path = tmp_path / "a.xlf"
    EXCHANGES[".xlf"].writer.write([noted()], (path,))  # type: ignore[union-attr]
    tree = etree.parse(path)
    unit = next(tree.iter("{*}trans-unit"))
    etree.SubElement(unit, "{urn:oasis:names:tc:xliff:document:1.2}note", {"from": "Chiara"}).text = "I agree."
    tree.write(path)
    (edit,) = (edit for edit in read_review(path).documents[0].edits if edit.comment)
    assert edit.comment == f"{THREAD}\n\nChiara: I agree."
