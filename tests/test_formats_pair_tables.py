"""Tables of pairs as pandas, Excel, crawlers and data sets leave them."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.bitext import Origin
from pipeline.corpus.sources import find_sources, read_entries
from pipeline.errors import FormatError
from pipeline.formats.delimited import separated_rows, tab_rows
from pipeline.formats.pair_tables import EXTRA_CELLS, iterate_table

PAIRS = [("Le train part.", "The train is leaving."), ("La gare ferme.", "The station is closing.")]


def read(folder: Path, name: str, text: str) -> list[tuple[str | None, str, str, float | None]]:
    (folder / name).write_text(text, "utf-8")
    return [(document, *_sides(unit)) for document, unit in iterate_table(folder / name, Counter())]


def _sides(unit):  # type: ignore[no-untyped-def]
    return unit.source, unit.target, unit.score


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '"Il crie « ""Feu ! "" »."\t"He shouts ""Fire!"""\nBon.\tGood.\n',
            ('Il crie « "Feu ! " ».', 'He shouts "Fire!"'),
        ),
        ('"avec\tun tab"\t"with\ta tab"\nBon.\tGood.\n', ("avec\tun tab", "with\ta tab")),
        ('"deux\nlignes"\t"two\nlines"\nBon.\tGood.\n', ("deux\nlignes", "two\nlines")),
        ('"fr"\t"en"\n"Oui."\t"Yes."\n', ("Oui.", "Yes.")),
        ('"Oui, bon."\tYes\n"Non, mal."\t"No, bad."\n', ("Oui, bon.", "Yes")),
        ('"Tout entre guillemets."\t"All in quotes."\nBon.\tGood.\n', ('"Tout entre guillemets."', '"All in quotes."')),
        ('"Ouvert.\t"Open.\n', ('"Ouvert.', '"Open.')),
        ('Un "mot".\tA "word".\n"a ""b"""\tc\n', ('Un "mot".', 'A "word".')),
    ],
)
def test_quotes_are_read_as_the_table_means_them(tmp_path: Path, text: str, expected: tuple[str, str]) -> None:
    assert read(tmp_path, "x.tsv", text)[0][1:3] == expected


@pytest.mark.parametrize(
    "header",
    ["src_text\ttrg_text\tscore", "French\tEnglish\tbicleaner_score", "source\ttarget\tscore", "fra\teng\tscore",
     "sentence_fr\tsentence_en\tscore", "Texte source\tTexte cible\tscore"],
)  # fmt: skip
def test_headers_in_common_words(tmp_path: Path, header: str) -> None:
    rows = "".join(f"{french}\t{english}\t0.25\n" for french, english in PAIRS)
    assert read(tmp_path, "x.tsv", f"{header}\n{rows}") == [(None, *pair, 0.25) for pair in PAIRS]


@pytest.mark.parametrize(
    "row",
    [
        "0.71\thttp://a.org/fr\thttp://a.org/en\t{0}\t{1}",
        "http://a.org/fr\thttp://a.org/en\t{0}\t{1}\t0.71",
        "http://a.org/fr\thttp://a.org/en\t{1}\t{0}\t0.71\ten\tfr",
    ],
)
def test_crawls_without_a_header_are_told_by_what_their_columns_hold(tmp_path: Path, row: str) -> None:
    text = "".join(row.format(*pair) + "\n" for pair in PAIRS)
    assert read(tmp_path, "x.tsv", text) == [("http://a.org/fr", *pair, 0.71) for pair in PAIRS]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fr\ten\nun\tone\nun\tdeux\tone\n", "line 3: 3 cells, where the header names 2"),
        ("un\tone\ta\tb\n", "line 1: 4 columns without a header, 4 of them of text"),
        ("0.5\tun\tone\n0.6\tdeux\n", "line 1: 3 columns without a header"),
        ("de\ten\nein\tone\n", "line 1: the columns de, en do not name French and English"),
        ("id\tscore\ttext\n1\t0.5\tun\n", "line 1: the columns id, score, text do not name"),
        ("sentence1\tsentence2\tlabel\nun\tone\t1\n", "line 1: the columns sentence1, sentence2, label do not name"),
        ("fr\ten\nun\n", "line 2: expected French TAB English"),
        ('fr\ten\n"a ""b"""\tc\n"a"b\tc\n' * 1, ""),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    if not message:  # a quote in the middle of a cell: the table does not quote
        assert read(tmp_path, "x.tsv", text)[1][1] == '"a"b'
        return
    with pytest.raises(FormatError, match=message):
        read(tmp_path, "x.tsv", text)


