"""Zip archives are looked over before anything unpacks them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import FormatError
from pipeline.files.archives import require_harmless
from pipeline.files.limits import Limits, limits, set_limits

A = Path("a.docx")


def archive(**entries: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(f"{name}.xml", data)
    stream.seek(0)
    return stream


def test_an_honest_one_is_put_back_to_its_start() -> None:
    stream = archive(a=b"<a/>")
    require_harmless(A, stream)
    assert stream.tell() == 0


def test_what_grows_too_much() -> None:
    with pytest.raises(FormatError, match=r"a\.docx: refused: .* bytes become 33,554,432 .*--limit growth="):
        require_harmless(A, archive(a=b" " * (32 << 20)))


@pytest.mark.parametrize(("name", "most", "word"), [("whole", 1 << 20, "bytes"), ("marks", 1_000, "marks of XML")])
def test_what_is_too_much_when_unpacked(name: str, most: int, word: str) -> None:
    before = limits()
    try:
        set_limits(Limits(growth=10_000, **{name: most}))
        with pytest.raises(FormatError, match=f"more than {most:,} {word}"):
            require_harmless(A, archive(a=b"<b/>" * (5 << 20)))
    finally:
        set_limits(before)


def test_more_entries_than_any_honest_file_has() -> None:
    with pytest.raises(FormatError, match="10,001 entries"):
        require_harmless(A, archive(**{f"e{number}": b"" for number in range(10_001)}))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_archive(data: bytes) -> None:
    with pytest.raises(FormatError, match="broken file"):
        require_harmless(A, io.BytesIO(data))
