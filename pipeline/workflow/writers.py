"""What a document is written in: the files of `formats` and the page of `review`."""

from __future__ import annotations

from pipeline.formats.registry import WRITERS, Writer
from pipeline.review.page import HtmlWriter

DOCUMENT_WRITERS: dict[str, Writer] = {**WRITERS, HtmlWriter.name: HtmlWriter()}
"""All of them, unless a user chooses."""
