"""Subtitles of Aegisub and its like: Advanced SubStation Alpha, and SubStation Alpha before it."""

from __future__ import annotations

import re

from pipeline.documents.encoding import writable
from pipeline.documents.layout import LaidBlock, Layout
from pipeline.documents.text_file import LaidText
from pipeline.segmentation.codes import BREAK

_LINE = re.compile(r"^(?P<name>Format|Dialogue):(?P<rest>[^\r\n]*)|^\[(?P<section>[^\]\r\n]*)\]", re.MULTILINE)
_MARK = re.compile(r"\{(?P<tags>[^{}\r\n]*)\}|\\(?P<sign>[Nnh])")
_DRAWING = re.compile(r"\\p[1-9]")
_COLUMNS = 10


class AssFormat(LaidText):
    """Read: the text of dialogues. Left alone: styles, comments, drawings. Override tags are codes."""

    name = "ass"
    suffixes: tuple[str, ...] = (".ass", ".ssa")
    description = "SubStation Alpha subtitles"

    def _laid_out(self, text: str) -> Layout:
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

    def _escaped(self, target: str, block: LaidBlock, encoding: str) -> str:
        plain = target.replace("{", "(").replace("}", ")").replace("\\", "/")
        return writable(" ".join(plain.split("\n")), encoding)


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
