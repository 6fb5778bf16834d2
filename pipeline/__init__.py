"""bitexte: French→English translation, offline, aligned, with a glossary that holds.

    from pipeline import translate_text
    bitext = translate_text("Poutine est arrivé à Pyongyang.")
    for unit in bitext.units:
        print(unit.source, "→", unit.target)

Names are imported when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.bitext import Bitext, Document, Flag, Mention, Origin, Severity, Signature, Span, Unit
    from pipeline.errors import BitexteError
    from pipeline.evaluation.scores import score, score_files
    from pipeline.formats.jsonl import read_jsonl
    from pipeline.formats.moses import read_moses
    from pipeline.formats.tmx_reading import iter_tmx, read_tmx
    from pipeline.glossary.finding.glossary import Glossary
    from pipeline.quality.registry import run_checks
    from pipeline.segmentation import split_sentences
    from pipeline.translation.engine import Engine
    from pipeline.workflow.artefacts import write_artefacts
    from pipeline.workflow.session import Session
    from pipeline.workflow.translate import translate_document, translate_lines, translate_text

_HOMES = {
    "pipeline.bitext": (*("Bitext", "Document", "Flag", "Mention", "Origin", "Severity", "Signature", "Span", "Unit"),),
    "pipeline.errors": ("BitexteError",),
    "pipeline.evaluation.scores": ("score", "score_files"),
    "pipeline.formats.jsonl": ("read_jsonl",),
    "pipeline.formats.moses": ("read_moses",),
    "pipeline.formats.tmx_reading": ("iter_tmx", "read_tmx"),
    "pipeline.glossary.finding.glossary": ("Glossary",),
    "pipeline.quality.registry": ("run_checks",),
    "pipeline.segmentation": ("split_sentences",),
    "pipeline.translation.engine": ("Engine",),
    "pipeline.workflow.artefacts": ("write_artefacts",),
    "pipeline.workflow.session": ("Session",),
    "pipeline.workflow.translate": ("translate_document", "translate_lines", "translate_text"),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [  # noqa: RUF022 - in the order of a day's work
    "translate_document",
    "translate_text",
    "translate_lines",
    "write_artefacts",
    "read_tmx",
    "iter_tmx",
    "read_jsonl",
    "read_moses",
    "split_sentences",
    "run_checks",
    "score",
    "score_files",
    "Session",
    "Engine",
    "Glossary",
    "Bitext",
    "BitexteError",
    "Document",
    "Flag",
    "Mention",
    "Origin",
    "Severity",
    "Signature",
    "Span",
    "Unit",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
