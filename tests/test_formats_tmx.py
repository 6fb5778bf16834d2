"""The TMX writer: valid against the DTD, deterministic, and nothing lost but what XML forbids."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from sample_bitexts import bitexts, sample

from pipeline.bitext import Bitext, Flag, Mention, Severity, Span, Unit
from pipeline.formats.tmx import TmxWriter
from pipeline.formats.tmx_reading import read_tmx
from pipeline.formats.validate import validate_tmx

DTD = etree.DTD(str(Path(__file__).parent / "data" / "tmx14.dtd"))


def write(path: Path, *bitexts: Bitext, doctype: bool = False) -> dict[str, int]:
    return dict(TmxWriter(doctype).write(bitexts, (path,)))


def assert_valid(path: Path) -> None:
    assert DTD.validate(etree.parse(path)), DTD.error_log


@given(bitexts(coded=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_is_written_is_valid_and_reads_back_equal(tmp_path: Path, bitext: Bitext) -> None:
    path = tmp_path / "a.tmx"
    assert write(path, bitext) == {}
    assert_valid(path)
    assert read_tmx(path) == bitext


def test_the_sample_reads_back_equal_but_for_the_document(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    write(path, sample())
    assert read_tmx(path) == replace(sample(), document=None)
    assert validate_tmx(path) == []


def test_header_and_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.tmx", tmp_path / "b.tmx"
    write(first, sample())
    write(second, sample(), doctype=True)
    assert second.read_bytes().replace(b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n', b"") == first.read_bytes()
    assert not first.read_bytes().startswith(b"\xef\xbb\xbf")
    header = etree.parse(first).getroot()[0]
    assert header.get("segtype") == "sentence"
    assert header.get("srclang") == "fr"
    assert header.get("creationtool") == "bitexte"
    assert header.get("creationdate") == "20230901T000000Z"
    assert {prop.get("type"): prop.text for prop in header} == {
        "x-doc": "essai",
        "x-metadata-date": "2023-09",
        "x-signature": "version:0.1.0|model:abc",
    }


@pytest.mark.parametrize(
    ("epoch", "date"), [("1700000000", "20231114T221320Z"), ("", None), ("soon", None), ("9" * 20, None)]
)
def test_creation_date_without_metadata(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str, date: str | None
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    write(tmp_path / "a.tmx", Bitext("a", ()))
    assert etree.parse(tmp_path / "a.tmx").getroot()[0].get("creationdate") == date


def test_forbidden_characters_are_dropped_counted_and_spans_follow(tmp_path: Path) -> None:
    unit = Unit(
        "s0001",
        "\x00Pou\x0btine\ufffe",
        "\ud800Pu\x1ftin",
        mentions=(Mention("Poutine", "Putin", "person", "must", Span(1, 9), Span(1, 7)),),
        flags=(Flag("x", Severity.NOTE, "bad \x00", Span(4, 9), None),),
        links=((Span(0, 10), Span(0, 7)),),
    )
    assert write(tmp_path / "a.tmx", Bitext("a", (unit,))) == {"xml-forbidden": 5}
    assert_valid(tmp_path / "a.tmx")
    (back,) = read_tmx(tmp_path / "a.tmx").units
    assert (back.source, back.target) == ("Poutine", "Putin")
    assert back.mentions[0].source.of(back.source) == "Poutine"
    assert back.mentions[0].target is not None
    assert back.mentions[0].target.of(back.target) == "Putin"
    assert back.flags[0].source == Span(3, 7)
    assert back.flags[0].message == "bad \x00"  # JSON carries it
    assert back.links == ((Span(0, 7), Span(0, 5)),)


def test_several_documents_keep_their_ids_apart(tmp_path: Path) -> None:
    write(tmp_path / "corpus.tmx", sample(), replace(sample(), name="autre"), sample())
    assert_valid(tmp_path / "corpus.tmx")
    assert validate_tmx(tmp_path / "corpus.tmx") == []
    merged = read_tmx(tmp_path / "corpus.tmx")
    assert merged.name == "corpus"
    assert [unit.id for unit in merged.units[2:8]] == [
        "essai-s0003", "autre-s0001", "autre-s0002", "autre-s0003", "essai~2-s0001", "essai~2-s0002",
    ]  # fmt: skip


def test_no_document_at_all(tmp_path: Path) -> None:
    write(tmp_path / "a.tmx")
    assert_valid(tmp_path / "a.tmx")
    assert read_tmx(tmp_path / "a.tmx").units == ()
