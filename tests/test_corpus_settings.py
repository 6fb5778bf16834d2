from pathlib import Path

import pytest

from pipeline.corpus.filters import FILTERS
from pipeline.corpus.settings import Settings, default_settings, read_settings
from pipeline.errors import FormatError, InputError


def test_the_default_file_gives_the_default_settings(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(default_settings())
    assert read_settings(tmp_path / "s.toml") == Settings()


def test_a_filter_can_be_changed_or_left_out(tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text("[filters]\nlong = 40\nnumbers = false\n[split]\ndev = 0.1\n")
    settings = read_settings(tmp_path / "s.toml")
    assert settings.thresholds["long"] == 40
    assert set(FILTERS) - set(settings.thresholds) == {"numbers"}
    assert settings.dev == 0.1


@pytest.mark.parametrize(("value", "similar"), [("false", None), ("0.8", 0.8), ("1", 1.0)])
def test_how_alike_pairs_may_be(tmp_path: Path, value: str, similar: float | None) -> None:
    (tmp_path / "s.toml").write_text(f"[duplicates]\nsimilar = {value}\n")
    assert read_settings(tmp_path / "s.toml").similar == similar


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[filters]\nspelling = 1", "no filter is called spelling; valid: empty"),
        ("[filters]\nlong = 'much'", "filters.long is 'much'; valid: a number, or false"),
        ("[split]\ndev = 2", "split.dev is 2; valid: a share"),
        ("[duplicates]\nnear = 1", "duplicates.near is 1; valid: true, false"),
        ("[duplicates]\nsimilar = true", "duplicates.similar is True; valid: a share from 0.5 to 1, or false"),
        ("[duplicates]\nsimilar = 0.2", "duplicates.similar is 0.2; valid: a share"),
        ("[filters]\nlength = inf", "filters.length is inf; valid: a number, or false"),
        (f"[filters]\nlong = -{'4' * 300}", "valid: a number, or false"),
        (f"[filters]\nlong = {'4' * 400}", "valid: a number, or false"),
        ("[filters]\nlength = 1e300", "valid: a number, or false"),
        ("[filters]\nlength = nan", "filters.length is nan; valid: a number, or false"),
        ("[split]\ntrain = 0.9", "unknown key split.train; valid: dev, test"),
        ("[other]", r"unknown table \[other\]"),
        ("filters = 3", r"unknown table \[filters\]; valid: \[filters\]"),
        ("x", "not TOML"),
        ("x = " + "9" * 5_000, "not TOML: Exceeds"),
        ("x = " + "[" * 100_000, "not TOML: nested too deep"),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "s.toml").write_text(text)
    with pytest.raises(FormatError, match=message):
        read_settings(tmp_path / "s.toml")


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_settings(tmp_path / "none.toml")
