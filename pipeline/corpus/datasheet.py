"""The datasheet of a corpus: where it comes from, how it was made, what was cut and why, how it is spread."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.bitext import Origin
from pipeline.corpus.built import Built, report_of
from pipeline.corpus.charts import HEIGHT, WIDTH, chart_of, shown
from pipeline.corpus.filters import FILTERS
from pipeline.corpus.profile import Profile
from pipeline.corpus.settings import Settings
from pipeline.corpus.sources import CorpusSource, SourcedUnit
from pipeline.formats.tmx_reading import said_left_out

if TYPE_CHECKING:
    from jinja2 import Environment


_TITLE = "French–English corpus"
_MACHINE = tuple(origin.value for origin in Origin if origin.is_machine)
_REPEATS = {
    "duplicate": "no kept pair before them that counts as the same",
    "similar": "no kept pair before them that shares so many of their words on both sides",
}
_LONGEST = 240  # characters of an example
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>|#~&])")


def write_datasheet(
    folder: Path,
    built: Built,
    settings: Settings,
    sources: Sequence[CorpusSource],
    licences: Mapping[str, str],
    profile: Profile,
    title: str = "",
) -> None:
    """Writes `README.md`, `datasheet.html` and `report.json` into `folder`. Raises OutputError.

    title: what the corpus is called.
    """
    from pipeline.files.writing import atomic_text

    context = _context(built, settings, sources, licences, profile) | {"title": title or _TITLE}
    for name in ("README.md", "datasheet.html"):
        text = _environment(html=name.endswith(".html")).from_string(_asset(f"{name}.jinja")).render(context)
        with atomic_text(folder / name) as file:
            file.write(text.rstrip() + "\n")
    with atomic_text(folder / "report.json") as file:
        file.write(json.dumps(report_of(built, settings), indent=2, ensure_ascii=False) + "\n")


def _context(
    built: Built, settings: Settings, sources: Sequence[CorpusSource], licences: Mapping[str, str], profile: Profile
) -> dict[str, Any]:
    from pipeline.formats.provenance import TOOL, creation_date, tool_version

    total, kept = sum(built.read.values()), sum(built.kept.values())
    style = _asset("datasheet.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    date = creation_date({})
    return {
        "tool": f"{TOOL} {tool_version()}",
        "date": f"{date[:4]}-{date[4:6]}-{date[6:8]}" if date else "",
        "policy": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        "style": style,
        "size": (WIDTH, HEIGHT),
        "total": total,
        "kept": kept,
        "documents": profile.documents,
        "sources": [
            {
                "name": source.name,
                "kind": source.kind,
                "files": len(source.files),
                "read": built.read[source.name],
                "kept": built.kept_of.get(source.name, 0),
                "machine": _declared(built, source.name, *_MACHINE),
                "unknown": _declared(built, source.name, Origin.UNKNOWN.value),
                "left_out": said_left_out(out) if (out := built.left_out.get(source.name)) else "",
                "licence": licences.get(source.name, "not stated"),
            }
            for source in sources
        ],
        "machine": sum(_declared(built, name, *_MACHINE) for name in built.origins),
        "unknown": sum(_declared(built, name, Origin.UNKNOWN.value) for name in built.origins),
        "left_out": sum(sum(reasons.values()) for reasons in built.left_out.values()),
        "words": profile.words,
        "warnings": list(built.warnings),
        "kept_examples": _shown(profile.kept),
        "notes": sorted({source.note for source in sources if source.note}),
        "parts": list(built.kept.items()),
        "files": [name for name in built.files if name != "rejected.tsv"],
        "lengths": [
            {"title": title, "unit": unit, "median": histogram.median, "chart": chart_of(histogram)}
            for title, unit, histogram in (
                ("French", "words a sentence", profile.source_words),
                ("English", "words a sentence", profile.target_words),
                ("English to French", "characters, as a ratio", profile.ratio),
            )
        ],
        "cuts": [_cut(cut, profile.examples) for cut in profile.cuts],
        "repeats": [
            {
                "name": name,
                "rule": rule,
                "first": profile.repeats.get(name, 0),
                "examples": _shown(profile.examples.get(name, ())),
            }
            for name, rule in _REPEATS.items()
        ],
        "other_settings": {name: value for name, value in asdict(settings).items() if name != "thresholds"},
    }


def _declared(built: Built, name: str, *origins: str) -> int:
    """How many pairs of a source have one of these origins."""
    return sum(built.origins.get(name, {}).get(origin, 0) for origin in origins)


def _cut(cut: Any, examples: Mapping[str, Sequence[SourcedUnit]]) -> dict[str, Any]:
    filter_ = FILTERS[cut.name]
    bound = "at most" if filter_.most else "at least"
    return {
        "name": cut.name,
        "description": filter_.description,
        "rule": "not used" if cut.threshold is None else f"{bound} {shown(cut.threshold)}",
        "threshold": cut.threshold,
        "fails": cut.fails,
        "first": cut.first,
        "only": cut.only,
        "chart": chart_of(cut.scores, threshold=cut.threshold, most=filter_.most, logarithmic=True),
        "examples": _shown(examples.get(cut.name, ())),
    }


def _shown(entries: Sequence[SourcedUnit]) -> list[tuple[str, str]]:
    return [(_short(unit.source), _short(unit.target)) for _, unit in entries]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _environment(*, html: bool) -> Environment:
    from jinja2 import Environment, StrictUndefined

    # Autoescape is off for the Markdown page alone, whose filter `md` does its part.
    environment = Environment(  # nosec B701
        autoescape=html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["md"] = lambda text: _MARKDOWN.sub(r"\\\1", str(text))
    environment.filters["number"] = lambda value: f"{value:,}"
    environment.filters["shown"] = lambda value: "none" if value is None else shown(round(value, 6))
    environment.filters["share"] = lambda part, whole: f"{100 * part / max(1, whole):.1f}\u00a0%"
    return environment


def _asset(name: str) -> str:
    return (files("pipeline.corpus") / "assets" / name).read_text("utf-8")
