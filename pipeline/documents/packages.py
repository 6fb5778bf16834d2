"""Documents that are zip archives of parts: opened with care, and written again with some parts replaced."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.errors import FormatError, InputError
from pipeline.files.archives import UNREADABLE, count_marks, require_harmless
from pipeline.files.limits import limits

if TYPE_CHECKING:
    from lxml.etree import _Element

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_OFFICE = "/officeDocument"


@dataclass
class Package:
    """An archive's parts, each read when it is asked for. label: what messages call it."""

    label: str
    archive: zipfile.ZipFile
    _read: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def open(cls, data: bytes, label: str) -> Package:
        """The archive in `data`. Raises InputError for one with a password, FormatError for a broken or harmful one."""
        if data.startswith(_OLE):
            raise InputError(f"{label}: is protected by a password, or in a format of Office before 2007")
        stream = io.BytesIO(data)
        require_harmless(label, stream)
        archive = zipfile.ZipFile(stream)
        if any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist()):
            raise InputError(f"{label}: is protected by a password")
        return cls(label, archive)

    @property
    def names(self) -> list[str]:
        """The parts' names, in the archive's order."""
        return [entry.filename for entry in self.archive.infolist() if not entry.is_dir()]

    def read(self, name: str) -> bytes:
        """The bytes of a part. Raises FormatError."""
        if name not in self._read:
            try:
                self._read[name] = self.archive.read(name)
            except KeyError as error:
                raise FormatError(f"{self.label}: broken file: {name} is missing") from error
            except UNREADABLE as error:
                raise FormatError(f"{self.label}: broken file: {name}: {error}") from error
        return self._read[name]

    def xml(self, name: str) -> _Element:
        """The root of a part. Raises FormatError for what is not well-formed, or declares entities."""
        return parsed(self.read(name), f"{self.label}: {name}")

    def main_part(self) -> str:
        """The part that an Office package begins with. Raises FormatError."""
        for relation in self.xml("_rels/.rels"):
            if str(relation.get("Type", "")).endswith(_OFFICE):
                return str(relation.get("Target", "")).lstrip("/")
        raise FormatError(f"{self.label}: broken file: no main part is named in _rels/.rels")

    def main_folder(self) -> str:
        """The folder of the main part, with a slash at its end; empty for the root."""
        folder = posixpath.dirname(self.main_part())
        return f"{folder}/" if folder else ""

    def written(self, parts: Mapping[str, bytes]) -> bytes:
        """The archive with these parts in the place of those of their names; all others are as they were."""
        stream = io.BytesIO()
        try:
            with zipfile.ZipFile(stream, "w") as made:
                made.comment = self.archive.comment
                for entry in self.archive.infolist():
                    data = parts[entry.filename] if entry.filename in parts else self.archive.read(entry)
                    made.writestr(entry, data, compress_type=_method(entry))
        except UNREADABLE as error:
            raise FormatError(f"{self.label}: broken file: {error}") from error
        return stream.getvalue()


def _method(entry: zipfile.ZipInfo) -> int:
    return zipfile.ZIP_STORED if entry.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED


def parsed(data: bytes, label: str) -> _Element:
    """The root of an XML text. Raises FormatError for what is not well-formed, or declares entities."""
    from lxml import etree

    limits().require("marks", count_marks(data), label, "marks of XML")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = " ".join(str(getattr(error, "msg", "") or error or "broken").split()).split(", line ")[0].rstrip(" ,")
        raise FormatError(f"{label}: not well-formed XML: {reason}") from error
    if b"<!ENTITY" in data:
        raise FormatError(f"{label}: refused: it declares entities")
    return root
