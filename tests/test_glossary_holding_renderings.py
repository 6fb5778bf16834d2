from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bitext import Span
from pipeline.glossary import Entry, Glossary, Kind, Policy
from pipeline.glossary.finding.mentions import Match
from pipeline.glossary.holding.renderings import answers, is_met, occurrences

GLOSSARY = Glossary(
    [
        Entry("Poutine", ("Putin",), Kind.PERSON),
        Entry("Kim", ("Kim",), Kind.PERSON),
        Entry("Kim Jong Un", ("Kim Jong Un",), Kind.PERSON),
        Entry("Guinée", ("Guinea",), Kind.PLACE),
        Entry("Guinée-Bissau", ("Guinea-Bissau",), Kind.PLACE),
        Entry("ministère", ("ministry", "department"), Kind.TERM, Policy.PREFER),
        Entry("sommet", ("summit",)),
        Entry("russe", ("Russian", "Russia's"), Kind.DEMONYM),
        Entry("Russie", ("Russia",), Kind.PLACE),
        Entry("Kiev", ("Kiev",), Kind.PLACE, Policy.FORBID),
    ]
)


@pytest.mark.parametrize(
    ("rendering", "text", "found"),
    [
        ("Putin", "Putin met Putin's aides, not Putins.", ["Putin", "Putin"]),
        ("Komsomolsk-on-Amur", "at Komsomolsk\u2011on\u2011Amur", ["Komsomolsk\u2011on\u2011Amur"]),
        ("N'Djamena", "in N’Djamena", ["N’Djamena"]),
        ("Kim Jong Un", "Kim\u00a0Jong  Un", ["Kim\u00a0Jong  Un"]),
        ("summit", "Summit over. A Summit.", ["Summit"]),
        ("U.S.", "the U.S. and U.S.", ["U.S.", "U.S."]),
        ("Putin", "putin PUTIN", []),
    ],
)
def test_occurrences_are_whole_words_in_their_case(rendering: str, text: str, found: list[str]) -> None:
    assert [span.of(text) for span in occurrences(rendering, text)] == found


@pytest.mark.parametrize(
    ("french", "english", "answered"),
    [
        ("Poutine et Poutine", "Putin came", ["Putin", None]),
        ("Kim Jong Un, puis Kim", "Kim Jong Un, then Kim", ["Kim Jong Un", "Kim"]),
        ("Kim Jong Un, puis Kim", "Kim Jong Un came", ["Kim Jong Un", None]),
        ("la Guinée et la Guinée-Bissau", "Guinea-Bissau and Guinea", ["Guinea", "Guinea-Bissau"]),
        ("le ministère", "the Ministry", ["Ministry"]),
        ("le sommet", "the Summit", [None]),
        ("le chef russe", "Russia's leader", ["Russia's"]),
        ("le chef russe", "the leader of Russia", ["of Russia"]),
        ("le chef russe", "the Russia leader", [None]),
        ("les Russes", "Russians", ["Russians"]),
        ("Le Russe, en Russie, le chef russe", "Russian in Russia, Russian chief", ["Russian", "Russia", "Russian"]),
        ("en Russie, le chef russe", "in Russia, the chief", ["Russia", None]),
        ("à Kiev", "in Kiev", ["Kiev"]),
    ],
)
def test_answers(french: str, english: str, answered: list[str | None]) -> None:
    spans = answers(GLOSSARY.find(french), english)
    assert [span and span.of(english) for span in spans] == answered


def test_a_forbidden_form_is_met_by_its_absence() -> None:
    (match,) = GLOSSARY.find("à Kiev")
    assert is_met(match, None)
    assert not is_met(match, Span(3, 7))


@given(st.lists(st.sampled_from(["Putin", "Moscow", "Vladimir Putin", "Kim", "x"]), max_size=40))
def test_many_mentions_take_the_first_free_forms(said: list[str]) -> None:
    person = Entry("Poutine", ("Putin", "Vladimir Putin"), Kind.PERSON)
    place = Entry("Moscou", ("Moscow",), Kind.PLACE)
    matches = [Match(entry, Span(8 * k, 8 * k + 7), entry.targets) for k in range(12) for entry in (person, place)]
    text = " ".join(said)
    found = answers(matches, text)
    for entry, forms in ((person, {"Putin", "Vladimir Putin"}), (place, {"Moscow"})):
        spans = [span for match, span in zip(matches, found, strict=True) if match.entry is entry and span]
        assert len(spans) == min(12, sum(word in forms for word in said))
        assert spans == sorted(set(spans))
        assert {span.of(text) for span in spans} <= forms
