import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from packing import zstd

from pipeline.errors import FormatError, InputError
from pipeline.files.limits import Limits, limits, set_limits
from pipeline.files.opening import bounded_lines, open_binary, open_file, read_whole

TEXT = b"un\tone\n" * 50_000


def test_plain_and_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(TEXT)
    (tmp_path / "a.tsv.gz").write_bytes(gzip.compress(TEXT))
    for name in ("a.tsv", "a.tsv.gz"):
        with open_binary(tmp_path / name) as stream:
            assert stream.read() == TEXT


def test_zstd_also_where_the_reader_stops_early(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv.zst"
    path.write_bytes(zstd.compress(TEXT))
    with open_binary(path) as stream:
        assert stream.readline() == b"un\tone\n"
    with open_binary(path) as stream:
        assert stream.read() == TEXT
        stream.close()


@pytest.mark.parametrize("damage", [b"not zstd at all", zstd.compress(TEXT)[:-40], zstd.compress(TEXT)[:-4] + b"xxxx"])
def test_broken_zstd(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "a.zst").write_bytes(damage)
    with pytest.raises(FormatError, match="broken"), open_binary(tmp_path / "a.zst") as stream:
        stream.read()


def test_zstd_of_several_frames(tmp_path: Path) -> None:
    (tmp_path / "a.zst").write_bytes(zstd.compress(TEXT) + zstd.compress(b"fin\tend\n"))
    with open_binary(tmp_path / "a.zst") as stream:
        assert stream.read() == TEXT + b"fin\tend\n"


@pytest.mark.parametrize("damage", [b"not gzip", gzip.compress(TEXT, mtime=0)[:-40]])
def test_broken_gzip(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "a.gz").write_bytes(damage)
    with pytest.raises(FormatError, match="broken"), open_binary(tmp_path / "a.gz") as stream:
        stream.read()


@pytest.mark.parametrize("name", ["none", "none.gz", "none.zst"])
def test_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="none"), open_binary(tmp_path / name) as stream:
        stream.read()


@pytest.fixture
def limited() -> Iterator[None]:
    before = limits()
    set_limits(Limits(whole=1 << 10, record=1 << 10, growth=2))
    yield
    set_limits(before)


@pytest.mark.usefixtures("limited")
def test_archives_that_grow_too_much(tmp_path: Path) -> None:
    bomb = (b"x" * 500 + b"\n") * 36_000
    (tmp_path / "a.gz").write_bytes(gzip.compress(bomb))
    (tmp_path / "a.zst").write_bytes(zstd.compress(bomb))
    for name in ("a.gz", "a.zst"):
        with pytest.raises(FormatError, match=r"more than 2 times.*--limit growth="), open_binary(tmp_path / name) as f:
            list(bounded_lines(f, name, "whole"))


@pytest.mark.usefixtures("limited")
def test_lines_and_files_that_are_too_long(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a\n" + b"b" * 1024)
    with open_file(path) as stream:
        assert [len(line) for line in bounded_lines(stream, "a.txt")] == [2, 1024]
    with pytest.raises(FormatError, match=r"a\.txt: refused: more than 1,024 bytes .*--limit whole="):
        read_whole(path)
    path.write_bytes(b"a\n" + b"b" * 1025)
    with open_file(path) as stream, pytest.raises(FormatError, match=r"a\.txt: line 2: refused: .*--limit record="):
        list(bounded_lines(stream, "a.txt"))


def test_what_is_no_regular_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(InputError, match="device or pipe"):
            read_whole(path)
    with pytest.raises(InputError, match="is a folder"):
        read_whole(tmp_path)
    with pytest.raises(InputError, match="not a file's name"):
        read_whole(Path("a\0b"))


def test_pipes_of_the_shell(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as stream:
        stream.write(b"du texte")
    try:
        assert read_whole(Path(f"/dev/fd/{reading}")) == b"du texte"
    finally:
        os.close(reading)
