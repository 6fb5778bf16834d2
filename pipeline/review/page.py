"""The review page: one HTML file that needs neither a server nor a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.bitext import Bitext, Origin, Severity, Unit
from pipeline.files.writing import atomic_text
from pipeline.formats.numbering import with_prefixes
from pipeline.formats.provenance import TOOL, tool_version
from pipeline.quality.check import Check
from pipeline.quality.registry import CHECKS
from pipeline.review.comparison import Comparison
from pipeline.review.fingerprint import content_hash, segment_hash
from pipeline.review.marking import source_pieces, target_pieces
from pipeline.review.rendering import content_policy, script, style, template
from pipeline.text.characters import replace_surrogates

_ROWS_PER_BLOCK = 40  # the browser lays out a block when it comes near the window
_ICONS = {"error": "✖", "warning": "▲", "note": "ℹ"}


class HtmlWriter:
    """`<stem>.html`: a self-contained page, one row a unit, with a content security policy that allows no network.

    Everything that comes from the bitexts is escaped. Counts: `surrogate`. All bitexts are held in memory.
    """

    name = "html"
    suffixes: tuple[str, ...] = (".html",)

    def write(self, bitexts: Iterable[Bitext], paths: tuple[Path, ...]) -> Counter[str]:
        """Writes one file; raises OutputError."""
        (path,) = paths
        return _write(render_page(list(bitexts)), path)


def write_comparison(comparison: Comparison, path: Path) -> Counter[str]:
    """Writes the page of `render_comparison`; counts as `HtmlWriter`. Raises OutputError."""
    return _write(render_comparison(comparison), path)


def _write(chunks: Iterable[str], path: Path) -> Counter[str]:
    counts: Counter[str] = Counter()
    with atomic_text(path) as stream:
        for chunk in chunks:
            text, surrogates = replace_surrogates(chunk)
            counts["surrogate"] += surrogates
            stream.write(text)
    return +counts


def render_page(bitexts: Sequence[Bitext], *, revision: int | None = None) -> Iterator[str]:
    """The page's HTML in chunks.

    revision: given when a server sends the page; it then sends edits back, with this number.
    """
    return _render(bitexts, None, revision)


def render_comparison(comparison: Comparison) -> Iterator[str]:
    """The page of a new version beside an old one, word differences marked; in chunks."""
    return _render([comparison.bitext], comparison, None)


def _render(bitexts: Sequence[Bitext], comparison: Comparison | None, revision: int | None) -> Iterator[str]:
    units = [unit for bitext in bitexts for unit in bitext.units]
    context: dict[str, Any] = {
        "title": ", ".join(bitext.name for bitext in bitexts[:3]) + (" …" if len(bitexts) > 3 else ""),
        "policy": content_policy(script(), connect="" if revision is None else "'self'"),
        "style": style(),
        "script": script(),
        "icons": _ICONS,
        "total": len(units),
        "severities": _severities(units),
        "flags": _flag_codes(units),
        "origins": [(origin.value, count) for origin, count in Counter(unit.origin for unit in units).items()],
        "risky": any(unit.risk is not None for unit in units),
        "scored": any(unit.score is not None for unit in units),
        "documents": [bitext.name for bitext in bitexts],
        "languages": _languages(bitexts),
        "about": list(_about(bitexts, comparison)),
        "comparing": comparison is not None,
        "removed": comparison.removed if comparison else (),
        "data": {
            "tool": TOOL,
            "version": tool_version(),
            # A comparison keeps its edits apart: its page came with other targets.
            "content": content_hash(bitexts) + ("-compared" if comparison else ""),
            "documents": [bitext.name for bitext in bitexts],
            "prefixes": [prefix for prefix, _ in with_prefixes(bitexts)],
            "languages": _languages(bitexts),
            "serve": revision is not None,
            "revision": revision,
            "checks": {code: check.description for code, check in CHECKS.items()},
            "checksAlone": [code for code, check in CHECKS.items() if isinstance(check, Check)],
        },
        "blocks": _blocks(bitexts, comparison),
    }
    stream = template("page.html.jinja").stream(context)
    stream.enable_buffering(500)
    yield from stream


def _severities(units: Iterable[Unit]) -> list[tuple[str, int]]:
    """How many units carry a flag of each severity, worst first."""
    counts = Counter(severity for unit in units for severity in {flag.severity for flag in unit.flags})
    return [(severity.value, counts[severity]) for severity in Severity if counts[severity]]


def _flag_codes(units: Sequence[Unit]) -> list[tuple[str, str, int]]:
    """Worst severity, code and number of units of each kind of flag, worst first."""
    counts = Counter(code for unit in units for code in {flag.code for flag in unit.flags})
    order = list(Severity)
    worst: dict[str, int] = {}
    for unit in units:
        for flag in unit.flags:
            worst[flag.code] = min(worst.get(flag.code, len(order)), order.index(flag.severity))
    return [
        (order[worst[code]].value, code, counts[code]) for code in sorted(worst, key=lambda code: (worst[code], code))
    ]


def _languages(bitexts: Sequence[Bitext]) -> tuple[str, str]:
    return (bitexts[0].source_language, bitexts[0].target_language) if bitexts else ("fr", "en")


def _about(bitexts: Sequence[Bitext], comparison: Comparison | None) -> Iterator[tuple[str, str]]:
    if len(bitexts) == 1:
        yield from bitexts[0].metadata.items()
    signatures = dict.fromkeys(str(bitext.signature) for bitext in bitexts if bitext.signature is not None)
    for signature in signatures:
        yield "signature", signature
    if comparison is not None:
        yield "compared", f"{comparison.changed} of {len(comparison.bitext.units)} segments differ"
        yield "chrF", comparison.signature


def _blocks(bitexts: Sequence[Bitext], comparison: Comparison | None) -> Iterator[list[Mapping[str, Any]]]:
    rows = _rows(bitexts, comparison)
    while block := list(islice(rows, _ROWS_PER_BLOCK)):
        yield block


def _rows(bitexts: Sequence[Bitext], comparison: Comparison | None) -> Iterator[Mapping[str, Any]]:
    number = 0
    for index, (prefix, bitext) in enumerate(with_prefixes(bitexts)):
        previous: Unit | None = None
        for unit in bitext.units:
            number += 1
            yield {
                "id": prefix + unit.id,
                "number": number,
                "document": index,
                "starts_document": previous is None and len(bitexts) > 1,
                "starts_paragraph": previous is not None and previous.paragraph != unit.paragraph,
                "hash": segment_hash(unit.source),
                "unit": unit,
                "source": source_pieces(unit),
                "old": comparison.old.get(unit.id, ()) if comparison else (),
                "target": (comparison.new.get(unit.id) if comparison else None) or target_pieces(unit),
                "links": " ".join(f"{a.start}-{a.end}:{b.start}-{b.end}" for a, b in unit.links),
                "memory": unit.origin is not Origin.MACHINE,
                "codes": " ".join(dict.fromkeys(flag.code for flag in unit.flags)),
                "severities": " ".join(dict.fromkeys(flag.severity.value for flag in unit.flags)),
            }
            previous = unit
