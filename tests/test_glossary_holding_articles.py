from __future__ import annotations

import pytest

from pipeline.bitext import Span
from pipeline.glossary.entries.entry import Kind
from pipeline.glossary.holding.articles import indefinite, may_qualify, mend_indefinite, substitutions, takes_article


@pytest.mark.parametrize(
    ("following", "article"),
    [
        *(("American", "an"), ("European", "a"), ("Ukrainian", "a"), ("Uzbek", "an"), ("hour", "an"), ("one-off", "a")),
        *(("UN agent", "a"), ("IMF loan", "an"), ("NATO ally", "a"), ("U.S. ship", "a"), ("“Iranian”", "an")),
        *(("Ugandan", "a"), ("umbrella", "an"), ("Hungarian", "a"), ("university", "a")),
    ],
)
def test_indefinite_follows_the_sound(following: str, article: str) -> None:
    assert indefinite(following) == article


def test_mends_the_article_before_the_span_only() -> None:
    text = "A Iranian met a Iranian."
    mended, span = mend_indefinite(text, Span(16, 23))
    assert mended == "A Iranian met an Iranian."
    assert span.of(mended) == "Iranian"
    assert mend_indefinite(text, Span(2, 9))[0] == "An Iranian met a Iranian."


@pytest.mark.parametrize(
    ("rendering", "kind", "takes"),
    [
        ("Putin", Kind.PERSON, False),
        ("Spain", Kind.PLACE, False),
        ("United States", Kind.PLACE, True),
        ("U.S.", Kind.PLACE, True),
        ("Czech Republic", Kind.PLACE, True),
        ("NATO", Kind.ORGANISATION, None),
        ("outbreak", Kind.TERM, None),
    ],
)
def test_names_with_an_article(rendering: str, kind: Kind, takes: bool | None) -> None:
    assert takes_article(rendering, kind) is takes


@pytest.mark.parametrize(
    ("text", "words", "rendering", "kind", "expected"),
    [
        ("won the Tchéquie this year", "Tchéquie", "Czechia", Kind.PLACE, "won Czechia this year"),
        ("won Tchéquie this year", "Tchéquie", "Czech Republic", Kind.PLACE, "won the Czech Republic this year"),
        ("the Poutine's plan", "Poutine", "Putin", Kind.PERSON, "Putin's plan"),
        ("a grippe came", "grippe", "outbreak", Kind.TERM, "an outbreak came"),
        ("Grippe came", "Grippe", "outbreak", Kind.TERM, "Outbreak came"),
        ("in the La Haye court", "La Haye", "The Hague", Kind.PLACE, "in The Hague court"),
    ],
)
def test_likeliest_substitution(text: str, words: str, rendering: str, kind: Kind, expected: str) -> None:
    start = text.index(words)
    mended, span = substitutions(text, Span(start, start + len(words)), rendering, kind)[0]
    assert mended == expected
    assert span.of(mended).lower() == rendering.lower()


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("the Frankfurt innovation centre", True),
        ("the Frankfurt which I know", False),
        ("the Frankfurt, innovation", False),
        ("the Frankfurt of old", False),
        ("the Frankfurt wasn't there", False),
        ("the Frankfurt announced it", False),
        ("the Frankfurt", False),
    ],
)
def test_a_name_before_a_noun_may_qualify_it(text, may):
    start = text.index("Frankfurt")
    assert may_qualify(text, Span(start, start + 9)) is may
