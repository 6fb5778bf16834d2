"""Reading: encodings, refusals, leading metadata, and lines in constant memory."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError
from pipeline.formats.reading import LineReader, decode_document, leading_metadata, read_document, read_lines

FRENCH = "L’été dernier, « Noël » à Nîmes : 3 € l’œuf…\r\nDeuxième ligne.\n"


@pytest.mark.parametrize(
    ("data", "encoding", "marked"),
    [
        (FRENCH.encode(), "utf-8", False),
        (b"\xef\xbb\xbf" + FRENCH.encode(), "utf-8", True),
        (b"\xff\xfe" + FRENCH.encode("utf-16-le"), "utf-16-le", True),
        (b"\xfe\xff" + FRENCH.encode("utf-16-be"), "utf-16-be", True),
        (FRENCH.encode("cp1252"), "cp1252", False),
    ],
)
def test_encodings_give_the_same_text_and_back_the_same_bytes(data: bytes, encoding: str, marked: bool) -> None:
    source = decode_document(data, "a")
    assert source.document.text == FRENCH
    assert (source.document.encoding, source.document.byte_order_mark) == (encoding, marked)
    assert source.document.to_bytes() == data
    assert source.warnings == (("a: not UTF-8; read as Windows-1252",) if encoding == "cp1252" else ())


@given(st.binary(max_size=200))
def test_any_bytes_round_trip_or_are_refused(data: bytes) -> None:
    try:
        source = decode_document(data, "a")
    except InputError:
        return
    assert source.document.to_bytes() == data


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n...", "is a PDF file, not plain text"),
        (b"PK\x03\x04....", "zip archive"),
        (bytes(range(256)) * 4, "is binary"),
        ("Bonjour à tous".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32"),
        (b"\xff\xfea\x00b", "damaged UTF-16"),
        ("Été à Nîmes.\nDéjà vu, où ça ?\n".encode() + b"caf\xff.\n", r"line 3: damaged UTF-8: byte 0xFF \(1 such"),
        ("Это не по-французски, а по-русски.".encode("cp1251"), "encoding other than"),
    ],
)
def test_refusals_name_the_file_and_the_reason(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=r"a\.txt: .*" + message) as caught:
        decode_document(data, "a", "a.txt")
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.txt: no such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a folder, not a file"):
        read_document(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        list(read_lines(tmp_path / "none.txt"))


@pytest.mark.parametrize(("text", "reason"), [("", "is empty"), (" \n\u2028\t\r\n", "holds white space only")])
def test_empty_files_are_read_with_a_warning(text: str, reason: str) -> None:
    source = decode_document(text.encode(), "a")
    assert source.document.text == text
    assert source.warnings == (f"a: nothing to translate: the file {reason}",)


def test_control_characters_are_kept_and_counted() -> None:
    source = decode_document(b"Un mot.\x00 Deux\x00 mots\x07." * 9, "a")
    assert source.document.text.count("\x00") == 18
    assert source.warnings == ("a: 27 control characters in the text (U+0000 ×18, U+0007 ×9)",)


@pytest.mark.parametrize(
    ("text", "metadata", "body"),
    [
        (" date 2023-09 Le Russe.", {"date": "2023-09"}, "Le Russe."),
        ("date 2023-12\tTitre\nTexte", {"date": "2023-12"}, "Titre\nTexte"),
        ("date 2023-12\r\nTexte", {"date": "2023-12"}, "\r\nTexte"),
        ("date 2023-12", {"date": "2023-12"}, ""),
        ("date 2023-13 Texte", {}, "date 2023-13 Texte"),
        ("date 2023-091 Texte", {}, "date 2023-091 Texte"),
        ("\ndate 2023-09 Texte", {}, "\ndate 2023-09 Texte"),
        ("La date 2023-09 Texte", {}, "La date 2023-09 Texte"),
    ],
)
def test_leading_metadata(text: str, metadata: dict[str, str], body: str) -> None:
    found, start = leading_metadata(text)
    assert (found, text[start:]) == (metadata, body)


def test_the_body_starts_after_the_stamp() -> None:
    source = decode_document(b"\xef\xbb\xbf date 2023-09 Titre.", "a")
    assert source.document.text[source.body_start :] == "Titre."
    assert source.document.metadata == {"date": "2023-09"}


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"", []),
        (b"a", ["a"]),
        (b"a\n", ["a"]),
        (b"a\n\nb\r\n", ["a", "", "b"]),
        (b"\xef\xbb\xbfa\nb", ["a", "b"]),
        ("a\u2028b\x85c\x0bd\x0ce\x1cf\rg\n".encode(), ["a\u2028b\x85c\x0bd\x0ce\x1cf\rg"]),
        (b"\xff\xfe" + "Été\r\nĊ\nfin".encode("utf-16-le"), ["Été", "Ċ", "fin"]),
        (b"\xfe\xff" + "Été\n\nĊĊ\n".encode("utf-16-be"), ["Été", "", "ĊĊ"]),
    ],
)
def test_lines_end_at_line_feed_only(data: bytes, lines: list[str]) -> None:
    reader = LineReader(io.BytesIO(data))
    assert list(reader) == lines
    assert reader.warnings == []


def test_lines_repair_and_count() -> None:
    reader = LineReader(io.BytesIO("bon\ndéjà\n".encode() + "déjà\nœuf\n".encode("cp1252") + b"\x81\xfe\n"), "in.fr")
    assert list(reader) == ["bon", "déjà", "déjà", "œuf", "\ufffd\ufffd"]
    assert reader.warnings == [
        "in.fr: 2 lines not in UTF-8, read as Windows-1252",
        "in.fr: 1 line with undecodable bytes, replaced by U+FFFD",
    ]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"))))
def test_lines_are_those_that_were_written(lines: list[str]) -> None:
    data = "".join(line + "\n" for line in lines).encode()
    expected = [line.removesuffix("\r") for line in lines]
    if expected:
        expected[0] = expected[0].removeprefix("\ufeff")
    assert list(read_lines(io.BytesIO(data))) == expected
