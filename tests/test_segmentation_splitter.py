"""The splitter as a whole: the published suites, and the laws that hold for any text."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import OptionError
from pipeline.segmentation import SPLITTER_VERSION, iter_sentences, split_sentences

CASES = Path(__file__).parent / "cases"
DATA = Path(__file__).parent.parent / "benchmarks" / "data"
ESCAPES = {"\\r": "\r", "\\n": "\n", "\\u00a0": "\u00a0", "\\u202f": "\u202f", "\\\\": "\\"}


def suite(language: str) -> list[tuple[str, str, str]]:
    """Rows of identifier, marked text, options."""
    path = CASES / f"{language}_sentences.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert all(row["why"] for row in rows)
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)
    return [(row["id"], row["text"], row["options"]) for row in rows]


def check_case(marked: str, options: str, language: str) -> None:
    for escape, character in ESCAPES.items():
        marked = marked.replace(escape, character)
    text = marked.replace("|", "")
    found = [s.span.of(text) for s in split_sentences(text, language, join_lines=options == "join")]
    assert found == [part.strip() for part in marked.split("|")]


FRENCH, ENGLISH = suite("french"), suite("english")


@pytest.mark.parametrize(("marked", "options"), [c[1:] for c in FRENCH], ids=[c[0] for c in FRENCH])
def test_french_suite(marked: str, options: str) -> None:
    check_case(marked, options, "fr")


@pytest.mark.parametrize(("marked", "options"), [c[1:] for c in ENGLISH], ids=[c[0] for c in ENGLISH])
def test_english_suite(marked: str, options: str) -> None:
    check_case(marked, options, "en")


def test_suite_is_large_enough() -> None:
    assert len(FRENCH) >= 250


@pytest.mark.parametrize("language", ["fr", "en"])
def test_running_text(language: str) -> None:
    name = {"fr": "french", "en": "english"}[language]
    text = (DATA / f"{name}_running.txt").read_text(encoding="utf-8")
    gold = (DATA / f"{name}_running.gold").read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert [sentence.span.of(text) for sentence in split_sentences(text, language)] == gold


def check_laws(text: str, language: str, join_lines: bool) -> None:
    """Ordered, disjoint, trimmed, covering, in paragraphs that never fall."""
    position, paragraph = 0, 0
    for (start, end), number in split_sentences(text, language, join_lines=join_lines):
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert number in (paragraph, paragraph + 1)
        assert join_lines or "\n" not in text[start:end]
        position, paragraph = end, number
    assert not text[position:].strip()


PIECES = [
    *"aéÀZ1 .!?…,;:-—–«»“”\"'’()[]*_/@\n\r\t\u00a0\u202f\u2028\u200b😀•",
    *(" M. ", " J.-C. ", "...", " etc. ", " p. 5", "— ", " « ", " » ", "\n\n", " Il part. ", " dit-il", "[1]", "(...)"),
    *(" :) ", "1. ", "b) ", " Inc. ", "www.x.fr", " A. ", "L'", " La ", "\r\n", "date 2023-09 "),
]
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(texts, st.sampled_from(["fr", "en"]), st.booleans())
def test_laws_hold_for_punctuation(text: str, language: str, join_lines: bool) -> None:
    check_laws(text, language, join_lines)


@given(st.text(max_size=120), st.sampled_from(["fr", "en"]), st.booleans())
def test_laws_hold_for_any_text(text: str, language: str, join_lines: bool) -> None:
    check_laws(text, language, join_lines)


@given(st.lists(texts, max_size=5), st.sampled_from(["fr", "en"]))
def test_lines_are_split_alone(pieces: list[str], language: str) -> None:
    lines = [line for piece in pieces for line in piece.split("\n") if not line.lstrip().startswith("date")]
    text = "\n".join(lines)
    together = [sentence.span.of(text) for sentence in split_sentences(text, language)]
    assert together == [sentence.span.of(line) for line in lines for sentence in split_sentences(line, language)]


@given(texts)
def test_iterator_yields_the_same(text: str) -> None:
    assert tuple(iter_sentences(text)) == split_sentences(text)


@pytest.mark.parametrize(
    "unit", ["mot ", "M. Dupont ", "... ", "(mot ! ", ". « ", '" . "', "A. ", "c'est fini. il ", "mot.Il ", "? ! "]
)
def test_long_paragraphs(unit: str) -> None:
    # Quadratic time would not end here within the suite's patience.
    check_laws(unit * (400_000 // len(unit)), "fr", join_lines=False)


def test_paragraphs_are_lines_and_blank_lines_do_not_count() -> None:
    text = "\n\nUn. Deux.\n \nTrois.\n"
    assert [(s.span.of(text), s.paragraph) for s in split_sentences(text)] == [("Un.", 0), ("Deux.", 0), ("Trois.", 1)]


def test_joined_lines_make_one_paragraph() -> None:
    text = "Un mot\nencore. Deux.\n\nTrois."
    expected = [("Un mot\nencore.", 0), ("Deux.", 0), ("Trois.", 1)]
    assert [(s.span.of(text), s.paragraph) for s in split_sentences(text, join_lines=True)] == expected


@pytest.mark.parametrize("stamp", ["date 2023-09", " date 2023-09", "date 2023-09-14"])
def test_date_stamp_is_a_segment(stamp: str) -> None:
    text = f"{stamp} Le sommet est fini. Il pleut."
    found = [sentence.span.of(text) for sentence in split_sentences(text)]
    assert found == [stamp.strip(), "Le sommet est fini.", "Il pleut."]


def test_other_languages_are_refused_at_the_call() -> None:
    with pytest.raises(OptionError, match="'de' is not one of fr, en"):
        iter_sentences("Guten Tag.", "de")


def test_version_fits_a_signature() -> None:
    assert "|" not in SPLITTER_VERSION
