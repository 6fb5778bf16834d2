"""The learnt parameters that ship with the package."""

from __future__ import annotations

import json

import pytest

from pipeline.segmentation.evidence import evidence, parameter_file


@pytest.mark.parametrize(
    ("language", "starters", "common", "names"),
    [
        ("fr", "il elle cependant", "maison question voici", "pierre paris dupont commission"),
        ("en", "he however therefore", "house question here", "john london smith"),
    ],
)
def test_words_are_told_from_names(language: str, starters: str, common: str, names: str) -> None:
    learnt = evidence(language)
    assert learnt.starters >= set(starters.split())
    assert len(learnt.common & set(common.split())) >= 2
    assert not (learnt.common | learnt.starters) & set(names.split())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_file_is_small_and_sorted(language: str) -> None:
    path = parameter_file(language)
    assert path.stat().st_size < 200_000
    learnt = json.loads(path.read_text(encoding="utf-8"))
    assert learnt["language"] == language
    for name in ("abbreviations", "starters", "common"):
        words = " ".join(learnt[name]).split()
        assert words == sorted(set(words))
        assert all(word == word.lower() for word in words)
