"""The plain English text: the source's paragraphs, white space and line ends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample_bitexts import sample

from pipeline.bitext import Bitext, Document, Span, Unit, unit_identifier
from pipeline.formats.text import TextWriter, translated_text


def bitext(text: str, *pairs: tuple[str, str, int]) -> Bitext:
    units, position = [], 0
    for index, (source, target, paragraph) in enumerate(pairs):
        start = text.index(source, position)
        position = start + len(source)
        units.append(Unit(unit_identifier(index), source, target, paragraph, Span(start, position)))
    return Bitext("a", tuple(units), document=Document("a", text))


@pytest.mark.parametrize(
    ("text", "pairs", "expected"),
    [
        ("Oui. Non.\n", [("Oui.", "Yes.", 0), ("Non.", "No.", 0)], "Yes. No.\n"),
        ("Oui.\xa0Non.", [("Oui.", "Yes.", 0), ("Non.", "No.", 0)], "Yes.\xa0No."),
        ("Oui.Non.\n\n\nFin.", [("Oui.", "Yes.", 0), ("Non.", "No.", 0), ("Fin.", "End.", 1)], "Yes. No.\n\n\nEnd."),
        ("date 2023-09 \r\nOui.\r\nNon.\r\n", [("Oui.", "Yes.", 0), ("Non.", "N\no.", 1)], "\r\nYes.\r\nN\r\no.\r\n"),
        ("Oui. Rien. Non.", [("Oui.", "Yes.", 0), ("Rien.", "", 0), ("Non.", "No.", 0)], "Yes. No."),
        ("\n\t Oui.", [("Oui.", "Yes.", 0)], "\n\t Yes."),
        ("  \n", [], "  \n"),
        ("Oui.\u200bNon.", [("Oui.", "Yes.", 0), ("Non.", "No.", 0)], "Yes. No."),
    ],
)
def test_the_gaps_of_the_document_are_kept(text: str, pairs: list[tuple[str, str, int]], expected: str) -> None:
    assert translated_text(bitext(text, *pairs)) == expected


def test_without_a_document_a_blank_line_parts_paragraphs() -> None:
    made = replace(bitext("A B C", ("A", "a", 0), ("B", "b", 0), ("C", "c", 4)), document=None)
    assert translated_text(made) == "a b\n\nc\n"
    assert translated_text(Bitext("a", ())) == ""


def test_spans_out_of_order_fall_back_to_paragraphs() -> None:
    made = bitext("A B", ("A", "a", 0), ("B", "b", 1))
    assert translated_text(replace(made, units=made.units[::-1])) == "b\n\na\n"


def test_writes_bytes(tmp_path: Path) -> None:
    (suffix,) = TextWriter.suffixes
    assert suffix == ".en.txt"
    assert TextWriter().write([sample()], (tmp_path / "a.en.txt",)) == {}
    expected = "Putin spoke. “No,” he said.\r\n\r\n<script>alert(1)</script> ]]> & \u202eend.\r\n"
    assert (tmp_path / "a.en.txt").read_bytes() == expected.encode()


def test_surrogates_are_replaced_and_counted(tmp_path: Path) -> None:
    broken = Bitext("a", (Unit("s0001", "x", "a\ud800"),))
    assert TextWriter().write([broken, broken], (tmp_path / "a",)) == {"surrogate": 2}
    assert (tmp_path / "a").read_text(encoding="utf-8") == "a\ufffd\n\na\ufffd\n"
