"""Where codes go in a translation whose words are linked. Links are written as pairs of words, `noir:black`."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import parse, shown

from pipeline.alignment.codes import GUESSED, matched, place_all, place_codes
from pipeline.alignment.words import tokens
from pipeline.bitext import Bitext, Code, CodeKind, Flag, Mention, Severity, Span, Unit
from pipeline.quality.codes import Codes, crossed


def placed(marked, target, links, mentions=()):
    source, codes = parse(marked)
    pairs = []
    for link in links.split():
        left, _, right = link.partition(":")
        start, there = source.index(left), target.index(right)
        pairs.append((Span(start, start + len(left)), Span(there, there + len(right))))
    made = []
    for term, rendering in mentions:
        spans = [
            Span(text.index(part), text.index(part) + len(part)) for text, part in ((source, term), (target, rendering))
        ]
        made.append(Mention(term, rendering, "person", "must", *spans))
    return place_codes(Unit("s0001", source, target, links=tuple(pairs), source_codes=codes, mentions=tuple(made)))


CASES = [
    # source with codes, target, links, target with codes
    (
        "Le chat {1>noir<1} dort.",
        "The black cat sleeps.",
        "Le:The chat:cat noir:black dort:sleeps .:.",
        "The {1>black<1} cat sleeps.",
    ),
    (
        "{1>Le chat noir<1} dort.",
        "The black cat sleeps.",
        "Le:The chat:cat noir:black dort:sleeps",
        "{1>The black cat<1} sleeps.",
    ),
    ("{1>Il pleut<1}.", "It is raining.", "Il:It pleut:raining", "{1>It is raining<1}."),
    ("{1>Il pleut.<1}", "It rains.", "", "{1>It rains.<1}"),
    ("« {1>Il pleut<1} »", "“It rains”", "", "“{1>It rains<1}”"),
    # nesting, and pairs whose order changes
    (
        "une {1>coopération {2>militaire<2}<1} ici",
        "a military cooperation here",
        "une:a coopération:cooperation militaire:military ici:here",
        "a {1>{2>military<2} cooperation<1} here",
    ),
    ("une {1>table<1} {2>ronde<2}", "a round table", "une:a table:table ronde:round", "a {2>round<2} {1>table<1}"),
    # alone: behind the rendering of the word before
    ("Il pleut[1] ici.", "Here it rains.", "Il:it pleut:rains ici:Here", "Here it rains[1]."),
    ("Un mot[1] ici.", "A word here.", "Un:A mot:word ici:here", "A word[1] here."),
    ("Voir [1]Paris ici.", "See Paris here.", "Voir:See Paris:Paris ici:here", "See [1]Paris here."),
    ("Un mot[1].", "A word.", "Un:A mot:word", "A word[1]."),
    ("Un mot.[1]", "A word.", "Un:A mot:word", "A word.[1]"),
    ("[1]Un mot.", "A word.", "Un:A mot:word", "[1]A word."),
    # halves
    ("Il {1>pleut ici.", "It rains here.", "Il:It pleut:rains ici:here", "It {1>rains here."),
    ("Il pleut<1} ici.", "It rains here.", "Il:It pleut:rains ici:here", "It rains<1} here."),
    # an empty pair
    ("Un {1><1}mot.", "A word.", "Un:A mot:word", "A {1><1}word."),
]


@pytest.mark.parametrize(("source", "target", "links", "expected"), CASES)
def test_codes_stand_where_their_words_went(source, target, links, expected):
    unit = placed(source, target, links)
    assert shown(unit.target, unit.target_codes) == expected
    assert not unit.flags


def test_a_mention_gives_its_own_rendering():
    unit = placed(
        "Le roi {1>Charles de Gaulle<1} vint.",
        "King Charles de Gaulle came.",
        "roi:King Charles:King vint:came",
        [("Charles de Gaulle", "Charles de Gaulle")],
    )
    assert shown(unit.target, unit.target_codes) == "King {1>Charles de Gaulle<1} came."


GUESSES = [
    # a word of something else stands between the two halves: the run with more words
    ("{1>Il ne mange plus du tout<1} hier.", "He yesterday eats nothing at all.",
     "Il:He mange:eats plus:nothing tout:all hier:yesterday", "He yesterday {1>eats nothing at all<1}."),
    # nothing linked: what stands between the neighbours
    ("Le {1>truc<1} dort.", "The thing sleeps.", "Le:The dort:sleeps", "The {1>thing<1} sleeps."),
    # no links at all: the same share
    ("zbu zby {1>zbo<1} zbi", "kra kre kri kro", "", "kra kre {1>kri<1} kro"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "links", "expected"), GUESSES)
def test_a_guess_is_noted(source, target, links, expected):
    unit = placed(source, target, links)
    assert shown(unit.target, unit.target_codes) == expected
    assert [(flag.code, flag.severity) for flag in unit.flags] == [(GUESSED, Severity.NOTE)]


def test_only_what_has_no_codes_yet_is_placed():
    source, codes = parse("Un {1>mot<1}.")
    units = (Unit("s0001", source, "A word."), Unit("s0002", source, "A word.", source_codes=codes))
    done = Unit("s0003", source, "A word.", source_codes=codes, target_codes=codes)
    made = place_all(Bitext("b", (*units, done))).units
    assert made[0] == units[0]
    assert made[1].target_codes
    assert made[2] == done


def test_codes_of_two_texts_written_apart_are_matched_by_their_types():
    codes = [
        tuple(replace(code, type="bold" if code.id < 9 else "link") for code in parse(marked)[1])
        for marked in ("{1>a<1} {2>b<2} [3] {9>c<9}", "{4>a<4} {9>b<9} {5>c<5} {6>d<6} [7]")
    ]
    assert [code.id for code in matched(*codes)] == [1, 1, 9, 9, 2, 2, 10, 10, 3]


WORDS = st.sampled_from(["un", "mot", "noir", ".", ",", "ici", "Paris", "1990"])


@st.composite
def coded_units(draw):
    source = " ".join(draw(st.lists(WORDS, min_size=1, max_size=8)))
    target = " ".join(draw(st.lists(WORDS, max_size=8)))
    left, right = tokens(source), tokens(target)
    links = ()
    if left and right:
        links = tuple(draw(st.lists(st.tuples(st.sampled_from(left), st.sampled_from(right)), max_size=8)))
    places = sorted(draw(st.lists(st.integers(0, len(source)), max_size=7)))
    codes, opened, number = [], [], 0
    for at in places:
        kind = draw(st.sampled_from(["open", "close", "alone", "cross", "half"]))
        if kind in ("close", "cross") and opened:
            codes.append(Code(opened.pop(-1 if kind == "close" else 0), CodeKind.CLOSE, at))
            continue
        number += 1
        if kind == "open":
            opened.append(number)
        half = {"open": CodeKind.OPEN, "half": CodeKind.CLOSE}.get(kind, CodeKind.ALONE)
        codes.append(Code(number, half, at))
    return Unit("s0001", source, target, source_codes=tuple(codes), links=links)


@given(coded_units())
def test_every_code_has_one_place_and_what_nests_stays_nested(unit):
    made = place_codes(unit)
    assert Counter(code.key for code in made.target_codes) == Counter(code.key for code in unit.source_codes)
    places = [code.at for code in made.target_codes]
    assert places == sorted(places)
    assert all(0 <= place <= len(unit.target) for place in places)
    if not crossed(unit.source_codes):
        assert not crossed(made.target_codes)
        assert not list(Codes().inspect(made))
    inside = [place for place in places if 0 < place < len(unit.target)]
    assert not any(unit.target[place - 1].isalnum() and unit.target[place].isalnum() for place in inside)
    assert place_codes(made).target_codes == made.target_codes
    assert place_codes(replace(made, flags=(*made.flags, Flag("x", Severity.NOTE, "x")))).flags[0].code == "x"
