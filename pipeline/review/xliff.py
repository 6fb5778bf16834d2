"""XLIFF 1.2 out to a translation tool and back in as a patch (OASIS standard, 2008).

What a unit's `state` and `approved` say, out and back:

    approved            approved="yes", final
    edited              needs-review-translation
    draft               new
    nothing said        needs-review-translation, state-qualifier leveraged-mt
    no English          needs-translation, an empty target

On the way back final, signed-off, translated and approved="yes" are approval; a target that was changed otherwise is
an edit. `translated` is what tools set when a translator confirms a segment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.bitext import Bitext, Review, Severity, Unit
from pipeline.errors import FormatError
from pipeline.files.structure import parse_xml
from pipeline.files.writing import atomic_bytes
from pipeline.formats.inline import inline_text
from pipeline.formats.provenance import TOOL, tool_version
from pipeline.formats.tmx import COMMENT, XML_LANGUAGE
from pipeline.review.fingerprint import segment_hash, target_hash
from pipeline.review.notes import comment_of
from pipeline.review.patch import DocumentPatch, Edit, Patch
from pipeline.review.xliff_codes import fill
from pipeline.text.characters import for_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_NAMESPACES: Any = {None: NAMESPACE}  # the stubs know no default namespace
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_APPROVED = frozenset({"final", "signed-off", "translated"})
_STATES = {Review.APPROVED: "final", Review.EDITED: "needs-review-translation", Review.DRAFT: "new"}
_REVIEWER = "reviewer"
_IN_FRENCH = "in-french"
_FLAG = re.compile(rf"(?:{'|'.join(severity.value for severity in Severity)}) [a-z][a-z0-9-]*: ")
# Native code and markers whose content is not the segment's language.


class XliffWriter:
    """`<stem>.xlf`: UTF-8, one `<file>` a bitext, one `<trans-unit>` a unit, streamed.

    `extradata` holds the hashes of source, target and comments, by which `read_xliff` tells what was changed.
    Flags are notes from `bitexte`, comments notes from `reviewer`. Counts: `xml-forbidden`.
    """

    name = "xliff"
    suffixes: tuple[str, ...] = (".xlf",)
    in_french = False
    """Whether the targets hold the French: OmegaT takes what stands in a target for what is to be translated."""

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError."""
        from lxml import etree

        counts: Counter[str] = Counter()
        (path,) = paths
        with atomic_bytes(path) as stream:
            with etree.xmlfile(stream, encoding="utf-8") as file:
                file.write_declaration()
                with file.element(f"{{{NAMESPACE}}}xliff", version="1.2", nsmap=_NAMESPACES):
                    for bitext in bitexts:
                        attributes = {
                            "original": for_xml(bitext.name, counts),
                            "source-language": bitext.source_language,
                            "target-language": bitext.target_language,
                            "datatype": "plaintext",
                        }
                        file.write("\n")
                        with file.element(f"{{{NAMESPACE}}}file", attributes):
                            file.write("\n")
                            with file.element(f"{{{NAMESPACE}}}header"):
                                file.write(_tool())
                            file.write("\n")
                            with file.element(f"{{{NAMESPACE}}}body"):
                                for unit in bitext.units:
                                    file.write("\n", _trans_unit(unit, bitext, counts, self.in_french))
                                file.write("\n")
                            file.write("\n")
                    file.write("\n")
            stream.write(b"\n")
        return +counts


class OmegatWriter(XliffWriter):
    """`<stem>.omegat.xlf`: the same with the French in the targets, for the `source` folder of an OmegaT project.

    The English goes there as a memory (`<stem>.tmx` in `tm/auto`); `read_xliff` reads what OmegaT makes of it.
    """

    name = "omegat"
    suffixes: tuple[str, ...] = (".omegat.xlf",)
    in_french = True


def read_xliff(path: Path) -> Patch:
    """What a tool did to a file that `XliffWriter` wrote: targets changed or approved, notes added.

    A unit without its `extradata` counts as edited where its target is another than the document's. Raises InputError
    for an unreadable file, FormatError for broken XML, another format, or an entity that cannot be resolved.
    """
    from lxml import etree

    root = parse_xml(path)
    if root.tag != f"{{{NAMESPACE}}}xliff":
        raise FormatError(f"{path}: not XLIFF 1.2: the root element is <{etree.QName(root).localname}>")
    documents: dict[str, list[Edit]] = {}
    for file in root.iterchildren(f"{{{NAMESPACE}}}file"):
        edits = documents.setdefault(file.get("original", ""), [])
        try:
            edits += filter(None, map(_edit, file.iter(f"{{{NAMESPACE}}}trans-unit")))
        except FormatError as error:
            raise FormatError(f"{path}: {error}") from error
    return Patch(tuple(DocumentPatch(name, tuple(edits)) for name, edits in documents.items()))


