"""Reads TMX: bitexte's own back to an equal bitext, and what other programs write as far as it has the pair."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.bitext import (
    Bitext,
    Code,
    Flag,
    Mention,
    Origin,
    Review,
    Severity,
    Signature,
    Span,
    Unit,
    unit_identifier,
)
from pipeline.errors import FormatError
from pipeline.files.limits import limits
from pipeline.files.opening import Meter, open_maybe_gzipped
from pipeline.files.structure import declared_otherwise, parse_json
from pipeline.formats.inline import inline_text
from pipeline.formats.provenance import TOOL
from pipeline.formats.records import parse_flag, parse_mention
from pipeline.formats.tmx import COMMENT, MARK, XML_LANGUAGE
from pipeline.formats.tmx_codes import SHOWN, read_segment
from pipeline.formats.trust import trusted
from pipeline.text.language_codes import has_region, language_of

if TYPE_CHECKING:
    from lxml.etree import _Element

# The text inside these is native code (formatting of the original), not language.
_DATE = re.compile(r"\d{8}T\d{6}Z")
_ORIGINS = {origin.value: origin for origin in Origin}
_FAULTS = (ValueError, TypeError, KeyError, AttributeError, IndexError)


class TmxReader:
    """The units of one TMX file, read one at a time in constant memory.

    Reads UTF-8 and UTF-16, plain or gzipped, `xml:lang` or the older `lang`, with codes and names as
    `language_of` knows them: one without a region wins over one with a region, the first of equals over later
    ones. Text inside bpt, ept, ph, it and ut is dropped, inside hi kept. External entities and DTDs
    are never fetched, entities of an internal subset stay as written.

    What bitexte's own props say counts while the texts are those that it wrote (`formats/trust.py`).

    Units of other programs get fresh ids, a paragraph each, the origin that they declare (`x-origin`, or `machine`
    where a creationid begins with `MT`) or `unknown`, and a `comment` note for each `<note>`.

    name, metadata, signature: from the header, complete once the first unit was read.
    properties: the `prop`s of the last unit read, the last of each type. date: when it was last changed, or made, as
    TMX writes it; empty where nothing says so.
    skipped: what was left out, by reason: units, `no pair` and `empty segment` (of other programs only), and
    `further variants` of a side of which the first was taken.
    """

    def __init__(self, path: Path, source_language: str = "fr", target_language: str = "en") -> None:
        """Opens nothing yet; the languages are ISO 639 codes without a region."""
        self.path = path
        self.source_language = source_language
        self.target_language = target_language
        self.name = path.name.removesuffix(".gz").removesuffix(".tmx")
        self.metadata: dict[str, str] = {}
        self.signature: Signature | None = None
        self.skipped: Counter[str] = Counter()
        self.properties: dict[str, str] = {}
        self.date = ""
        self._own = False
        self._count = 0

    @property
    def is_own(self) -> bool:
        """Whether bitexte wrote the file; known once the first unit was read."""
        return self._own

    def __iter__(self) -> Iterator[Unit]:
        """The units in file order. Raises InputError, or FormatError naming the line."""
        from lxml import etree

        with open_maybe_gzipped(self.path) as opened:
            stream = Meter(opened, self.path, records=True)
            seen_root = False
            try:
                events = etree.iterparse(
                    stream,
                    events=("start", "end"),
                    tag=("{*}tmx", "{*}header", "{*}tu"),
                    resolve_entities=False,
                    no_network=True,
                    load_dtd=False,
                    remove_comments=True,
                    remove_pis=True,
                )
                for event, element in events:
                    kind = etree.QName(element).localname
                    if event == "start":
                        seen_root = seen_root or kind == "tmx"
                        continue
                    if kind == "header":
                        self._read_header(element)
                    elif kind == "tu":
                        unit = self._read_unit(element)
                        if unit is not None:
                            yield unit
                        _forget(element)
                        stream.release()
            except etree.XMLSyntaxError as error:
                reason = self._declared_otherwise() or (error.msg or "broken").split(", line ")[0]
                raise FormatError(f"{self.path}: line {error.lineno}: not well-formed XML: {reason}") from error
            except (LookupError, UnicodeError, ValueError, etree.LxmlError) as error:  # of an encoding nobody has
                raise FormatError(f"{self.path}: cannot be read: {error}") from error
            if not seen_root:
                raise FormatError(f"{self.path}: not a TMX file: the root element is not <tmx>")

    def _declared_otherwise(self) -> str:
        with open_maybe_gzipped(self.path) as stream:
            return declared_otherwise(stream.read(600))

    def _read_header(self, header: _Element) -> None:
        self._own = header.get("creationtool") == TOOL
        if not self._own:
            self.metadata = {
                name: value for name in ("creationtool", "creationtoolversion") if (value := header.get(name))
            }
        for prop in header.iterchildren("{*}prop"):
            kind, text = prop.get("type", ""), inline_text(prop, entities=True)
            if not self._own:
                self.metadata[kind] = text
            elif kind == "x-doc":
                self.name = text
            elif kind == "x-signature":
                try:
                    self.signature = Signature.parse(text)
                except ValueError as error:
                    raise self._fault(prop, error) from error
            elif kind.startswith("x-metadata-"):
                self.metadata[kind.removeprefix("x-metadata-")] = text

    def _read_unit(self, tu: _Element) -> Unit | None:
        variants = [(_language(tuv), tuv) for tuv in tu.iterchildren("{*}tuv")]
        sources, targets = _ranked(variants, self.source_language), _ranked(variants, self.target_language)
        if not sources or not targets:
            self.skipped["no pair"] += 1
            return None
        source, target = sources[0], targets[0]
        if further := len(sources) + len(targets) - 2:
            self.skipped["further variants"] += further
        segments = source.find("{*}seg"), target.find("{*}seg")
        pair = tuple("" if segment is None else inline_text(segment, entities=True) for segment in segments)
        for text in pair:
            limits().require("cell", len(text), f"{self.path}: line {tu.sourceline}", "characters in a segment")
        self.properties = {
            prop.get("type", ""): inline_text(prop, entities=True) for prop in tu.iterchildren("{*}prop")
        }
        dates = [each.get("changedate") or each.get("creationdate") or "" for each in (tu, source, target)]
        self.date = max(date if _DATE.fullmatch(date) else "" for date in dates)
        if self._own:
            unit = self._own_unit(tu, *segments)
        elif all(text.strip() for text in pair):
            unit = self._other_unit(tu, pair[0], pair[1])
        else:
            self.skipped["empty segment"] += 1
            return None
        self._count += 1
        return unit

    def _own_unit(self, tu: _Element, *segments: _Element | None) -> Unit:
        shown: list[str] = []
        props: dict[str, str] = {}
        flags: list[Flag] = []
        mentions: list[Mention] = []
        for child in tu.iterchildren("{*}note", "{*}prop"):
            text, kind = inline_text(child, entities=True), child.get("type")
            try:
                if kind is None:
                    flags.append(Flag(COMMENT, Severity.NOTE, text))
                elif kind == "x-flag":
                    flags.append(parse_flag(parse_json(text)))
                elif kind == SHOWN:
                    shown.append(text)
                elif kind == "x-mention":
                    mentions.append(parse_mention(parse_json(text)))
                else:
                    props[kind] = text
            except _FAULTS as error:
                raise self._fault(child, error) from error
        try:
            (source, source_codes), (target, target_codes) = (
                ("", ()) if segment is None else read_segment(segment) for segment in segments
            )
            unit = Unit(
                id=tu.get("tuid") or unit_identifier(self._count),
                source=source,
                target=target,
                paragraph=int(props.get("x-paragraph", "0")),
                source_span=_parse_range(props.get("x-source-span")),
                target_span=_parse_range(props.get("x-target-span")),
                bead=props.get("x-bead", "1-1"),
                origin=Origin(props.get("x-origin", "human")),
                score=float(props["x-score"]) if "x-score" in props else None,
                mentions=tuple(mentions),
                flags=tuple(flags),
                links=_parse_links(props.get("x-links", "")),
                review=Review(props.get("x-review", "")),
                source_codes=_with_shown(source_codes, shown, "0"),
                target_codes=_with_shown(target_codes, shown, "1"),
            )
            return trusted(unit, props.get(MARK), (COMMENT,))
        except _FAULTS as error:
            raise self._fault(tu, error) from error

    def _other_unit(self, tu: _Element, source: str, target: str) -> Unit:
        makers = [element.get("creationid", "") for element in (tu, *tu.iterchildren("{*}tuv"))]
        declared = _ORIGINS.get(self.properties.get("x-origin", ""), Origin.UNKNOWN)
        notes = (inline_text(note, entities=True).strip() for note in tu.iter("{*}note"))
        return Unit(
            unit_identifier(self._count),
            source,
            target,
            paragraph=self._count,
            origin=Origin.MACHINE if any(maker.startswith("MT") for maker in makers) else declared,
            flags=tuple(Flag(COMMENT, Severity.NOTE, note) for note in notes if note),
        )

    def _fault(self, element: _Element, error: Exception) -> FormatError:
        what = element.get("type") or element.get("tuid") or element.tag
        return FormatError(f"{self.path}: line {element.sourceline}: cannot be read: {what}: {error}")


def iter_tmx(path: Path, source_language: str = "fr", target_language: str = "en") -> Iterator[Unit]:
    """The units of a TMX file, one at a time; see `TmxReader`."""
    return iter(TmxReader(path, source_language, target_language))


def read_tmx(
    path: Path, source_language: str = "fr", target_language: str = "en", skipped: Counter[str] | None = None
) -> Bitext:
    """The bitext of a TMX file; what `TmxWriter` wrote comes back equal, but for `document`, which is None.

    Translation units without the pair are added to `skipped`, by reason. Raises InputError for an
    unreadable file, FormatError (with the line) for a broken one.
    """
    reader = TmxReader(path, source_language, target_language)
    units = tuple(reader)
    if skipped is not None:
        skipped += reader.skipped
    return Bitext(
        reader.name, units, source_language, target_language, MappingProxyType(reader.metadata), reader.signature
    )


def said_left_out(counts: Mapping[str, int]) -> str:
    """What was left out, in words: `4 left out: 3 no pair, 1 empty segment`."""
    reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(counts.items(), key=lambda one: -one[1]))
    return f"{sum(counts.values()):,} left out: {reasons}"


def _language(tuv: _Element) -> str:
    return tuv.get(XML_LANGUAGE) or tuv.get("lang") or ""


def _ranked(variants: list[tuple[str, _Element]], language: str) -> list[_Element]:
    """The variants in that language, those without a region first."""
    found = [(has_region(code), tuv) for code, tuv in variants if language_of(code) == language]
    return [tuv for regional in (False, True) for has, tuv in found if has is regional]


def _with_shown(codes: Sequence[Code], shown: Sequence[str], side: str) -> tuple[Code, ...]:
    """The codes of a side with what they show."""
    found = list(codes)
    for said in shown:
        where, number, text = said.split(":", 2)
        if where == side:
            found[int(number)] = replace(found[int(number)], shown=text)
    return tuple(found)


def _parse_range(text: str | None) -> Span | None:
    if text is None:
        return None
    start, _, end = text.partition("-")
    return Span(int(start), int(end))


def _parse_links(text: str) -> tuple[tuple[Span, Span], ...]:
    links = []
    for link in text.split():
        source, target = (_parse_range(part) for part in link.split(":"))
        assert source is not None
        assert target is not None
        links.append((source, target))
    return tuple(links)


def _forget(element: _Element) -> None:
    # Clearing the element alone would leave an empty node for each unit in the root.
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]
