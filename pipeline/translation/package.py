"""An Argos Translate package: what it declares and the bytes of its parts, from an archive or a folder.

The format (argostranslate.package, class IPackage): one folder with `metadata.json`, a CTranslate2
model in `model/` and either `sentencepiece.model` or `bpe.model`; an `.argosmodel` file is a zip of it.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import InputError, ModelError
from pipeline.files.archives import UNREADABLE
from pipeline.files.opening import open_file
from pipeline.files.structure import parse_json, writable

SOURCE_LANGUAGE, TARGET_LANGUAGE = "fr", "en"
_MOST_TEXT_BYTES, _MOST_BYTES = 1 << 20, 8 << 30
_HARMLESS_BYTES, _MOST_GROWTH = 16 << 20, 20
_TOKENISERS = ("sentencepiece.model", "bpe.model")


@dataclass(frozen=True, slots=True)
class Package:
    """A translation package whose declarations have been read and found usable.

    path: the archive or folder. archive: whether it is a zip. root: the folder inside the archive
    (posix, may be empty). parts: path relative to the root, and size in bytes, of every file that
    translation needs. alignment: whether one attention head was trained to align. alignment_shift: how many
    steps after a piece is said the head shows what it renders (0: while it is said). term_marks: the three
    signs with which a source phrase asks for a rendering (`⦃ phrase ⇒ rendering ⦄`).
    target_prefix: a token that every target begins with (multilingual models), or "".
    """

    path: Path
    archive: bool
    root: str
    version: str
    from_code: str
    to_code: str
    alignment: bool
    term_marks: tuple[str, str, str] | None
    target_prefix: str
    alignment_shift: int
    parts: tuple[tuple[str, int], ...]

    @property
    def tokeniser(self) -> str:
        """The name of the tokeniser's file, `sentencepiece.model` or `bpe.model`."""
        names = {name for name, _ in self.parts}
        return next(name for name in _TOKENISERS if name in names)

    @property
    def size(self) -> int:
        """Bytes of all parts, unpacked."""
        return sum(size for _, size in self.parts)

    def read(self, part: str) -> bytes:
        """The bytes of one of the `parts`. Raises ModelError where the archive is damaged."""
        try:
            if not self.archive:
                return (self.path / part).read_bytes()
            with zipfile.ZipFile(self.path) as file:
                return file.read(f"{self.root}/{part}" if self.root else part)
        except (*UNREADABLE, KeyError) as error:
            raise ModelError(f"{self.path}: cannot read {part}: {error}") from error

    def model_files(self) -> dict[str, bytes]:
        """The CTranslate2 files by name, for loading from memory."""
        prefix = "model/"
        return {name.removeprefix(prefix): self.read(name) for name, _ in self.parts if name.startswith(prefix)}

    def digest(self) -> str:
        """SHA-256 of the weights, vocabulary and tokeniser; the same for an archive and its unpacked folder."""
        digest = hashlib.sha256()
        for name, size in sorted(self.parts):
            digest.update(f"{name}\0{size}\0".encode())
            digest.update(self.read(name))
        return digest.hexdigest()

    def vocabulary_sizes(self) -> tuple[int, ...]:
        """How many pieces the model knows: one number for a shared vocabulary, else source and target."""
        sizes = {}
        for name, _ in self.parts:
            if name.endswith("vocabulary.json"):
                sizes[name] = self._pieces(name)
            elif name.endswith("vocabulary.txt"):
                sizes[name] = self.read(name).count(b"\n")
        return tuple(sizes[name] for name in sorted(sizes))

    def _pieces(self, name: str) -> int:
        try:
            pieces = parse_json(self.read(name))
        except ValueError as error:
            raise ModelError(f"{self.path}: {name} cannot be read: {error}") from error
        if not isinstance(pieces, list | dict):
            raise ModelError(f"{self.path}: {name} is no list of pieces")
        return len(pieces)

    def card(self) -> str | None:
        """The package's README, or None."""
        try:
            return self.read("README.md").decode("utf-8", "replace")
        except ModelError:
            return None


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def open_package(path: Path) -> Package:
    """Read what the package at `path` (an `.argosmodel` file or a folder) declares.

    Raises ModelError where it is missing, not a package, unsafe (an archive with paths outside
    itself), incomplete or of another pair than French to English.
    """
    if path.is_dir():
        return _describe(path, False, "", _folder_files(path))
    if not path.exists():
        raise ModelError(f"{path}: no such model; `bitexte model list` shows the ones at hand")
    try:
        with open_file(path) as stream, zipfile.ZipFile(stream) as file:
            entries = [entry for entry in file.infolist() if not entry.is_dir()]
            for entry in entries:
                _refuse_unsafe(path, entry.filename)
            _refuse_bomb(path, entries)
            damaged = file.testzip()
    except InputError as error:
        raise ModelError(str(error)) from error
    except UNREADABLE as error:
        raise ModelError(f"{path}: not an Argos package (not a readable zip archive: {error})") from error
    if damaged is not None:
        raise ModelError(f"{path}: the archive is damaged at {damaged}")
    roots = {PurePosixPath(entry.filename).parent for entry in entries if _is_metadata(entry.filename)}
    if not roots:
        raise ModelError(f"{path}: not an Argos package (no metadata.json)")
    root = min(roots, key=lambda folder: len(folder.parts))
    inside = {
        str(PurePosixPath(entry.filename).relative_to(root)): entry.file_size
        for entry in entries
        if PurePosixPath(entry.filename).is_relative_to(root)
    }
    return _describe(path, True, "" if str(root) == "." else str(root), inside)


