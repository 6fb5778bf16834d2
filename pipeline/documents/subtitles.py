"""Subtitles: SubRip and WebVTT. A sentence that goes over several cues is one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.bitext import Unit
from pipeline.documents.encoding import writable
from pipeline.documents.html import said
from pipeline.documents.layout import LaidBlock, Layout, Piece
from pipeline.documents.text_file import LaidText
from pipeline.segmentation.codes import BREAK

MOST_LETTERS, MOST_LINES = 42, 2
"""What a cue should not exceed: letters in a line, and lines."""

_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"^[^\S\n]*({_TIME})[^\S\n]*-->[^\S\n]*({_TIME})[^\n]*$", re.MULTILINE)
_BLANK = re.compile(r"\n[^\S\n]*(?:\n|\Z)")
_TAG = re.compile(r"</?([A-Za-z][\w-]*|\d[\d:.]*)(?:[ .][^<>\n]*)?>|\{\\[^{}\n]*\}|\\[Nh]")
_ENDED = re.compile(r"[.!?…:;\"»”)\]♪]['’]?\s*\Z")
_SPEAKER = re.compile(r"\s*(?:[-–—]|\[|\(|♪|[A-ZÀ-Ý][A-ZÀ-Ý .]+:)")
_LONGEST_PAUSE = 3.0  # seconds; no sentence waits longer for its next cue


@dataclass(frozen=True, slots=True)
class _Cue:
    """Characters of a cue's text, and when it is shown, in seconds."""

    start: int
    end: int
    begins: float
    ends: float


class SubtitleFormat(LaidText):
    """One of the two formats; they differ in entities, which only WebVTT has.

    A block is a run of cues that one sentence goes through.
    """

    def __init__(self, name: str, suffixes: tuple[str, ...], description: str, *, entities: bool) -> None:
        self.name, self.suffixes, self.description = name, suffixes, description
        self._entities = entities

    def _written(self, text: str, units: Sequence[Unit], encoding: str, name: str) -> str:
        """The subtitles with the targets; cues that become too wide are broken into lines anew."""
        return _wrapped(text, super()._written(text, units, encoding, name))

    def _escaped(self, target: str, block: LaidBlock, encoding: str) -> str:
        if self._entities:
            target = target.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        # A blank line would end the cue, an arrow would begin one.
        return re.sub(r"\n\s*\n", "\n", writable(target.replace("-->", "→"), encoding))

    def _laid_out(self, text: str) -> Layout:
        layout = Layout()
        cues = list(_cues(text))
        for number, cue in enumerate(cues):
            self._lines(text, cue, layout)
            following = cues[number + 1] if number + 1 < len(cues) else None
            if following is None:
                continue
            if _goes_on(text, cue, following):
                native = text[cue.end : following.start]
                layout.alone(cue.end, following.start, BREAK, native, "cue", text=" ")
            else:
                layout.end_block()
        layout.end_block()
        return layout

    def _lines(self, text: str, cue: _Cue, layout: Layout) -> None:
        position = cue.start
        for match in re.finditer(r"[^\S\n]*\r?\n|\Z", text[cue.start : cue.end]):
            end = cue.start + match.start()
            self._line(text, position, end, layout)
            position = cue.start + match.end()
            if match.group():
                inside = _is_open(text[cue.start : end], text[position : cue.end])
                layout.alone(end, position, BREAK, match.group(), "line", text=" " if inside else "\n")

    def _line(self, text: str, start: int, end: int, layout: Layout) -> None:
        position = start
        for match in _TAG.finditer(text, start, end):
            self._said(text, position, match.start(), layout)
            position = match.end()
            tag, name = match.group(), (match[1] or "").lower()
            if not name or name[0].isdigit():
                layout.alone(*match.span(), "position", tag)
            elif tag.startswith("</"):
                layout.close(*match.span(), name, _TYPES.get(name, name), tag)
            else:
                layout.open(*match.span(), name, _TYPES.get(name, name), tag)
        self._said(text, position, end, layout)

    def _said(self, text: str, start: int, end: int, layout: Layout) -> None:
        pieces = said(text, start, end) if self._entities else [Piece(start, end, text[start:end])]
        for piece in pieces:
            layout.text(piece.start, piece.end, piece.text)


