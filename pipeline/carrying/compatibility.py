"""Characters that the model's pieces cannot hold, written otherwise in its copy and put back in its English.

SentencePiece models spell by compatibility forms (NFKC): `½` comes out as `1⁄2`, `№` as `No`, `ﬁ` as `fi`. Here
such a token is rewritten on purpose, and wherever the English holds the rewritten token, it gets its own signs
again. Hyphens at line ends and soft hyphens are taken out, entities that stand for letters are read.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.bitext import Span
from pipeline.carrying.copying import Edit
from pipeline.languages.french import CLITICS, HYPHENATED
from pipeline.text.word_list import french_words

_FRACTION = re.compile(r"(?P<whole>\d+)?[ \u00a0\u202f]?(?P<sign>[¼½¾⅐-⅞])")
_NUMERO = re.compile(r"№(?=[ \u00a0\u202f]?\S)")
_TOKEN = re.compile(r"[^\W\d_]*[\ufb00-\ufb06][\ufb00-\ufb06\w]*|[Ⅰ-ⅿ]+|[℃℉℀-℆ℓ№℡Å㎀-㏟]+|[\uff01-\uff5e]+")
_LETTER_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INNER_QUOTE = re.compile(r"‹[ \u00a0\u202f]*|[ \u00a0\u202f]*›")
_LINE_HYPHEN = re.compile(r"(?P<head>[^\W\d_]+)(?P<break>(?:-|\u00ad)[^\S\n]*\r?\n[^\S\n]*)(?P<tail>[^\W\d_]+)")
_SOFT_HYPHEN = re.compile("\u00ad+")
_SPECIAL = re.compile(
    "[\u00ad¼½¾⅐-⅞№\ufb00-\ufb06Ⅰ-ⅿ℀-℆ℓ℡Å㎀-㏟\uff01-\uff5e‹›]|-[^\\S\\n]*\\r?\\n|&[#A-Za-z]"
)  # one scan for most segments


class Restoration(NamedTuple):
    """What the English may hold for a rewritten token (a pattern), and the token."""

    said: re.Pattern[str]
    token: str


def rewritten(text: str, start: int, end: int) -> Iterator[tuple[Edit, Restoration | None]]:
    """The edits that make `text[start:end]` fit for the model, in order of position, with their way back."""
    if _SPECIAL.search(text, start, end) is None:
        return
    found: list[tuple[Edit, Restoration | None]] = []
    for match in _FRACTION.finditer(text, start, end):
        plain = unicodedata.normalize("NFKC", match["sign"]).replace("\u2044", "/")
        plain = f"{match['whole']} {plain}" if match["whole"] else plain
        found.append((Edit(Span(*match.span()), plain), _restoration(re.escape(plain), match.group())))
    for match in _NUMERO.finditer(text, start, end):
        space = "" if text[match.end()].isspace() else " "
        found.append(
            (Edit(Span(*match.span()), f"n°{space}"), Restoration(re.compile(r"\b[Nn](?:o\.|°|o|umber)(?=\s)"), "№"))
        )
    for match in _TOKEN.finditer(text, start, end):
        token = match.group()
        if token == "№":
            continue
        plain = unicodedata.normalize("NFKC", token)
        # French words with ligatures are translated; names keep them.
        back = None if token[0].islower() and plain in french_words() else _restoration(re.escape(plain), token)
        found.append((Edit(Span(*match.span()), plain), back))
    found += [
        (Edit(Span(*match.span()), html.unescape(match.group())), None)
        for match in _LETTER_ENTITY.finditer(text, start, end)
        if stands_for_letter(match.group())
    ]
    found += [
        (Edit(Span(*match.span()), "« " if "‹" in match.group() else " »"), None)
        for match in _INNER_QUOTE.finditer(text, start, end)
    ]
    found += [(edit, None) for edit in _rejoined(text, start, end)]
    position = start
    for edit, back in sorted(found, key=lambda pair: pair[0].span):
        if edit.span.start >= position:
            yield edit, back
            position = edit.span.end


def restored(text: str, restorations: list[Restoration]) -> list[Edit]:
    """The edits that give the English `text` its own tokens again; each way back is taken once."""
    edits: list[Edit] = []
    for said, token in restorations:
        for match in said.finditer(text):
            span = Span(*match.span())
            if not any(span.overlaps(edit.span) for edit in edits):
                edits.append(Edit(span, token))
                break
    return sorted(edits)


def stands_for_letter(entity: str) -> bool:
    """Whether an HTML entity stands for a letter, an apostrophe or a quotation mark, which belong to the words."""
    character = html.unescape(entity)
    return len(character) == 1 and (character.isalnum() or character in "'’\"«»‘“”")


def rejoined(head: str, tail: str) -> str:
    """What stands between the two parts of a word that was broken at the end of a line: nothing, or its hyphen."""
    words = french_words()
    joined, hyphenated = head + tail, f"{head}-{tail}"
    if hyphenated.lower() in HYPHENATED or tail.lower() in CLITICS:
        return "-"
    known = max(words.get(joined, 0), words.get(joined.lower(), 0))
    compound = max(words.get(hyphenated, 0), words.get(hyphenated.lower(), 0))
    if known or compound:
        return "-" if compound > known else ""
    if tail[0].isupper():
        return "-"
    both = head.lower() in words and tail.lower() in words and len(head) > 3 and len(tail) > 3
    return "-" if both else ""


def _rejoined(text: str, start: int, end: int) -> Iterator[Edit]:
    for match in _LINE_HYPHEN.finditer(text, start, end):
        yield Edit(Span(*match.span("break")), rejoined(match["head"], match["tail"]))
    for match in _SOFT_HYPHEN.finditer(text, start, end):
        yield Edit(Span(*match.span()), "")


def _restoration(pattern: str, token: str) -> Restoration:
    return Restoration(re.compile(rf"(?<!\w){pattern}(?!\w)"), token)
