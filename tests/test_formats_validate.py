"""The TMX check: each fault with its line and a plain reason."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.formats.validate import validate_tmx

HEADER = (
    '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" '
    'adminlang="en" srclang="fr" datatype="plaintext"/>'
)
FR = '<tuv xml:lang="fr"><seg>Oui</seg></tuv>'
EN = '<tuv xml:lang="en"><seg>Yes</seg></tuv>'


def problems(tmp_path: Path, body: str | bytes, header: str = HEADER, version: str = ' version="1.4"') -> list[str]:
    path = tmp_path / "a.tmx"
    if isinstance(body, str):
        body = f"<tmx{version}>\n{header}\n<body>\n{body}\n</body>\n</tmx>\n".encode("utf-8", "surrogatepass")
    path.write_bytes(body)
    return [str(problem) for problem in validate_tmx(path)]


def test_a_sound_file_has_no_problems(tmp_path: Path) -> None:
    sound = f'<tu tuid="1"><note>n</note><prop type="x-p">v</prop>{FR}{EN}</tu>\n<tu tuid="2">{FR}{EN}</tu>'
    assert problems(tmp_path, sound) == []
    assert problems(tmp_path, gzip.compress((tmp_path / "a.tmx").read_bytes())) == []
    utf16 = '<?xml version="1.0" encoding="UTF-16"?>' + gzip.decompress((tmp_path / "a.tmx").read_bytes()).decode()
    assert problems(tmp_path, utf16.encode("utf-16")) == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (f'<tu>\n<tuv lang="fr"><seg>Oui</seg></tuv>{EN}</tu>', "line 5: error: <tuv> lacks the attribute xml:lang"),
        (f"<tu>{FR}</tu>", "line 4: warning: <tu> has no en"),
        (f'<tu/>\n<tu tuid="a">{FR}{EN}</tu><tu tuid="a">{FR}{EN}</tu>', 'tuid "a" is already used in line 5'),
        (f'<tu>{FR}<tuv xml:lang="en"><seg> </seg></tuv></tu>', "line 4: warning: empty <seg>"),
        (f'<tu>{FR}<tuv xml:lang="en"/></tu>', "line 4: error: <tuv> lacks its <seg>"),
        (f'<tu>{FR}<tuv xml:lang="en"><seg>a</seg><seg>b</seg></tuv></tu>', "more than one <seg>"),
        ("<tu/>", "line 4: error: <tu> without a <tuv>"),
        (f"<tu>{FR}{EN}\n</tu>\n<tu>{FR}{EN}</tu>\x0b", "line 6: error: illegal character U+000B"),
        (f"<tu>{FR}<tuv xml:lang='en'><seg>\ufffe</seg></tuv></tu>", "line 4: error: illegal character U+FFFE"),
        (f"<tu>{FR}<tuv xml:lang='en'><seg>\ud800</seg></tuv></tu>", "line 4: error: U+FFFD"),
        (f"<tu>{FR}<tuv xml:lang='en'><seg>R&D</seg></tuv></tu>", "not escaped"),
        (f"<tu>{FR}<tuv xml:lang='en'><seg>&nbsp;</seg></tuv></tu>", "undefined entity"),
        (f"<tu>{FR}<tuv xml:lang='en'><seg>&#x1;</seg></tuv></tu>", "a character that XML forbids"),
        (f"<tu>{FR}{EN}</tuv>", "line 4: error: not well-formed XML"),
        (f"<tu>{FR}<tuv xml:lang='en'><seg>a<bpt>b</bpt></seg></tuv></tu>", "<bpt> lacks the attribute i"),
        (f"<tu>{FR}<tuv xml:lang='en'><seg>a<b>b</b></seg></tuv></tu>", "TMX has no element <b>"),
        (f"<tu>{FR}{EN}<prop type='x'/></tu>", "<prop> stands after <tuv>"),
        (f"<tu><prop/>{FR}{EN}</tu>", "<prop> lacks the attribute type"),
        (f"<tu>loose{FR}{EN}</tu>", "text outside a segment, in <tu>"),
        (f"<tuv>{FR}</tuv>", "<tuv> may not stand in <body>"),
        ('<tu><tuv xml:lang="de"><seg>Ja</seg></tuv></tu>', 'no <tuv> is in the header\'s srclang "fr"'),
    ],
)  # fmt: skip
def test_each_fault_in_the_body(tmp_path: Path, body: str, problem: str) -> None:
    assert any(problem in found for found in problems(tmp_path, body)), problems(tmp_path, body)


def test_a_character_that_recurs_is_reported_once_and_counted(tmp_path: Path) -> None:
    damaged = f"<tu>{FR}\n<tuv xml:lang='en'><seg>\ud800".encode("utf-8", "surrogatepass") + b"\xff" * 70_000
    found = problems(tmp_path, b'<tmx version="1.4">\n' + damaged + b"\x00\n\x01\x00</seg></tuv></tu></tmx>")
    counted = [problem for problem in found if "U+" in problem]
    assert [problem.split(":")[0] for problem in counted] == ["line 3", "line 3", "line 4"]
    assert "U+FFFD" in counted[0]
    assert "(70003 times from here on)" in counted[0]
    assert "U+0000" in counted[1]
    assert "(2 times" in counted[1]
    assert "times" not in counted[2]


@pytest.mark.parametrize(
    "name", ["creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"]
)
def test_each_missing_header_attribute(tmp_path: Path, name: str) -> None:
    header = HEADER.replace(f' {name}="', f' x-{name}="')
    assert f"line 2: error: <header> lacks the attribute {name}" in problems(tmp_path, "", header)


@pytest.mark.parametrize(
    ("header", "version", "problem"),
    [
        ("", ' version="1.4"', "<header> is missing"),
        (HEADER, "", "line 1: error: <tmx> lacks the attribute version"),
        (HEADER, ' version="1.4b"', 'version is "1.4b"'),
        (HEADER.replace("sentence", "clause"), ' version="1.4"', 'segtype is "clause"; valid are block, paragraph'),
        (HEADER.replace("/>", ' creationdate="2023-09-01"/>'), ' version="1.4"', "YYYYMMDDThhmmssZ"),
    ],
)
def test_the_head(tmp_path: Path, header: str, version: str, problem: str) -> None:
    assert any(problem in found for found in problems(tmp_path, "", header, version))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "the file is empty or cut short"),
        (b"<html/>", "TMX has no element <html>"),
        (b'<?xml version="1.0" encoding="x-none"?><tmx/>', "unknown encoding x-none"),
        (gzip.compress(b"<tmx/>" * 999, mtime=0)[:30], "broken archive"),
    ],
)
def test_files_that_are_no_tmx(tmp_path: Path, data: bytes, problem: str) -> None:
    assert any(problem in found for found in problems(tmp_path, data))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        validate_tmx(tmp_path / "none.tmx")


def test_a_file_of_faults_alone_is_not_read_to_its_end(tmp_path: Path) -> None:
    found = problems(tmp_path, "<tmx>" + "<x/>" * 200_000)
    assert len(found) < 40_000
    assert any("more than 10,000 problems" in problem for problem in found)


def test_one_unit_of_too_much_ends_the_reading(tmp_path: Path) -> None:
    (found,) = [each for each in problems(tmp_path, "<tu><note>" + "n" * (17 << 20)) if "refused" in each]
    assert "more than 16,777,216 bytes in one unit" in found


@pytest.mark.parametrize("codes", [("FR", "EN"), ("fra", "eng"), ("French", "English")])
def test_the_older_attribute_is_right_in_older_versions(tmp_path: Path, codes: tuple[str, str]) -> None:
    body = '<tu><tuv lang="{}"><seg>Oui</seg></tuv><tuv lang="{}"><seg>Yes</seg></tuv></tu>'.format(*codes)
    assert problems(tmp_path, body, version=' version="1.1"') == []
    assert problems(tmp_path, body.replace(codes[0], "fro"), version=' version="1.1"')
