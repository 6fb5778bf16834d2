"""Sentence pairs to train on: read from TSV or TMX files, cleaned, without repeats or held-out sentences."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.bitext import Origin
from pipeline.errors import FormatError, InputError
from pipeline.files.opening import bounded_lines, open_binary, open_file
from pipeline.formats.tmx_reading import iter_tmx
from pipeline.text.language import detect
from pipeline.training.quotation import count_marks, quoted_alike
from pipeline.translation.tokenisation import prepare

Pair = tuple[str, str]
"""A French sentence and its English rendering."""

_LETTERS = re.compile(r"[^\W\d_]")
_NUMBERS = re.compile(r"\d+")
_MOST_WORDS = 90
_LONGEST_WORD = 40
_LEAST_LETTERS = 0.5
_RATIO = (0.45, 2.2)  # English characters to French ones
_SURE = 0.5  # of a language, before a sentence counts as being in it


def read_pairs(path: Path, counts: Counter[str] | None = None) -> Iterator[Pair]:
    """The pairs of one file, in its order, as they stand there.

    `.tsv` (UTF-8, French TAB English, one pair a line, no header), also `.tsv.gz` and `.tsv.zst`, or
    `.tmx`, also `.tmx.gz`. Units that a machine translated and nobody approved are left out of a TMX
    and counted under `machine`. Raises InputError where the file cannot be read and FormatError, with
    the line, where its content breaks the format.
    """
    kind = path.with_suffix("").suffix if path.suffix.lower() in (".gz", ".zst") else path.suffix
    reader = READERS.get(kind.lower())
    if reader is None:
        raise InputError(f"{path}: a training corpus must be {' or '.join(READERS)} (also .gz, and .tsv.zst)")
    yield from reader(path, Counter() if counts is None else counts)


def _read_tsv(path: Path, counts: Counter[str]) -> Iterator[Pair]:
    with open_binary(path) as file:
        for number, raw in enumerate(file, start=1):
            try:
                line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise FormatError(f"{path}, line {number}: not UTF-8: {error.reason}") from error
            fields = line.rstrip("\r\n").split("\t")
            if fields == [""]:
                continue
            if len(fields) < 2:
                raise FormatError(f"{path}, line {number}: expected French TAB English, found no tab")
            yield fields[0], fields[1]


def _read_tmx(path: Path, counts: Counter[str]) -> Iterator[Pair]:
    for unit in iter_tmx(path):
        if unit.origin is Origin.HUMAN:
            yield unit.source, unit.target
        else:
            counts["machine"] += 1


READERS: dict[str, Callable[[Path, Counter[str]], Iterator[Pair]]] = {".tsv": _read_tsv, ".tmx": _read_tmx}
"""How the pairs of a file are read, by its suffix."""


def key(sentence: str) -> int:
    """What two sentences share that differ only in case, digits, spaces and punctuation: 64 bits."""
    letters = "".join(_LETTERS.findall(sentence.lower()))
    return int.from_bytes(hashlib.blake2b(letters.encode(), digest_size=8).digest(), "big")


def held_out_keys(paths: Iterable[Path]) -> set[int]:
    """The keys of every sentence (line, or tab-separated field) of text files that must not be trained on.

    Sentences of fewer than 25 letters are left out: they occur in any corpus.
    """
    keys: set[int] = set()
    for path in paths:
        with open_file(path) as stream:
            for raw in bounded_lines(stream, str(path)):
                line = raw.decode("utf-8", "replace")
                keys.update(key(field) for field in line.split("\t") if len(_LETTERS.findall(field)) >= 25)
    return keys


def refusal(french: str, english: str) -> str | None:
    """Why a pair is unfit to train on (the first of `FAULTS` it has), or None where it is fit."""
    return next((reason for reason, has_fault in FAULTS.items() if has_fault(french, english)), None)


def _not_in(language: str, sentence: str) -> bool:
    guess = detect(sentence, against=language)
    return guess.code != language and guess.confidence > _SURE


FAULTS: dict[str, Callable[[str, str], bool]] = {
    "empty": lambda french, english: not french or not english,
    "length": lambda french, english: max(len(french.split()), len(english.split())) > _MOST_WORDS,
    "long-word": lambda french, english: max(map(len, (french + " " + english).split())) > _LONGEST_WORD,
    "copy": lambda french, english: french == english and len(french.split()) > 3,
    "ratio": lambda french, english: len(french) > 20 and not _RATIO[0] < len(english) / len(french) < _RATIO[1],
    "few-letters": lambda *pair: min(len(_LETTERS.findall(side)) / len(side) for side in pair) < _LEAST_LETTERS,
    "numbers": lambda french, english: abs(len(_NUMBERS.findall(french)) - len(_NUMBERS.findall(english))) > 1,
    "quotes": lambda french, english: count_marks(french) != count_marks(english),
    "language": lambda french, english: _not_in("fr", french) or _not_in("en", english),
}
"""What makes a pair unfit, by the name it is counted under, in the order it is looked for."""


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
        reason = refusal(french, english)
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
