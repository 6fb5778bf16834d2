"""Which files belong together, and documents whose lines are their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.bitext import Document, Sentence, Span
from pipeline.documents.registry import SUFFIXES
from pipeline.errors import InputError


def pair_files(french: Path, english: Path) -> tuple[list[tuple[Path, Path]], list[Path]]:
    """The pairs of French and English files that two paths name, by name, and the files left without a partner.

    Two files are one pair. In folders a file's partner has the same name but for the language:
    `x.fr.txt` and `x.en.txt` (or `x_fr.txt`, `x-fr.txt`), in one folder given twice or in two, or the
    same name in both, `fr/x.txt` and `en/x.txt`. Raises InputError where one path is a file and the
    other a folder, one is missing, two files of a side have one name, or nothing pairs.
    """
    for path in (french, english):
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
    if french.is_dir() != english.is_dir():
        folder, file = (french, english) if french.is_dir() else (english, french)
        raise InputError(f"{folder} is a folder and {file} a file; give two files or two folders")
    if not french.is_dir():
        return [(french, english)], []
    same = french.resolve() == english.resolve()
    left, right = _by_stem(french, "fr", same), _by_stem(english, "en", same)
    pairs = [(left[stem], right[stem]) for stem in sorted(left.keys() & right.keys())]
    if not pairs:
        example = "x.fr.txt and x.en.txt, or x.txt in both folders"
        raise InputError(f"{french} and {english}: no file has a partner, such as {example}")
    alone = [left[stem] for stem in left.keys() - right.keys()] + [right[stem] for stem in right.keys() - left.keys()]
    return pairs, sorted(alone)


def _by_stem(folder: Path, language: str, marked_only: bool) -> dict[str, Path]:
    """The files of a folder by what is left of their names without language and suffix."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if (
            not path.is_file()
            or path.name.startswith(".")
            or path.suffix.lower() not in (*SUFFIXES, "", f".{language}")
        ):
            continue
        stem = unmarked_stem(path, language)
        if stem is None and marked_only:
            continue
        stem = path.stem if stem is None else stem
        if stem in found:
            raise InputError(f"{found[stem]} and {path}: two files of one name, {stem}; keep one of them")
        found[stem] = path
    return found


def unmarked_stem(path: Path, language: str) -> str | None:
    """What is left of a file's name without suffix and language mark; None where it bears no mark."""
    if path.suffix.lower() == f".{language}":
        return path.stem
    for mark in (f".{language}", f"_{language}", f"-{language}"):
        if path.stem.lower().endswith(mark):
            return path.stem[: -len(mark)]
    return None


def with_lines(document: Document) -> Document:
    """The document with each line of its text as one sentence and one paragraph, empty lines included.

    Lines end at `\\n` only, a `\\r` before it belongs to the gap; sentence i is line i, so a ladder
    counts lines. A last line end does not begin another line.
    """
    return replace(document, sentences=tuple(_lines(document.text)))


def _lines(text: str) -> Iterable[Sentence]:
    position = number = 0
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        last = end - 1 if end > position and text[end - 1] == "\r" else end
        yield Sentence(Span(position, last), number)
        position, number = end + 1, number + 1
