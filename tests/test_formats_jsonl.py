"""JSON Lines: the format that keeps everything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sample_bitexts import bitexts, sample

from pipeline.bitext import Bitext
from pipeline.documents.html import HtmlFormat
from pipeline.errors import FormatError
from pipeline.formats.jsonl import JsonLinesWriter, iterate_jsonl, read_jsonl


@given(bitexts(st.characters(exclude_categories=["Cs"]), coded=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_what_is_written_reads_back_equal(tmp_path: Path, bitext: Bitext) -> None:
    path = tmp_path / "a.jsonl"
    assert JsonLinesWriter().write([bitext], (path,)) == {}
    assert read_jsonl(path) == bitext
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1 + len(bitext.units)


def test_the_document_and_lone_surrogates_come_back(tmp_path: Path) -> None:
    from dataclasses import replace

    bitext = sample()
    bitext = replace(bitext, units=(*bitext.units, replace(bitext.units[0], id="s0004", source="\ud800")))
    JsonLinesWriter().write([bitext, sample()], (tmp_path / "a.jsonl",))
    assert list(iterate_jsonl(tmp_path / "a.jsonl")) == [bitext, sample()]
    with pytest.raises(FormatError, match="holds several bitexts"):
        read_jsonl(tmp_path / "a.jsonl")


def test_a_document_with_formatting_comes_back(tmp_path: Path) -> None:
    from dataclasses import replace

    document = HtmlFormat().read("<title>Un</title><p>Un <b>mot</b><img alt='été'>".encode(), "d")
    bitext = replace(sample(), document=replace(document, format="html", original="00ff"))
    assert len(document.blocks) == 3
    JsonLinesWriter().write([bitext], (tmp_path / "a.jsonl",))
    assert read_jsonl(tmp_path / "a.jsonl") == bitext


def test_flags_keep_their_severity_in_plain_fields(tmp_path: Path) -> None:
    JsonLinesWriter().write([sample()], (tmp_path / "a.jsonl",))
    records = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").split("\n") if line]
    assert records[0]["type"] == "bitext"
    assert records[3]["flags"][0] == {"code": "copied", "severity": "error", "message": "the source is copied"}
    assert records[1]["mentions"][0]["source"] == [0, 7]


HEAD = '{"type":"bitext","name":"a","source_language":"fr","target_language":"en","metadata":{},"signature":null}\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no bitext"),
        ('{"type":"unit","id":"s0001","source":"a","target":"b"}', "line 1: .*a unit before the first bitext"),
        (HEAD + '\n{"type":"unit","id":"s0001","source":"a"}', "line 3: .*no field 'target'"),
        (HEAD + '{"type":"unit","id":"s0001","source":"a","target":null}', "line 2: .*target is not a string"),
        (HEAD + '{"type":"unit","id":"1","source":"a","target":"","source_span":[3]}', "line 2"),
        (HEAD + '{"type":"unit","id":"1","source":"a","target":"","source_span":[3,1]}', "line 2: .*not a span"),
        (HEAD + '{"type":"unit","id":"1","source":"a","target":"","origin":"x"}', "line 2: .*not a valid Origin"),
        (HEAD + "{", "line 2: not a bitexte record"),
        ("[]", "line 1"),
        ('{"type":"x"}', "line 1: .*unknown type 'x'"),
        ("[" * 100_000, "line 1: .*nested too deep"),
        (HEAD + '{"type":"unit","id":"1","source":"a","target":"","score":"x"}', "line 2: .*score is not a number"),
        (HEAD + '{"type":"unit","id":"1","source":"a","target":"","risk":[]}', "line 2: .*risk is not a number"),
        (HEAD + '{"type":"unit","id":"1","source":"a","target":"","paragraph":"x"}', "line 2: .*not a whole number"),
        (HEAD + '{"type":"unit","id":"1","source":"a","target":"","bead":"x"}', "line 2: .*bead is not a pair"),
        (HEAD + '{"type":"unit","id":"1","source":"a","target":"","flags":[1]}', "line 2: not a bitexte record"),
        (HEAD + '{"type":"unit","id":"1","source":"a","target":"","links":[[1,2]]}', "line 2: not a bitexte record"),
        (HEAD.replace('"name":"a"', '"name":1'), "line 1: .*name is not a string"),
        ('{"type":"bitext"}', "line 1: .*no field"),
    ],
)
def test_broken_files_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.jsonl").write_text(text)
    with pytest.raises(FormatError, match=message):
        read_jsonl(tmp_path / "a.jsonl")
