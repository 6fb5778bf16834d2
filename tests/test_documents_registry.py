from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.app import application
from pipeline.documents.registry import FORMATS, Original, format_of, read_source, write_document
from pipeline.errors import InputError


def test_formats_are_called_what_they_are_and_no_suffix_has_two():
    assert all(name == each.name for name, each in FORMATS.items())
    suffixes = [suffix for each in FORMATS.values() for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in suffixes)


def test_a_name_says_the_format():
    assert format_of(Path("A.HTM")).name == "html"
    assert format_of(Path("notes")).name == format_of(Path("a.txt")).name == "text"


def test_a_document_is_written_only_from_its_own_original(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<p>Un mot.")
    source, original = read_source(path)
    assert source.document.format == "html"
    assert write_document(original, source.document, ()) == path.read_bytes()
    with pytest.raises(InputError, match="a: its original has changed"):
        write_document(Original(b"<p>Deux.", ".html"), source.document, ())


def test_a_document_without_text_is_said_to_be_so(tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<p>12<hr>")
    assert read_source(path)[0].warnings == (f"{path}: nothing to translate: no text was found in it",)


def test_a_missing_document(tmp_path):
    with pytest.raises(InputError, match=r"no\.html: no such file"):
        read_source(tmp_path / "no.html")


def test_the_command_lists_them():
    done = CliRunner().invoke(application, ["documents"])
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == list(FORMATS)


REFUSED = [
    ("a.xml", "<a>Un mot</a>"),
    ("a.tex", "Un mot."),
    ("a.page", "<!DOCTYPE html><p>Un mot"),
    ("a.data", '{"un": "mot"}'),
    ("a.x", "1\n00:00:01,000 --> 00:00:02,000\nUn mot."),
]


@pytest.mark.parametrize(("name", "text"), REFUSED)
def test_markup_of_unknown_formats_is_refused(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=r"is markup or data, not plain text.*\.docx.*\.html"):
        read_source(tmp_path / name)


@pytest.mark.parametrize("name", ["a.text", "a.fr", "a"])
def test_prose_of_any_suffix_is_read(tmp_path, name):
    (tmp_path / name).write_text("Un mot (<5) & {deux}.")
    assert read_source(tmp_path / name)[0].document.text == "Un mot (<5) & {deux}."
