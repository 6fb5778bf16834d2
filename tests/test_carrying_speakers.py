"""The names of speakers."""

import pytest

from pipeline.carrying.speakers import speaker


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("GÉRONTE. – Qui frappe ?", ["GÉRONTE. – "]),
        ("LISETTE, tout bas. – Personne.", ["LISETTE, ", ". – "]),
        ("VALÈRE (riant). – Quelle idée !", ["VALÈRE (", "). – "]),
        ("D'ARTAGNAN. — À moi !", ["D'ARTAGNAN. — "]),
        ("LE JARDINIER. – Voici les clés.", [". – "]),
        ("SCAPIN. Me voici.", ["SCAPIN. "]),
        ("PIERRE. – Me voici.", ["PIERRE. – "]),
    ],
)
def test_who_speaks_stands_apart(text: str, copied: list[str]) -> None:
    assert [span.of(text) for span in speaker(text).dividers] == copied


def test_before_a_colon_a_name_is_carried() -> None:
    text = "GÉRONTE : Qui frappe ?"
    found = speaker(text)
    assert found.dividers == ()
    assert found.carried is not None
    assert found.carried.of(text) == "GÉRONTE"
    assert speaker("AVIS : le musée ferme.") == speaker("")


def test_what_a_glossary_knows_is_translated() -> None:
    text = "CHARLEMAGNE. – Silence."
    assert [span.of(text) for span in speaker(text, lambda name: name == "CHARLEMAGNE").dividers] == [". – "]


@pytest.mark.parametrize(
    "text",
    [
        "ART. 7. Le loyer est dû.",
        "M. X est venu.",
        "Le CNRS. Un centre.",
        "LE MAIRE PARLE. TOUT VA BIEN.",
        "BORDEAUX (AFP) - Le maire est parti.",
        "I. Le début",
    ],
)
def test_other_capitals_are_no_speaker(text: str) -> None:
    assert speaker(text) == speaker("")
