"""UTF-8 that was once read as Windows-1252 and written out again: `Ã©tÃ©` for `été`."""

from __future__ import annotations

import re

from pipeline.text.span import Span

# The Windows-1252 readings of the bytes 0x80–0xBF; unassigned bytes come as control characters.
_REST = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_RUN = re.compile(rf"(?:[Â-ß][{_REST}]|[à-ï][{_REST}]{{2}}|[ð-ô][{_REST}]{{3}})+")


def misread(text: str) -> list[tuple[Span, str]]:
    """The runs of `text` that are misread UTF-8, and what was meant; in order, disjoint."""
    found = []
    for match in _RUN.finditer(text):
        meant = _meant(match.group())
        if meant is not None:
            found.append((Span(*match.span()), meant))
    return found


def repaired(text: str) -> str:
    """`text` with its misread runs as they were meant."""
    pieces: list[str] = []
    position = 0
    for span, meant in misread(text):
        pieces += (text[position : span.start], meant)
        position = span.end
    return "".join((*pieces, text[position:]))


def _meant(run: str) -> str | None:
    raw = bytearray()
    for character in run:
        if ord(character) < 0xA0:
            raw.append(ord(character))
            continue
        try:
            raw += character.encode("cp1252")
        except UnicodeEncodeError:
            return None
    try:
        meant = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # `Å“` may be a letter and a quotation mark: what comes out must be what French and English texts hold.
    return meant if all(_is_at_home(character) for character in meant) else None


def _is_at_home(character: str) -> bool:
    return character in "àâäæçèéêëîïôöùûüÿœÀÂÄÆÇÈÉÊËÎÏÔÖÙÛÜŸŒñáíóúßåø«»‹›“”„‘’–—…•€£§°²³½¼¾·\u00a0\u202f№™©®×✓"