def _is_metadata(name: str) -> bool:
    return PurePosixPath(name).name == "metadata.json"


def _refuse_unsafe(path: Path, name: str) -> None:
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or not parts.parts or ":" in parts.parts[0]:
        raise ModelError(f"{path}: refused, the archive holds a path outside itself: {name}")


def _refuse_bomb(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Weights hardly compress: what grows much more is no model. zipfile never unpacks more than is declared."""
    for entry in entries:
        small = PurePosixPath(entry.filename).name in ("metadata.json", "README.md")
        if small and entry.file_size > _MOST_TEXT_BYTES:
            raise ModelError(
                f"{path}: refused, {entry.filename} has {entry.file_size:,} bytes; at most {_MOST_TEXT_BYTES:,}"
            )
    size, packed = sum(entry.file_size for entry in entries), path.stat().st_size
    if size > _MOST_BYTES or (size > _HARMLESS_BYTES and size > _MOST_GROWTH * packed):
        raise ModelError(
            f"{path}: refused, {packed:,} bytes become {size:,} when unpacked; "
            f"at most {_MOST_BYTES:,}, and at most {_MOST_GROWTH} times as many"
        )


def _folder_files(folder: Path) -> dict[str, int]:
    def walk() -> Iterator[tuple[str, int]]:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                yield file.relative_to(folder).as_posix(), file.stat().st_size

    return dict(walk())


def _describe(path: Path, archive: bool, root: str, files: dict[str, int]) -> Package:
    if "metadata.json" not in files:
        raise ModelError(f"{path}: not an Argos package (no metadata.json)")
    if files["metadata.json"] > _MOST_TEXT_BYTES:
        raise ModelError(f"{path}: refused, metadata.json has more than {_MOST_TEXT_BYTES:,} bytes")
    draft = Package(path, archive, root, "", "", "", False, None, "", 0, ())
    try:
        metadata: dict[str, Any] = parse_json(draft.read("metadata.json"))
        if not isinstance(metadata, dict):
            raise TypeError("not an object")
        pair = str(metadata.get("from_code", "?")), str(metadata.get("to_code", "?"))
        marks = metadata.get("term_marks")
        shift = int(metadata.get("alignment_shift") or 0)
        term_marks = None if marks is None else (str(marks[0]), str(marks[1]), str(marks[2]))
    except (ValueError, TypeError, IndexError, KeyError, OverflowError) as error:
        raise ModelError(f"{path}: metadata.json cannot be read: {error}") from error
    if pair != (SOURCE_LANGUAGE, TARGET_LANGUAGE):
        raise ModelError(f"{path}: translates {pair[0]} to {pair[1]}; bitexte needs fr to en")
    if "model/model.bin" not in files or not any(name in files for name in _TOKENISERS):
        raise ModelError(f"{path}: incomplete package: it needs model/model.bin and {' or '.join(_TOKENISERS)}")
    needed = {name: size for name, size in files.items() if name.startswith("model/") or name in _TOKENISERS}
    return Package(
        path=path,
        archive=archive,
        root=root,
        version=writable(str(metadata.get("package_version") or "unknown")),
        from_code=pair[0],
        to_code=pair[1],
        alignment=bool(metadata.get("alignment", False)),
        term_marks=term_marks,
        target_prefix=str(metadata.get("target_prefix") or ""),
        alignment_shift=shift,
        parts=tuple(sorted(needed.items())),
    )
