import gzip
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.errors import FormatError, InputError
from pipeline.formats.compression import open_binary

TEXT = b"un\tone\n" * 50_000


def test_plain_and_gzip(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(TEXT)
    (tmp_path / "a.tsv.gz").write_bytes(gzip.compress(TEXT, mtime=0))
    for name in ("a.tsv", "a.tsv.gz"):
        with open_binary(tmp_path / name) as stream:
            assert stream.read() == TEXT


@pytest.mark.skipif(shutil.which("zstd") is None, reason="no zstd command")
def test_zstd_also_where_the_reader_stops_early(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(TEXT)
    subprocess.run(["zstd", "-q", str(tmp_path / "a.tsv")], check=True)
    path = tmp_path / "a.tsv.zst"
    with open_binary(path) as stream:
        assert stream.readline() == b"un\tone\n"
    with open_binary(path) as stream:
        assert stream.read() == TEXT
        stream.close()
    path.write_bytes(path.read_bytes()[:-4] + b"xxxx")
    with pytest.raises(FormatError, match="broken zstd"), open_binary(path) as stream:
        stream.read()


@pytest.mark.parametrize("damage", [b"not gzip", gzip.compress(TEXT, mtime=0)[:-40]])
def test_broken_gzip(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "a.gz").write_bytes(damage)
    with pytest.raises(FormatError, match="broken"), open_binary(tmp_path / "a.gz") as stream:
        stream.read()


@pytest.mark.parametrize("name", ["none", "none.gz", "none.zst"])
def test_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="none"), open_binary(tmp_path / name) as stream:
        stream.read()
