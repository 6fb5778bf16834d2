"""Pairs of an XLIFF file, 1.2 or 2.x, of any program: what is translated there and not marked as unfinished."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.bitext import Origin, Unit, unit_identifier
from pipeline.errors import FormatError
from pipeline.files.structure import parse_xml
from pipeline.formats.inline import inline_text
from pipeline.text.language_codes import language_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNFINISHED = ("new", "needs-", "initial")


def iterate_xliff(path: Path, left_out: Counter[str]) -> Iterator[Unit]:
    """The finished pairs of a file from French to English, or from English to French, turned round.

    Segments without a target, and those whose state says that they need work, are left out and counted. Raises
    InputError, or FormatError for another format or other languages.
    """
    from lxml import etree

    root = parse_xml(path)
    if etree.QName(root).localname != "xliff":
        raise FormatError(f"{path}: not XLIFF: the root element is <{etree.QName(root).localname}>")
    count = 0
    for file in root.iter("{*}file"):
        left = language_of(file.get("source-language") or root.get("srcLang") or "")
        right = language_of(file.get("target-language") or root.get("trgLang") or "")
        if {left, right} != {"fr", "en"}:
            raise FormatError(f"{path}: line {file.sourceline}: from {left} to {right}; valid are fr and en")
        for segment in file.iter("{*}trans-unit", "{*}segment"):
            source, target = segment.find("{*}source"), segment.find("{*}target")
            texts = [("" if side is None else inline_text(side)) for side in (source, target)]
            if not all(text.strip() for text in texts):
                left_out["not translated"] += 1
            elif target is None or _is_unfinished(segment, target):
                left_out["not finished"] += 1
            else:
                sides = texts if left == "fr" else texts[::-1]
                yield Unit(unit_identifier(count), sides[0], sides[1], count, origin=Origin.UNKNOWN)
                count += 1


def _is_unfinished(segment: _Element, target: _Element) -> bool:
    state = target.get("state") or segment.get("state") or ""
    return segment.get("approved") != "yes" and state.startswith(_UNFINISHED)
