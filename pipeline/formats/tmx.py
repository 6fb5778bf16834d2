"""TMX 1.4b, the exchange format of translation memories (Localization Industry Standards Association, 2005).

Segments hold text and, where the document has formatting, codes (level 2). What TMX has no place for goes into
props whose types begin with `x-`; `pipeline.formats.tmx_reading` reads all of it back.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.bitext import Bitext, Flag, Review, Severity, Span, Unit
from pipeline.files.writing import atomic_bytes
from pipeline.formats.numbering import with_prefixes
from pipeline.formats.provenance import TOOL, creation_date, tool_version
from pipeline.formats.records import flag_record, mention_record
from pipeline.formats.tmx_codes import SHOWN, shown_props, write_segment
from pipeline.formats.trust import text_mark
from pipeline.text.characters import drop_xml_forbidden, for_xml, xml_forbidden_positions

if TYPE_CHECKING:
    from lxml.etree import _Element

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MARK = "x-text-mark"
"""Type of the prop by which the reader tells whether the other props still describe the text."""

COMMENT = "comment"
"""Code of the flag that stands for a `<note>`: a person's remark on a unit."""

_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'


@dataclass(frozen=True, slots=True)
class TmxWriter:
    """`<stem>.tmx`: UTF-8 without a mark, streamed, equal bytes for equal bitexts.

    doctype: write the DOCTYPE line, which some programs ask for and others try to fetch.
    Of several bitexts the header gives the first one's signature, and ids are `<name>-s0001`.
    Counts: `xml-forbidden`, the characters dropped because XML 1.0 has no place for them.
    """

    doctype: bool = False
    name: str = "tmx"
    suffixes: tuple[str, ...] = (".tmx",)

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError."""
        from lxml import etree

        counts: Counter[str] = Counter()
        (path,) = paths
        prefixed = with_prefixes(bitexts)
        first = next(prefixed, None)
        with atomic_bytes(path) as stream:
            with etree.xmlfile(stream, encoding="utf-8") as file:
                file.write_declaration()
                if self.doctype:
                    file.write_doctype(_DOCTYPE)
                with file.element("tmx", version="1.4"):
                    file.write("\n  ")
                    file.write(_header(first, counts))
                    file.write("\n  ")
                    with file.element("body"):
                        for prefix, bitext in chain((first,) if first else (), prefixed):
                            for unit in bitext.units:
                                file.write("\n    ")
                                file.write(_tu(_without_forbidden(unit, counts), prefix, bitext, counts))
                        file.write("\n  ")
                    file.write("\n")
            stream.write(b"\n")
        return +counts


def _header(first: tuple[str, Bitext] | None, counts: Counter[str]) -> _Element:
    from lxml import etree

    prefix, bitext = first or ("", Bitext("", ()))
    header = etree.Element(
        "header",
        {
            "creationtool": TOOL,
            "creationtoolversion": tool_version(),
            "segtype": "sentence",
            "o-tmf": TOOL,
            "adminlang": "en",
            "srclang": bitext.source_language,
            "datatype": "plaintext",
        },
    )
    if date := creation_date(bitext.metadata):
        header.set("creationdate", date)
    pairs: list[tuple[str, str]] = []
    if first and not prefix:
        pairs.append(("x-doc", bitext.name))
        pairs += [(f"x-metadata-{name}", value) for name, value in bitext.metadata.items()]
    if bitext.signature is not None:
        pairs.append(("x-signature", str(bitext.signature)))
    for kind, text in pairs:
        _child(header, "prop", text, counts, kind)
    _indent(header, 4)
    return header


def _tu(unit: Unit, prefix: str, bitext: Bitext, counts: Counter[str]) -> _Element:
    from lxml import etree

    tu = etree.Element("tu", tuid=for_xml(prefix + unit.id, counts))
    for flag in unit.flags:
        if is_comment(flag):
            _child(tu, "note", flag.message, counts)
        else:
            _child(tu, "prop", _json(flag_record(flag)), counts, "x-flag")
    for kind, text in _props(unit, bitext.name):
        _child(tu, "prop", text, counts, kind)
    sides = (unit.source, unit.source_codes), (unit.target, unit.target_codes)
    for language, side in zip((bitext.source_language, bitext.target_language), sides, strict=True):
        tuv = etree.SubElement(tu, "tuv", {XML_LANGUAGE: language})
        write_segment(etree.SubElement(tuv, "seg"), *side, counts)
    _indent(tu, 6)
    return tu


def _props(unit: Unit, document: str) -> Iterator[tuple[str, str]]:
    yield "x-id", unit.id
    yield "x-doc", document
    yield "x-paragraph", str(unit.paragraph)
    yield "x-origin", unit.origin.value
    yield MARK, text_mark(unit)
    if unit.review is not Review.NONE:
        yield "x-review", unit.review.value
    if unit.score is not None:
        yield "x-score", repr(unit.score)
    if unit.bead != "1-1":
        yield "x-bead", unit.bead
    if unit.source_span is not None:
        yield "x-source-span", _range(unit.source_span)
    if unit.target_span is not None:
        yield "x-target-span", _range(unit.target_span)
    for mention in unit.mentions:
        yield "x-mention", _json(mention_record(mention))
    for shown in shown_props((unit.source_codes, unit.target_codes)):
        yield SHOWN, shown
    if unit.links:
        yield "x-links", " ".join(f"{_range(source)}:{_range(target)}" for source, target in unit.links)


def is_comment(flag: Flag) -> bool:
    """Whether a flag is a person's remark, which TMX keeps as a `<note>`."""
    return flag == Flag(COMMENT, Severity.NOTE, flag.message)


def _range(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _child(parent: _Element, tag: str, text: str, counts: Counter[str], kind: str = "") -> None:
    from lxml import etree

    child = etree.SubElement(parent, tag)
    if kind:
        child.set("type", for_xml(kind, counts))
    child.text = for_xml(text, counts)


def _indent(element: _Element, level: int) -> None:
    # Only between elements: white space inside seg, prop and note is content.
    if len(element):
        element.text = "\n" + " " * level
        for child in element:
            child.tail = element.text
        element[-1].tail = "\n" + " " * (level - 2)


def _without_forbidden(unit: Unit, counts: Counter[str]) -> Unit:
    """The unit without characters that XML forbids; its spans follow the characters they cover."""
    sources, targets = xml_forbidden_positions(unit.source), xml_forbidden_positions(unit.target)
    if not sources and not targets:
        return unit
    counts["xml-forbidden"] += len(sources) + len(targets)

    def left(span: Span) -> Span:
        return _shifted(span, sources)

    def right(span: Span | None) -> Span | None:
        return None if span is None else _shifted(span, targets)

    return replace(
        unit,
        source=drop_xml_forbidden(unit.source)[0],
        target=drop_xml_forbidden(unit.target)[0],
        mentions=tuple(replace(m, source=left(m.source), target=right(m.target)) for m in unit.mentions),
        flags=tuple(
            replace(f, source=None if f.source is None else left(f.source), target=right(f.target)) for f in unit.flags
        ),
        links=tuple((left(source), _shifted(target, targets)) for source, target in unit.links),
        source_codes=tuple(replace(code, at=code.at - bisect_left(sources, code.at)) for code in unit.source_codes),
        target_codes=tuple(replace(code, at=code.at - bisect_left(targets, code.at)) for code in unit.target_codes),
    )


def _shifted(span: Span, dropped: list[int]) -> Span:
    return Span(span.start - bisect_left(dropped, span.start), span.end - bisect_left(dropped, span.end))
