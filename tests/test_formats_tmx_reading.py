"""The TMX reader on what other programs write, and on what is broken."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path

import pytest

from pipeline.bitext import Flag, Origin, Severity
from pipeline.errors import FormatError, InputError
from pipeline.formats.tmx_reading import TmxReader, iter_tmx, read_tmx
from pipeline.formats.validate import validate_tmx


def tmx(*units: str, head: str = "", header: str = '<header srclang="*all*"/>') -> str:
    return f'{head}<tmx version="1.4">\n{header}\n<body>\n' + "\n".join(units) + "\n</body></tmx>"


def pair(fr: str, en: str, fr_code: str = "fr", en_code: str = "en") -> str:
    return f'<tu><tuv xml:lang="{fr_code}"><seg>{fr}</seg></tuv><tuv xml:lang="{en_code}"><seg>{en}</seg></tuv></tu>'


def read(tmp_path: Path, text: str | bytes) -> list[tuple[str, str]]:
    path = tmp_path / "a.tmx"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return [(unit.source, unit.target) for unit in read_tmx(path).units]


@pytest.mark.parametrize(
    "unit",
    [
        pair("Oui", "Yes"),
        pair("Oui", "Yes", "fr-FR", "EN_us"),
        pair("Oui", "Yes", "FR", "EN-GB"),
        *(pair("Oui", "Yes", *codes) for codes in (("fra", "eng"), ("FRE", "ENG"), ("FRENCH", "English"))),
        pair("Oyl", "Yis", "fro", "enm").replace("</tu>", pair("Oui", "Yes").removeprefix("<tu>")),
        '<tu><tuv lang="en"><seg>Yes</seg></tuv><tuv lang="fr"><seg>Oui</seg></tuv></tu>',
        '<tu><tuv xml:lang="fr-CA"><seg>Ouais</seg></tuv><tuv xml:lang="de"><seg>Ja</seg></tuv>'
        '<tuv xml:lang="fr"><seg>Oui</seg></tuv><tuv xml:lang="en"><seg>Yes</seg></tuv>'
        '<tuv xml:lang="en"><seg>Yep</seg></tuv></tu>',
        pair("<!-- c -->O<hi>u</hi>i", '<bpt i="1">&lt;b&gt;</bpt>Yes<ept i="1">&lt;/b&gt;</ept><?pi?>'),
        pair('<hi><ph>x</ph>Oui<it pos="end">y</it></hi>', "Y<ut>z</ut>es"),
        pair("<![CDATA[Oui]]>", "&#89;es"),
    ],
)
def test_codes_and_inline_elements(tmp_path: Path, unit: str) -> None:
    assert read(tmp_path, tmx(unit)) == [("Oui", "Yes")]


@pytest.mark.parametrize(
    "data",
    [
        tmx(pair("Œuvre", "Work"), head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
        tmx(pair("Œuvre", "Work"), head='<?xml version="1.0" encoding="windows-1252"?>').encode("cp1252"),
        b"\xef\xbb\xbf" + tmx(pair("Œuvre", "Work")).encode(),
        gzip.compress(tmx(pair("Œuvre", "Work")).encode(), mtime=0),
        tmx(pair("Œuvre", "Work")).replace("<tmx ", '<tmx xmlns="http://www.lisa.org/tmx14" ').encode(),
        tmx(pair("Œuvre", "Work"), head='<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">').encode(),
    ],
    ids=["utf-16", "cp1252", "mark", "gzip", "namespace", "doctype"],
)
def test_encodings_and_wrappers(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == [("Œuvre", "Work")]


def test_units_without_the_pair_are_skipped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "mémoire.tmx.gz"
    text = tmx("<tu/>", pair("Ja", "Yes", "de"), pair("Oui", "Yes"), pair(" ", "Yes"), pair("Non", "No"))
    path.write_bytes(gzip.compress(text.encode()))
    skipped: Counter[str] = Counter()
    bitext = read_tmx(path, skipped=skipped)
    assert skipped == {"no pair": 2, "empty segment": 1}
    assert bitext.name == "mémoire"
    assert [(unit.id, unit.paragraph, unit.source) for unit in bitext.units] == [
        ("s0001", 0, "Oui"),
        ("s0002", 1, "Non"),
    ]


def test_notes_origin_and_header_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    header = '<header creationtool="OmegaT" srclang="fr"><prop type="client">X</prop></header>'
    machine = pair("Oui", "Yes").replace("<tuv xml:lang='en'", "").replace("<tu>", '<tu creationid="MT!">')
    path.write_text(tmx(machine, pair("Non", "No").replace("<tu>", "<tu><note> sic </note>"), header=header))
    reader = TmxReader(path)
    first, second = reader
    assert reader.metadata == {"creationtool": "OmegaT", "client": "X"}
    assert (first.origin, second.origin) == (Origin.MACHINE, Origin.UNKNOWN)
    assert second.flags == (Flag("comment", Severity.NOTE, "sic"),)


def test_external_entities_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("SECRET")
    head = f'<!DOCTYPE tmx [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}"><!ENTITY y "z">]>'
    assert read(tmp_path, tmx(pair("a &x; b", "c &y;"), head=head)) == [("a &x; b", "c &y;")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (tmx(pair("a", "b"), pair("R&D", "R&D")), "line 5: not well-formed XML"),
        (tmx(pair("a", "b"))[:-20], "line 4: not well-formed XML|line 5: not well-formed XML"),
        ("", "not well-formed XML"),
        ("<html/>", "not a TMX file"),
        (tmx(pair("a\x0b", "b")), "line 4: not well-formed XML"),
        (
            tmx(
                pair("a", "b").replace("<tu>", '<tu><prop type="x-score">high</prop>'),
                header='<header creationtool="bitexte"/>',
            ),
            "line 4: cannot be read",
        ),
        (
            tmx(
                pair("a", "b").replace("<tu>", '<tu><prop type="x-flag">{"code":1}</prop>'),
                header='<header creationtool="bitexte"/>',
            ),
            "line 4: cannot be read: x-flag",
        ),
        (gzip.compress(tmx(pair("a", "b")).encode(), mtime=0)[:40], "broken archive"),
    ],
)
def test_broken_files_name_the_line(tmp_path: Path, data: str | bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        read(tmp_path, data)
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(iter_tmx(tmp_path / "none.tmx"))


@pytest.mark.parametrize("encoding", ["base64", "hex", "idna", "utf-32", "punycode", "rot13", "x-none"])
def test_encodings_that_no_xml_has(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(FormatError, match=r"a\.tmx: "):
        read(tmp_path, tmx(pair("été", "summer"), head=f'<?xml version="1.0" encoding="{encoding}"?>'))
    assert validate_tmx(tmp_path / "a.tmx") != []


def test_a_unit_of_too_much_and_a_segment_of_too_much(tmp_path: Path) -> None:
    prop = "<prop>" + "x" * 1_000 + "</prop>"
    with pytest.raises(FormatError, match="more than 16,777,216 bytes in one unit"):
        read(tmp_path, tmx("<tu>" + prop * 17_000 + "</tu>"))
    assert len(read(tmp_path, tmx(*([pair("a" * 1_000, "b" * 1_000)] * 9_000)))) == 9_000
    with pytest.raises(FormatError, match=r"line 5: .*more than 1,000,000 characters in a segment"):
        read(tmp_path, tmx(pair("a", "b"), pair("a" * 1_000_001, "b")))


def test_further_variants_are_counted(tmp_path: Path) -> None:
    three = pair("Oui", "Yes").replace("</tu>", '<tuv xml:lang="fr-CA"><seg>Ouais</seg></tuv></tu>')
    skipped: Counter[str] = Counter()
    (tmp_path / "a.tmx").write_text(tmx(three, pair("Ja", "Yes", "de"), pair("Non", "")))
    assert [unit.source for unit in read_tmx(tmp_path / "a.tmx", skipped=skipped).units] == ["Oui"]
    assert skipped == {"further variants": 1, "no pair": 1, "empty segment": 1}


@pytest.mark.parametrize(
    ("declared", "written", "message"),
    [("UTF-16", "utf-8", "declares the encoding UTF-16 and is in an encoding of single bytes"),
     ("UTF-8", "utf-16", "declares the encoding UTF-8 and is in UTF-16")],
)  # fmt: skip
def test_a_wrong_declaration_is_named(tmp_path: Path, declared: str, written: str, message: str) -> None:
    text = tmx(pair("Forêt", "Forest"), head=f'<?xml version="1.0" encoding="{declared}"?>')
    (tmp_path / "a.tmx").write_bytes(text.encode(written))
    assert any(message in violation.reason for violation in validate_tmx(tmp_path / "a.tmx"))
    if written == "utf-8":
        with pytest.raises(FormatError, match=message):
            read(tmp_path, text.encode(written))
