"""Several reviewers at once on an output folder; and what they said reaches its files before anything else does."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline.bitext import Bitext
from pipeline.errors import FormatError, InputError, OptionError
from pipeline.files.extras import extra
from pipeline.files.layout import MEMORY, REVIEW_STORE, document_names, document_path
from pipeline.files.locking import FolderInUseError
from pipeline.files.opening import read_whole
from pipeline.files.together import GROWING, WHOLE
from pipeline.files.together import settle as settle_files
from pipeline.formats.jsonl import read_jsonl
from pipeline.memory import Approved, Memory
from pipeline.quality.registry import run_checks
from pipeline.review.carrying import carry
from pipeline.review.exchange import EXPORT_WRITERS, OMEGAT
from pipeline.serving.address import ADDRESS, Address, keep_address, known_address
from pipeline.serving.desk import Desk, Pair
from pipeline.serving.store import Store
from pipeline.workflow.alternatives import Alternatives
from pipeline.workflow.artefacts import write_again
from pipeline.workflow.folder import folder_lock
from pipeline.workflow.recipe import Recipe
from pipeline.workflow.writers import DOCUMENT_WRITERS

if TYPE_CHECKING:
    from pipeline.serving.server import ReviewServer

_MOST_PAIRS = 50
_LOCK_SECONDS = 2.0  # others who only look whether something is to be written hold the folder for a moment
_WRITERS = {
    writer.suffixes[0].rpartition(".")[2]: writer
    for name, writer in (DOCUMENT_WRITERS | EXPORT_WRITERS).items()
    if len(writer.suffixes) == 1 and name != OMEGAT
} | {OMEGAT: EXPORT_WRITERS[OMEGAT]}
KINDS = tuple(_WRITERS)
"""The kinds of files that a document can be fetched as."""


class FolderFiles:
    """The documents of an output folder and of the folders below it, each under its place there.

    Changes that a kill cut short are made good.
    """

    def __init__(self, out: Path) -> None:
        self._out = out

    def names(self) -> list[str]:
        """The documents, ordered by name: folders that hold a file of their own name."""
        for place, folders, _ in os.walk(self._out):
            if any(each.startswith((GROWING, WHOLE)) for each in folders):
                settle_files(Path(place))
            folders[:] = [each for each in folders if not each.startswith(".")]
        return document_names(self._out)

    def present(self) -> list[str]:
        """As `names`. Raises InputError where there is none."""
        names = self.names()
        if not names:
            missing = "no <name>/<name>.jsonl, nor below; `bitexte translate` writes them"
            raise InputError(f"{self._out}: no document here ({missing})")
        return names

    def content(self, name: str) -> str:
        """A hash of the document's file. Raises InputError, or FormatError for one beyond the limits."""
        path = self._path(name)
        settle_files(path.parent)
        return _digest(read_whole(path))

    def read(self, name: str) -> Bitext:
        """The document, under the name of its place. Raises InputError, FormatError."""
        settle_files(self._path(name).parent)
        return replace(read_jsonl(self._path(name)), name=name)

    def dump(self, bitext: Bitext) -> bytes:
        """A document as JSON Lines, as its own folder has it."""
        return _written(_in_its_folder(bitext), "jsonl")

    def load(self, data: bytes) -> Bitext:
        """The document in JSON Lines."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "base.jsonl"
            path.write_bytes(data)
            return read_jsonl(path)

    def checked(self, before: Bitext, after: Bitext) -> Bitext:
        """`after` with the flags of the checks; those of `before` stand where nothing has changed."""
        return run_checks(after, known=before)

    def content_of(self, bitext: Bitext) -> str:
        """What `content` will be once this document is written."""
        return _digest(self.dump(bitext))

    def remember(self, name: str, withdrawn: Iterable[Pair], approved: Iterable[Pair]) -> None:
        """Take pairs of a document out of the memory, and put others in. Raises OutputError."""
        with Memory(self._out / MEMORY) as memory:
            memory.withdraw(Approved(*pair, name) for pair in withdrawn)
            memory.approve(Approved(*pair, name) for pair in approved)

    def write(self, bitext: Bitext) -> None:
        """Write all files that the document has, together. Raises OutputError."""
        self.written(bitext)

    def written(self, bitext: Bitext) -> list[Path]:
        """As `write`; the files."""
        return write_again(_in_its_folder(bitext), (self._out / bitext.name).parent)

    def _path(self, name: str) -> Path:
        return document_path(self._out, name)


def review_server(
    out: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    names: Sequence[str] = (),
    new_address: bool = False,
    recipe: Recipe | None = None,
) -> ReviewServer:
    """A server for the documents in `out`; what it is told to save is in the folder's store before it is confirmed.

    Its files follow when it is quiet, and when the server ends; the merged ones are left to `merge_again`. Hold the
    folder's lock while it runs. It has the token of the last server of this folder, and its port where `port` is 0 and
    that is free, so that open pages find it again; not with `new_address`. recipe: the model and the glossaries for
    segments that are to be translated again, the default ones where none is given; loaded when somebody asks. Raises
    InputError where there is no document.
    """
    with extra("serve", "the review server"):
        import uvicorn  # noqa: F401 - which is loaded late

        from pipeline.serving.server import ReviewServer

    files = FolderFiles(out)
    files.present()

    def search(_: str, text: str) -> list[dict[str, str]]:
        return _search(out, text)

    alternatives = Alternatives(recipe or Recipe())
    known = Address() if new_address else known_address(out / ADDRESS)

    server = ReviewServer(
        Store(out / REVIEW_STORE),
        files,
        download,
        KINDS,
        host=host,
        port=port,
        names=names,
        abilities={"memory": search, "alternatives": lambda _, source: alternatives.of(source)},
        before=known,
    )
    keep_address(out / ADDRESS, Address(server.token, server.port))
    return server


@contextmanager
def reviewing(out: Path, command: str) -> Iterator[None]:
    """The folder is locked while the block runs, and before it begins the files have what was said in a server.

    A server that was killed may have left it in the store alone. Raises OutputError naming who has the folder.
    """
    with folder_lock(out, command):
        settle(out)
        yield


@contextmanager
def making(out: Path, command: str) -> Iterator[None]:
    """As `reviewing`, but others may make documents in the folder at the same time."""
    if (out / REVIEW_STORE).is_file():
        try:
            with reviewing(out, command):
                pass
        except FolderInUseError:
            pass  # by somebody who makes documents, then the files are up to date; else the next line says by whom
    with folder_lock(out, command, shared=True, wait=_LOCK_SECONDS):
        yield


def carried(bitext: Bitext, out: Path) -> Bitext:
    """A document that was made anew, with what reviewers said of the one that stands in `out`; checked.

    A document there that cannot be read is as none. Raises OutputError.
    """
    files = FolderFiles(out)
    try:
        old = files.read(bitext.name)
    except (InputError, FormatError):
        return bitext
    found = carry(old, bitext)
    return bitext if found is bitext else run_checks(found)


def settle(out: Path) -> None:
    """Write what the store of a folder has and its files do not. Hold the folder's lock. Raises BitexteError."""
    if not (out / REVIEW_STORE).is_file():
        return
    with Store(out / REVIEW_STORE) as store:
        desk = Desk(store, FolderFiles(out))
        for name in desk.unwritten():
            desk.settle(name)


def download(bitext: Bitext, kind: str) -> tuple[str, bytes]:
    """A document as a file of one of `KINDS`: its name and its bytes. Raises OptionError, BitexteError."""
    if kind not in _WRITERS:
        raise OptionError(f"{kind}: valid are {', '.join(KINDS)}")
    own = _in_its_folder(bitext)
    return f"{own.name}{_WRITERS[kind].suffixes[0]}", _written(own, kind)


def _written(bitext: Bitext, kind: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document"
        _WRITERS[kind].write([bitext], (path,))
        return path.read_bytes()


def _in_its_folder(bitext: Bitext) -> Bitext:
    """A document under the name that it has in its own folder."""
    return replace(bitext, name=PurePosixPath(bitext.name).name)


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def _search(out: Path, text: str) -> list[dict[str, str]]:
    wanted = text.casefold().strip()
    if not wanted:
        return []
    with Memory(out / MEMORY) as memory:
        pairs = memory.approved().values()
    found = [pair for pair in pairs if wanted in pair.source.casefold() or wanted in pair.target.casefold()]
    return [{"source": pair.source, "target": pair.target, "document": pair.document} for pair in found[:_MOST_PAIRS]]