def test_a_quote_that_is_never_closed_names_its_line(tmp_path: Path) -> None:
    quoted = "".join(f'"mot ""{number}"""\tword {number}\n' for number in range(1_100))
    with pytest.raises(FormatError, match="line 1101: a quoted cell does not end"):
        read(tmp_path, "x.tsv", f'{quoted}"ouvert\topen\n')


def test_cells_beyond_the_document_are_counted(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("un\tone\ndeux\ttwo\tbook\tmore\n", "utf-8")
    counts: Counter[str] = Counter()
    assert [document for document, _ in iterate_table(tmp_path / "x.tsv", counts)] == [None, "book"]
    assert counts == {EXTRA_CELLS: 1}


def test_comma_separated_corpora(tmp_path: Path) -> None:
    text = 'source,target\n"Oui, bon.","Yes, good."\nNon.,No.\n'
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(text.encode()))
    found = [(entry.unit.source, entry.unit.target) for entry in read_entries(tmp_path / "x.csv.gz")]
    assert found == [("Oui, bon.", "Yes, good."), ("Non.", "No.")]


@pytest.mark.parametrize(
    "record",
    [
        {"translation": {"fr": "Oui.", "en": "Yes."}},
        {"id": "7", "translation": {"en": "Yes.", "fr": "Oui."}},
        {"French": "Oui.", "English": "Yes."},
        {"source_text": "Oui.", "target_text": "Yes."},
    ],
)
def test_json_lines_of_pairs(tmp_path: Path, record: dict[str, object]) -> None:
    (tmp_path / "x.jsonl").write_text(json.dumps(record) + "\n\n" + json.dumps(record | {"document": "d"}) + "\n")
    found = list(read_entries(tmp_path / "x.jsonl"))
    assert [(entry.document, entry.unit.source, entry.unit.target) for entry in found] == [
        ("x#0", "Oui.", "Yes."),
        ("d", "Oui.", "Yes."),
    ]
    assert {entry.unit.origin for entry in found} == {Origin.UNKNOWN}


@pytest.mark.parametrize(
    ("line", "message"), [("{", "line 2: not JSON"), ('{"fr": 1, "en": "a"}', "1 is no text"), ("[]", "among list")]
)
def test_broken_records_name_their_line(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "x.jsonl").write_text('{"fr": "Oui.", "en": "Yes."}\n' + line + "\n")
    with pytest.raises(FormatError, match=message):
        list(read_entries(tmp_path / "x.jsonl"))


def test_moses_pairs_with_scores(tmp_path: Path) -> None:
    for ending, lines in (("fr", "un\ndeux\n"), ("en", "one\ntwo\n"), ("scores", "1.04\n0.9\n")):
        (tmp_path / f"x.{ending}").write_text(lines)
    assert [entry.unit.score for entry in read_entries(tmp_path / "x.fr")] == [1.04, 0.9]
    (source,) = find_sources([tmp_path / "x.fr"])
    assert [state[0] for state in source.state()] == ["x.fr", "x.en", "x.scores"]
    (tmp_path / "x.scores").write_text("1.04\n")
    with pytest.raises(FormatError, match=r"x.scores: ends after line 1, .*x.fr goes on"):
        list(read_entries(tmp_path / "x.fr"))


def test_scores_of_others_are_no_confidence_of_an_alignment(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_text("fr\ten\tscore\nun\tone\t0.1\n")
    assert [entry.pair.confidence for entry in read_entries(tmp_path / "x.tsv")] == [None]


cells = st.text(alphabet='ab"\t\n,;é ', max_size=6)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.sampled_from("\t,;"))
def test_what_the_csv_module_writes_with_all_cells_quoted_comes_back(
    rows: list[tuple[str, str]], separator: str
) -> None:
    lines: list[str] = []
    sink = type("Sink", (), {"write": lambda self, text: lines.append(text)})()
    csv.writer(sink, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("fr", "en"), *rows])
    text = "".join(lines).removesuffix("\n").split("\n")
    reader = tab_rows if separator == "\t" else separated_rows
    assert [tuple(row) for _, row in reader(text, "x")] == [("fr", "en"), *rows]
