"""The thresholds and proportions of a corpus build, from a TOML file."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.corpus.filters import FILTERS
from pipeline.corpus.similar import LEAST_WORDS
from pipeline.errors import FormatError, InputError
from pipeline.files.opening import read_whole

if sys.version_info >= (3, 11):
    import tomllib
else:  # the standard library has it from 3.11 on
    import tomli as tomllib


_KEYS = {"split": ("dev", "test"), "duplicates": ("near", "similar")}


@dataclass(frozen=True)
class Settings:
    """thresholds: by filter, only of those that run, in the registry's order.

    dev, test: shares of the documents, 0 to 1. near: whether pairs that differ in case, digits and
    punctuation only count as duplicates. similar: share of the words, 0.5 to 1, from which a long pair
    that has them in common with an earlier one on both sides is dropped too; None where none is.
    """

    thresholds: Mapping[str, float] = field(
        default_factory=lambda: {name: filter_.default for name, filter_ in FILTERS.items()}
    )
    dev: float = 0.005
    test: float = 0.005
    near: bool = True
    similar: float | None = 0.9


def read_settings(path: Path) -> Settings:
    """The settings of a TOML file such as `default_settings()` gives; what it leaves out keeps its default.

    A filter set to `false` does not run. Raises InputError, or FormatError naming the key.
    """
    try:
        data = tomllib.loads(read_whole(path).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 (byte {error.start})") from error
    except (ValueError, RecursionError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else error
        raise FormatError(f"{path}: not TOML: {reason}") from error
    for table, content in data.items():
        if table not in ("filters", "split", "duplicates") or not isinstance(content, dict):
            raise FormatError(f"{path}: unknown table [{table}]; valid: [filters], [split], [duplicates]")
        for key in content:
            if table in _KEYS and key not in _KEYS[table]:
                raise FormatError(f"{path}: unknown key {table}.{key}; valid: {', '.join(_KEYS[table])}")
    plain = Settings()
    split, duplicates = data.get("split", {}), data.get("duplicates", {})
    shares = [_share(path, split, name, getattr(plain, name)) for name in ("dev", "test")]
    near = duplicates.get("near", plain.near)
    if not isinstance(near, bool):
        raise FormatError(f"{path}: duplicates.near is {near!r}; valid: true, false")
    similar = _similar(path, duplicates.get("similar", plain.similar))
    return Settings(_thresholds(path, data.get("filters", {})), shares[0], shares[1], near, similar)


_MOST = 1e9  # a threshold, either way: scores are compared in single precision


def _thresholds(path: Path, given: Mapping[str, Any]) -> dict[str, float]:
    thresholds = {name: filter_.default for name, filter_ in FILTERS.items()}
    for name, value in given.items():
        if name not in FILTERS:
            raise FormatError(f"{path}: no filter is called {name}; valid: {', '.join(FILTERS)}")
        if value is False:
            del thresholds[name]
        elif isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _MOST:
            raise FormatError(f"{path}: filters.{name} is {value!r}; valid: a number, or false to leave it out")
        else:
            thresholds[name] = float(value)
    return thresholds


def _similar(path: Path, value: object) -> float | None:
    if value is False:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.5 <= value <= 1:
        raise FormatError(f"{path}: duplicates.similar is {value!r}; valid: a share from 0.5 to 1, or false")
    return float(value)


def _share(path: Path, table: Mapping[str, Any], name: str, default: float) -> float:
    value = table.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 0.5:
        raise FormatError(f"{path}: split.{name} is {value!r}; valid: a share from 0 to below 0.5")
    return float(value)


def default_settings() -> str:
    """A commented TOML file with every setting at its default."""
    lines = ["# Thresholds of `bitexte corpus build`. A filter set to false does not run.", "", "[filters]"]
    for name, filter_ in FILTERS.items():
        bound = "at most" if filter_.most else "at least"
        lines += [f"# {bound}: {filter_.description}", f"{name} = {filter_.default:g}"]
    plain = Settings()
    lines += ["", "[duplicates]", "# whether pairs that differ in case, digits and punctuation only are duplicates"]
    lines += [f"near = {str(plain.near).lower()}"]
    lines += [
        "# share of the words, in their order, that a pair has in common with an earlier one, on both sides, to be",
        f"# dropped as similar; asked of pairs with {LEAST_WORDS} words or more on both sides; false drops none",
        f"similar = {plain.similar:g}",
    ]
    lines += ["", "[split]", "# shares of the documents that are kept for tuning"]
    lines += [f"dev = {plain.dev:g}", f"test = {plain.test:g}"]
    return "\n".join(lines) + "\n"