_TYPES = {"b": "bold", "i": "italic", "u": "underline", "v": "speaker", "font": "font", "c": "class"}


def _cues(text: str) -> Iterator[_Cue]:
    """The cues that show something, in the order of the file."""
    for match in _TIMING.finditer(text):
        start = match.end() + 1
        blank = _BLANK.search(text, match.end())
        end = min(blank.start() if blank else len(text), len(text))
        if text[end - 1 : end] == "\r":
            end -= 1
        if start < end and not _TIMING.search(text, start, end):
            yield _Cue(start, end, _seconds(match[1]), _seconds(match[2]))


def _seconds(time: str) -> float:
    *hours, minutes, seconds = time.replace(",", ".").split(":")
    return 3600 * int(hours[0] if hours else 0) + 60 * int(minutes) + float(seconds)


def _goes_on(text: str, cue: _Cue, following: _Cue) -> bool:
    """Whether the sentence at the end of a cue goes on in the next."""
    between = following.start - cue.end
    if between > 200 or not -1 <= following.begins - cue.ends <= _LONGEST_PAUSE:
        return False
    return _is_open(text[cue.start : cue.end], text[following.start : following.end])


def _is_open(before: str, after: str) -> bool:
    plain = _TAG.sub("", before), _TAG.sub("", after)
    return bool(plain[0].strip() and plain[1].strip()) and not _ENDED.search(plain[0]) and not _SPEAKER.match(plain[1])


def _wrapped(before: str, after: str) -> str:
    """The subtitles with the changed cues in lines that are not too long."""
    old, new = list(_cues(before)), list(_cues(after))
    if len(old) != len(new):
        return after
    pieces, position = [], 0
    for one, other in zip(old, new, strict=True):
        said = after[other.start : other.end]
        pieces.append(after[position : other.start])
        pieces.append(said if said == before[one.start : one.end] else _in_lines(said))
        position = other.end
    return "".join((*pieces, after[position:]))


def _in_lines(cue: str) -> str:
    """The cue in as few and as even lines as its width needs; turns of a dialogue keep theirs."""
    end = "\r\n" if "\r\n" in cue else "\n"
    lines = re.split(r"\r?\n", cue)
    if all(_width(line) <= MOST_LETTERS for line in lines) and len(lines) <= MOST_LINES:
        return cue
    turns: list[list[str]] = []
    for line in lines:
        if not turns or _SPEAKER.match(_TAG.sub("", line)):
            turns.append([])
        turns[-1].append(line.strip())
    return end.join(line for turn in turns for line in _even(" ".join(turn).split(" ")))


def _even(words: Sequence[str]) -> list[str]:
    """Words in the fewest lines that are not too long, as even as they can be."""
    widths = [_width(word) for word in words]
    whole = sum(widths) + len(words) - 1
    if whole <= MOST_LETTERS:
        return [" ".join(words)]
    count = -(-whole // MOST_LETTERS)
    lines: list[list[str]] = [[]]
    width = 0
    left = whole
    for word, letters in zip(words, widths, strict=True):
        ideal = left / max(1, count - len(lines) + 1)
        full = lines[-1] and (
            width + 1 + letters > MOST_LETTERS or (len(lines) < count and width + letters / 2 > ideal)
        )
        if full:
            left -= width + 1
            lines.append([])
            width = 0
        width += letters + (1 if lines[-1] else 0)
        lines[-1].append(word)
    return [" ".join(line) for line in lines]


def _width(line: str) -> int:
    return len(_TAG.sub("", line))


SRT = SubtitleFormat("srt", (".srt",), "SubRip subtitles", entities=False)
VTT = SubtitleFormat("vtt", (".vtt",), "WebVTT subtitles", entities=True)
