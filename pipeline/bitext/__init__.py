"""The data model: documents, bitexts and what they are made of."""

from pipeline.bitext.bitext import Bitext, Flag, Mention, Origin, Review, Severity, Unit, unit_identifier
from pipeline.bitext.code import FIXED, Block, Code, CodeKind, fixed_spans, numbered, shifted
from pipeline.bitext.document import Document, Sentence
from pipeline.bitext.signature import Signature
from pipeline.text.span import Span

__all__ = [
    "FIXED",
    "Bitext",
    "Block",
    "Code",
    "CodeKind",
    "Document",
    "Flag",
    "Mention",
    "Origin",
    "Review",
    "Sentence",
    "Severity",
    "Signature",
    "Span",
    "Unit",
    "fixed_spans",
    "numbered",
    "shifted",
    "unit_identifier",
]
