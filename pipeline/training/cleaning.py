"""Sentence pairs to train on: read as every corpus is, cleaned, without repeats or held-out sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pipeline.corpus.keys import bare_form, key_of, normal_form
from pipeline.corpus.pair import Measured, SentencePair
from pipeline.corpus.sources import find_sources, read_all
from pipeline.files.opening import bounded_lines, open_file
from pipeline.training.filters import refusal
from pipeline.training.quotation import quoted_alike
from pipeline.translation.tokenisation import prepare

Pair = tuple[str, str]
"""A French sentence and its English rendering."""

_OCCURS_ANYWHERE = 25  # letters below which a sentence is in any corpus


def read_pairs(paths: Sequence[Path], counts: Counter[str] | None = None) -> Iterator[Pair]:
    """The pairs of these files or folders, in order, as they stand there: whatever `corpus build` takes.

    Units that a machine translated and nobody approved are left out and counted under `machine`.
    Raises InputError where one cannot be read and FormatError, with the line, where its content
    breaks the format.
    """
    for entry in read_all(find_sources(paths)):
        if not entry.unit.origin.is_machine:
            yield entry.unit.source, entry.unit.target
        elif counts is not None:
            counts["machine"] += 1


def key(sentence: str) -> int:
    """What two sentences share that differ only in case, digits, spaces and punctuation: 64 bits."""
    return key_of(bare_form(sentence) or normal_form(sentence))


def held_out_keys(paths: Iterable[Path]) -> set[int]:
    """The keys of every sentence (line, or tab-separated field) of text files that must not be trained on.

    Sentences of fewer than 25 letters are left out: they occur in any corpus.
    """
    keys: set[int] = set()
    for path in paths:
        with open_file(path) as stream:
            for raw in bounded_lines(stream, str(path)):
                fields = raw.decode("utf-8", "replace").rstrip("\r\n").split("\t")
                keys.update(key(field) for field in fields if _letters(field) >= _OCCURS_ANYWHERE)
    return keys


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def clean(pairs: Iterable[Pair], counts: Counter[str], held_out: set[int] | None = None) -> Iterator[Pair]:
    """The pairs fit to train on, each once, as the translator will see them (`prepare`), quotation
    marks alike on both sides (`quoted_alike`); order kept.

    `counts` gains one for every pair under `kept` or the reason it was left out. A pair counts as
    repeated where both sides have been seen together, case and punctuation aside. Memory: about
    100 bytes for every pair kept.
    """
    seen: set[int] = set()
    for raw_french, raw_english in pairs:
        french = prepare(raw_french)
        english = quoted_alike(french, prepare(raw_english))
        reason = refusal(Measured(SentencePair(french, english)))
        if reason is None:
            french_key, english_key = key(french), key(english)
            both = hash((french_key, english_key))
            if held_out and (french_key in held_out or english_key in held_out):
                reason = "held-out"
            elif both in seen:
                reason = "repeated"
            else:
                seen.add(both)
        counts[reason or "kept"] += 1
        if reason is None:
            yield french, english