def _tool() -> _Element:
    from lxml import etree

    attributes = {"tool-id": TOOL, "tool-name": TOOL, "tool-version": tool_version()}
    return etree.Element(f"{{{NAMESPACE}}}tool", attributes, nsmap=_NAMESPACES)


def _trans_unit(unit: Unit, bitext: Bitext, counts: Counter[str], in_french: bool) -> _Element:
    from lxml import etree

    target_text = for_xml(unit.target, Counter())
    comments = for_xml(comment_of(unit), Counter())
    element = etree.Element(
        f"{{{NAMESPACE}}}trans-unit",
        {
            "id": for_xml(unit.id, counts),
            "approved": "yes" if unit.review is Review.APPROVED else "no",
            "extradata": f"{segment_hash(unit.source)} {target_hash(target_text)} {target_hash(comments)}"
            + (f" {_IN_FRENCH}" if in_french else ""),
            _XML_SPACE: "preserve",
        },
        nsmap=_NAMESPACES,
    )
    source = etree.SubElement(element, f"{{{NAMESPACE}}}source", {XML_LANGUAGE: bitext.source_language})
    fill(source, NAMESPACE, unit.source, unit.source_codes, counts)
    attributes = {XML_LANGUAGE: bitext.target_language, "state": _state(unit)}
    if unit.review is Review.NONE and unit.target and unit.origin.is_machine:
        attributes["state-qualifier"] = "leveraged-mt"
    target = etree.SubElement(element, f"{{{NAMESPACE}}}target", attributes)
    said = (unit.source, unit.source_codes) if in_french else (unit.target, unit.target_codes)
    fill(target, NAMESPACE, *said, counts)
    for flag in unit.flags:
        origin = _REVIEWER if flag.code == COMMENT else TOOL
        note = etree.SubElement(element, f"{{{NAMESPACE}}}note", {"from": origin})
        message = flag.message if flag.code == COMMENT else f"{flag.severity.value} {flag.code}: {flag.message}"
        note.text = for_xml(message, counts)
    return element


def _state(unit: Unit) -> str:
    if unit.source.strip() and not unit.target.strip():
        return "needs-translation"
    return _STATES.get(unit.review, "needs-review-translation")


def _edit(element: _Element) -> Edit | None:
    """What was done to one unit; None for nothing."""
    source = element.find(f"{{{NAMESPACE}}}source")
    target = element.find(f"{{{NAMESPACE}}}target")
    if source is None or target is None:
        return None
    text = inline_text(target)
    source_hash, found, remarked, kind = (*element.get("extradata", "").split(" "), "", "", "", "")[:4]
    if kind == _IN_FRENCH and text == inline_text(source):
        return None  # nobody has translated it there
    approved = element.get("approved") == "yes" or target.get("state") in _APPROVED
    edited = not found or target_hash(text) != found
    state = Review.APPROVED if approved else Review.EDITED if edited else Review.NONE
    if state is Review.EDITED and target.get("state") == _STATES[Review.DRAFT]:
        state = Review.DRAFT
    comment = "\n\n".join(_said(note) for note in element.iterchildren(f"{{{NAMESPACE}}}note") if not _is_flag(note))
    changed = target_hash(comment) != remarked if remarked else bool(comment)
    if state is Review.NONE and not changed:
        return None
    return Edit(
        element.get("id", ""),
        source_hash or segment_hash(inline_text(source)),
        text,
        state,
        comment if changed else None,
        found or None,
    )


def _said(note: _Element) -> str:
    """A note's text, with the name of a person that a tool has put beside it."""
    maker = note.get("from")
    return inline_text(note) if maker in (None, "", _REVIEWER) else f"{maker}: {inline_text(note)}"


def _is_flag(note: _Element) -> bool:
    """Whether a note is one of the checks', also where a tool has dropped whom it was from."""
    maker = note.get("from")
    return maker == TOOL or (maker is None and _FLAG.match(inline_text(note)) is not None)
