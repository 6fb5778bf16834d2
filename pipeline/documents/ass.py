"""Subtitles of Aegisub and its like: Advanced SubStation Alpha, and SubStation Alpha before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.bitext import Document, Unit
from pipeline.documents.encoding import decoded, encoded, writable
from pipeline.documents.layout import LaidBlock, Layout, rewritten
from pipeline.segmentation.codes import BREAK

_LINE = re.compile(r"^(?P<name>Format|Dialogue):(?P<rest>[^\r\n]*)|^\[(?P<section>[^\]\r\n]*)\]", re.MULTILINE)
_MARK = re.compile(r"\{(?P<tags>[^{}\r\n]*)\}|\\(?P<sign>[Nnh])")
_DRAWING = re.compile(r"\\p[1-9]")
_COLUMNS = 10


class AssFormat:
    """Read: the text of dialogues. Left alone: styles, comments, drawings. Override tags are codes."""

    name = "ass"
    suffixes: tuple[str, ...] = (".ass", ".ssa")
    description = "SubStation Alpha subtitles"

    def read(self, data: bytes, name: str) -> Document:
        """The dialogues, each a block. Raises InputError."""
        text, encoding, mark = decoded(data, name)
        words, blocks, codes = _laid_out(text).content()
        return Document(name, words, encoding=encoding, byte_order_mark=mark, blocks=blocks, codes=codes)

    def write(self, original: bytes, document: Document, units: Sequence[Unit]) -> bytes:
        """The subtitles with the targets."""
        text, encoding, mark = decoded(original, document.name)

        def escape(target: str, block: LaidBlock) -> str:
            plain = target.replace("{", "(").replace("}", ")").replace("\\", "/")
            return writable(" ".join(plain.split("\n")), encoding)

        return encoded(rewritten(text, _laid_out(text).blocks, units, escape), encoding, mark)


def _laid_out(text: str) -> Layout:
    layout = Layout()
    columns, events = _COLUMNS, False
    for match in _LINE.finditer(text):
        if match["section"] is not None:
            events = match["section"].strip().lower() == "events"
        elif events and match["name"] == "Format":
            columns = match["rest"].count(",") + 1
        elif events:
            said = match["rest"].split(",", columns - 1)
            if len(said) == columns and not _DRAWING.search(said[-1]):
                _dialogue(text, match.end() - len(said[-1]), match.end(), layout)
    return layout


def _dialogue(text: str, start: int, end: int, layout: Layout) -> None:
    position = start
    for mark in _MARK.finditer(text, start, end):
        layout.text(position, mark.start(), text[position : mark.start()])
        native = mark.group()
        if mark["sign"] == "h":
            layout.text(*mark.span(), "\u00a0")
        elif mark["sign"]:
            layout.alone(*mark.span(), BREAK, native, text=" " if _goes_on(text[position : mark.start()]) else "\n")
        else:
            layout.alone(*mark.span(), "tag", native)
        position = mark.end()
    layout.text(position, end, text[position:end])
    layout.end_block()


def _goes_on(before: str) -> bool:
    return bool(before.strip()) and not re.search(r"[.!?…:;\"»”)\]♪]\s*\Z", before)
