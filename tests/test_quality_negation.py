"""Negations that go or come."""

import pytest

from pipeline.bitext import Unit
from pipeline.quality.negation import Negation


def codes(source: str, target: str) -> list[str]:
    return [flag.code for flag in Negation().inspect(Unit("s0001", source, target))]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le facteur n'est pas venu.", "The postman came."),
        ("Je ne lui ai jamais écrit.", "I wrote to him."),
        ("Personne n'a vu le voleur.", "Everyone saw the thief."),
        ("Il ne fume plus.", "He smokes."),
        ("Nous avons préféré ne pas répondre.", "We preferred to answer."),
        ("Le facteur est venu.", "The postman did not come."),
        ("Le pain est frais.", "The bread isn't fresh."),
    ],
)
def test_what_turns_a_sentence_round_is_found(source: str, target: str) -> None:
    assert codes(source, target) == ["negation"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le facteur n'est pas venu.", "The postman did not come."),
        ("Je ne peux pas ouvrir.", "I am unable to open."),
        ("Il ne vient que le lundi.", "He comes on Mondays."),
        ("Partons avant qu'il ne pleuve.", "Let us leave before it rains."),
        ("Elle n'est pas arrivée à temps.", "She failed to arrive in time."),
        ("Il est parti sans payer.", "He left and did not pay."),
        ("Il manque une page.", "One page is not there."),
        ("Un pas de plus.", "One more step."),
    ],
)
def test_what_denies_in_another_way_is_right(source: str, target: str) -> None:
    assert codes(source, target) == []


def test_the_flag_stands_at_the_negation() -> None:
    source = "Le maire n'a pas répondu."
    (flag,) = Negation().inspect(Unit("s0001", source, "The mayor answered."))
    assert flag.source is not None
    assert flag.source.of(source) == "n'a pas"
