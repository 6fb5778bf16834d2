"""What reviewers said of a document goes with it when it is made anew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bitext import Bitext, Flag, Review, Severity, Unit, unit_identifier
from pipeline.review.applying import CONFLICT, with_comment, with_review
from pipeline.review.carrying import carry

RAIN, THANKS, CAT = (
    Unit("s0001", "Il pleut.", "It rains."),
    Unit("s0002", "Merci.", "Thanks."),
    Unit("s0003", "Le chat dort.", "The cat sleeps.", paragraph=1),
)


def bitext(*units: Unit) -> Bitext:
    return Bitext("a", tuple(replace(unit, id=unit_identifier(at)) for at, unit in enumerate(units)))


def conflicts(made: Bitext) -> dict[str, list[str]]:
    found = {unit.id: [flag.message for flag in unit.flags if flag.code == CONFLICT] for unit in made.units}
    return {key: messages for key, messages in found.items() if messages}


@pytest.mark.parametrize("state", [Review.DRAFT, Review.EDITED, Review.APPROVED])
def test_text_state_and_comment_follow_the_french(state: Review) -> None:
    said = with_comment(with_review(RAIN, "It is pouring.", state), "wet")
    new = bitext(THANKS, replace(RAIN, target="Rain falls."), CAT)
    made = carry(bitext(said, THANKS), new)
    assert (made.units[1].target, made.units[1].review) == ("It is pouring.", state)
    assert [flag.message for flag in made.units[1].flags if flag.code == "comment"] == ["wet"]
    assert (made.units[0], made.units[2]) == (new.units[0], new.units[2])


def test_a_comment_alone_is_kept_beside_the_new_translation() -> None:
    made = carry(bitext(with_comment(RAIN, "too dry?")), bitext(replace(RAIN, target="Rain falls.")))
    assert (made.units[0].target, made.units[0].review) == ("Rain falls.", Review.NONE)
    assert made.units[0].flags == (Flag("comment", Severity.NOTE, "too dry?"),)


def test_an_emptied_target_is_translated() -> None:
    made = carry(bitext(with_review(RAIN, "", Review.DRAFT)), bitext(RAIN))
    assert made.units[0].target == "It rains."


def test_equal_sentences_keep_their_order() -> None:
    made = carry(bitext(with_review(THANKS, "Cheers.", Review.EDITED), THANKS), bitext(THANKS, CAT, THANKS))
    assert [unit.target for unit in made.units] == ["Cheers.", "The cat sleeps.", "Thanks."]


def test_french_that_is_gone_leaves_a_conflict_at_what_is_most_like_it_until_that_is_approved() -> None:
    changed = Unit("", "Il pleut encore.", "It still rains.")
    old = bitext(THANKS, with_comment(with_review(RAIN, "It is pouring.", Review.APPROVED), "wet"), CAT)
    made = carry(old, bitext(THANKS, Unit("", "Il neige ici.", "It snows here."), changed, CAT))
    assert list(conflicts(made)) == ["s0003"]
    (message,) = conflicts(made)["s0003"]
    assert all(each in message for each in ("Il pleut.", "It is pouring.", "approved", "wet"))
    again = carry(made, bitext(THANKS, changed, CAT))
    assert conflicts(again) == {"s0002": [message]}
    assert conflicts(carry(bitext(*again.units), bitext(THANKS, changed, CAT))) == {"s0002": [message]}, "said once"
    approved = bitext(again.units[0], with_review(again.units[1], "It still rains.", Review.APPROVED), again.units[2])
    assert conflicts(carry(approved, bitext(THANKS, changed, CAT))) == {}


def test_segments_that_were_joined_or_split_stay_so() -> None:
    joined = Unit("", "Il pleut. Merci.", "It rains, thanks.", review=Review.EDITED)
    made = carry(bitext(joined, CAT), bitext(RAIN, THANKS, CAT))
    assert [(unit.source, unit.target) for unit in made.units] == [
        ("Il pleut. Merci.", "It rains, thanks."),
        ("Le chat dort.", "The cat sleeps."),
    ]
    halves = [
        Unit("", text, english, review=Review.APPROVED)
        for text, english in (("Le chat", "The cat"), ("dort.", "naps."))
    ]
    made = carry(bitext(RAIN, *halves), bitext(RAIN, CAT))
    assert [unit.target for unit in made.units] == ["It rains.", "The cat", "naps."]
    assert [unit.review for unit in made.units] == [Review.NONE, Review.APPROVED, Review.APPROVED]


def test_nothing_said_nothing_changed() -> None:
    new = bitext(RAIN, THANKS)
    assert carry(bitext(CAT), new) is new


TEXTS = st.sampled_from(["Il pleut.", "Merci.", "Le chat dort.", "Fin de la page.", "Fin."])
SAID = st.tuples(TEXTS, st.sampled_from(list(Review)), st.sampled_from(["", "a remark"]))


@given(st.lists(SAID, max_size=6), st.lists(TEXTS, min_size=1, max_size=6))
def test_nothing_that_was_said_is_lost(said: list[tuple[str, Review, str]], sources: list[str]) -> None:
    old = bitext(
        *(
            with_comment(
                with_review(Unit("", text, "machine"), f"English {at}", state), f"{remark} {at}" * bool(remark)
            )
            if state is not Review.NONE
            else with_comment(Unit("", text, "machine"), f"{remark} {at}" if remark else None)
            for at, (text, state, remark) in enumerate(said)
        )
    )
    made = carry(old, bitext(*(Unit("", text, "new machine") for text in sources)))
    everything = "\n".join([*(unit.target for unit in made.units), *(f.message for u in made.units for f in u.flags)])
    for at, (_, state, remark) in enumerate(said):
        assert state is Review.NONE or f"English {at}" in everything
        assert not remark or f"{remark} {at}" in everything


def test_a_conflict_outlives_edits_of_the_segment_beside_it() -> None:
    old = bitext(with_review(RAIN, "It is pouring.", Review.APPROVED))
    (unit,) = carry(old, bitext(Unit("", "Il neige.", "It snows."))).units
    edited = with_review(unit, "Snow falls.", Review.EDITED)
    assert [flag.code for flag in edited.flags] == [CONFLICT]
    assert with_review(edited, "Snow falls.", Review.APPROVED).flags == ()
