"""Each check on units that deserve a flag and on units that do not."""

from dataclasses import replace

import pytest

from pipeline.bitext import Flag, Mention, Origin, Severity, Span, Unit
from pipeline.quality.check import Check
from pipeline.quality.registry import CHECKS

FRENCH = "Le président a reçu les ministres de la région dans son palais."
ENGLISH = "The president received the ministers of the region in his palace."

CASES = [
    # code, source, target, severities
    ("number", "en 2008", "in 2009", ["error"]),
    ("number", "en 2008, 3 hommes", "in that year, men", ["warning", "warning"]),
    ("number", "des hommes", "300 men", ["warning"]),
    ("number", "à 300 km", "186 miles away", ["warning"]),
    ("number", "300 hommes", "186 men", ["error"]),
    ("number", "12 500 hommes à 14 h 30", "12,500 men at 2:30 p.m.", []),
    ("number", "", "2009", []),
    ("number", "Le train part à 10 h 30.", "The train leaves between 10 and 30.", ["warning"]),
    ("number", "Le train part à 10 h 30.", "The train leaves at 10, 30 and 1.", ["warning", "warning"]),
    ("number", "entre 10 et 30", "at 10:30 or 12:45", ["warning", "warning"]),
    ("number", "il y en a 12 500", "there are 12 and 501", ["warning", "warning"]),
    ("untranslated", FRENCH, FRENCH, ["error"]),
    ("untranslated", FRENCH, "The president a reçu les ministres de la région in his own palace today.", ["warning"]),
    ("untranslated", FRENCH, ENGLISH, []),
    ("untranslated", "Barack Obama, Wall Street", "Barack Obama, Wall Street", []),
    ("untranslated", "Des questions de grammaire et de style", "Questions of grammar and style", []),
    ("length", FRENCH, "The president received them.", ["warning"]),
    ("length", FRENCH * 4, "The president.", ["error"]),
    ("length", "Oui.", "Yes, it is.", []),
    ("length", FRENCH, ENGLISH, []),
    ("repetition", "Le chat dort.", "The cat cat sleeps.", ["warning"]),
    ("repetition", "Le chat dort.", "of the cat of the cat of the cat of the cat of the cat", ["error"]),
    ("repetition", "Il avait eu peur.", "He had had fear.", []),
    ("repetition", "Bravo bravo !", "Well well done done!", []),
    ("unbalanced", "« Oui », dit-il.", "“Yes, he said.", ["warning"]),
    ("unbalanced", "Il vint (hier).", "He came (yesterday.", ["warning"]),
    ("unbalanced", "Il dit « oui » (bas).", 'He said "yes (low.', ["warning", "warning"]),
    ("unbalanced", "« Oui, dit-il.", "“Yes, he said.", []),
    ("unbalanced", "a) d'abord", "a) first", []),
    ("quotes-lost", "Il parle de « paix ».", "He speaks of peace.", ["warning"]),
    ("quotes-lost", "« Oui », dit-il, « et non ».", "“Yes,” he said, and no.", ["warning"]),
    ("quotes-lost", "« Nous sommes prêts.", "We are ready.", ["warning"]),
    ("quotes-lost", "Il parle de « paix ».", "He speaks of 'peace'.", []),
    ("quotes-lost", "Il parle de « paix ».", 'He speaks of "peace".', []),
    ("quotes-lost", 'Il parle de "paix".', 'He speaks of "peace.', []),
    ("quotes-lost", "Il parle de « paix ».", "He doesn't speak of the members' peace.", ["warning"]),
    ("quotes-lost", "Il parle de paix.", "He speaks of peace.", []),
    ("quotes-lost", "des « experts » et des « amis »", "'experts' and ‘friends’", []),
    ("quotes-lost", 'Un écran de 27" est là.', "A 27-inch screen is there.", []),
    ("quotes-lost", "Il parle de « paix ».", "In the '90s he spoke of peace.", ["warning"]),
    ("quotes-lost", "Il aime le « rock ».", "He likes rock 'n' roll.", ["warning"]),
    ("empty", "Oui.", " ", ["error"]),
    ("empty", " ", "Yes.", ["error"]),
    ("empty", "Oui.", "Yes.", []),
    ("language", FRENCH, ENGLISH, []),
    ("language", ENGLISH, ENGLISH, ["warning"]),
    (
        "language",
        FRENCH,
        "Der Präsident hat die Minister in seinem Palast und mit Freude empfangen.",
        ["error"],
    ),
    ("language", FRENCH, "总统接见了部长。", ["error"]),
    ("language", "Barack Obama", "Barack Obama", []),
]


@pytest.mark.parametrize(("code", "source", "target", "severities"), CASES)
def test_check(code: str, source: str, target: str, severities: list[str]) -> None:
    check = CHECKS[code]
    assert isinstance(check, Check)
    flags = list(check.inspect(Unit("s0001", source, target)))
    assert [flag.severity.value for flag in flags] == severities
    assert all(flag.code == code and "\n" not in flag.message for flag in flags)
    for flag in flags:
        assert flag.source is None or flag.source.end <= len(source)
        assert flag.target is None or flag.target.end <= len(target)


def test_a_deleted_sentence_is_not_empty() -> None:
    assert list(CHECKS["empty"].inspect(Unit("s0001", "Oui.", "", bead="1-0"))) == []


@pytest.mark.parametrize(
    ("policy", "target", "severities"),
    [
        ("must", None, ["error"]),
        ("keep", None, ["error"]),
        ("prefer", None, ["warning"]),
        ("forbid", None, []),
        ("must", Span(0, 5), []),
    ],
)
def test_term_missing(policy: str, target: Span | None, severities: list[str]) -> None:
    mention = Mention("Poutine", "Putin", "person", policy, Span(0, 7), target)
    flags = list(CHECKS["term-missing"].inspect(Unit("s0001", "Poutine parle", "Putin speaks", mentions=(mention,))))
    assert [flag.severity.value for flag in flags] == severities


def test_term_missing_keeps_what_a_file_said() -> None:
    flag = Flag("term-missing", Severity.ERROR, "said before")
    assert list(CHECKS["term-missing"].inspect(Unit("s0001", "a", "b", flags=(flag,)))) == [flag]


def test_a_doubled_name_is_a_fault_unless_the_source_doubles_it():
    check = CHECKS["repetition"]
    assert list(check.inspect(Unit("s0001", "Poutine est arrivé.", "Put Putin Putin arrived.")))
    assert not list(check.inspect(Unit("s0001", "Duran Duran a joué.", "Duran Duran played.")))


def test_a_quote_that_stays_open_in_a_translated_dialogue() -> None:
    unit = Unit("s0001", "— Oui, dit-il.", "“Yes, he said.", origin=Origin.HUMAN)
    assert list(CHECKS["unbalanced"].inspect(unit)) == []
    assert len(list(CHECKS["unbalanced"].inspect(replace(unit, origin=Origin.MACHINE)))) == 1


def test_a_person_may_turn_a_quotation_into_reported_speech() -> None:
    unit = Unit("s0001", "« Je viens », dit-il.", "He said he was coming.", origin=Origin.HUMAN)
    (flag,) = CHECKS["quotes-lost"].inspect(unit)
    assert flag.severity is Severity.NOTE
