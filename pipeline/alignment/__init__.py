"""Alignment: the sentences of a text and of its existing translation, and the words within them."""

from pipeline.alignment.bead import Bead, format_ladder, read_ladder
from pipeline.alignment.documents import ALIGNER_VERSION, align_documents, alignment_doubts, alignment_problems

__all__ = [
    "ALIGNER_VERSION",
    "Bead",
    "align_documents",
    "alignment_doubts",
    "alignment_problems",
    "format_ladder",
    "read_ladder",
]
