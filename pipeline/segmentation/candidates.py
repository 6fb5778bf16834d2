"""Places where a sentence may end: a stop, what closes after it, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.languages.french import ELIDED
from pipeline.segmentation.lexicon import Lexicon

# A run of stops. `! !`, `? ! …` and `. . .` may hold spaces; a spaced ellipsis goes with the marks
# before it only where a space follows, otherwise it leads the next sentence.
_MARKS = r"""
    \.(?:[ \u00a0]\.){2,}
  | [.!?…‼⁇⁈⁉‽]+ (?:[ \u00a0\u202f]{1,2}[!?‼⁇⁈⁉‽]+)* (?:(?<=[!?])[ \u00a0\u202f](?:…|\.\.\.)(?=\s))?
"""

# What may close a sentence after its stop. Closing guillemets may stand off; brackets, notes and
# straight quotes touch. A straight quote that stands off, or touches on both sides, needs counting.
_CLOSERS = r"""(?:
    [ \t\u00a0\u202f]{0,2}[»›”]                     # closing guillemets and quotes
  | [ \u00a0\u202f]?[)\]}]                          # brackets
  | ["'’“*_]+(?![^\W_])                             # straight and single quotes, emphasis
  | [ ]['’]"(?=\s|$)                                # two straight quotes of tokenised text
  | [ \u00a0]?\[\d{1,3}\]                           # notes: [1]
  | \[[^\W\dA-Z_][^\[\]\n]{0,30}\]                  # [réf. nécessaire]
  | \(\d{1,3}\)(?=\s|$)                             # notes: (1)
  | [¹²³⁰⁴-⁹]+                                      # notes: ¹
  | (?<=[a-zà-ÿ]{3}\.)\d{1,2}(?=\s+[«"“]?\s?[^\W\d_a-zà-ÿœ])     # notes that lost their height
  | [ \u00a0]?[:;=]-?[)(DPp]+(?=\s|$)               # smileys
  | [ \u00a0]?[\U0001F300-\U0001FAFF☺☹♥❤\uFE0F\u200D]+
)*"""

_CANDIDATE = re.compile(rf"({_MARKS})({_CLOSERS})(\s*)", re.VERBOSE)
_SPACE = re.compile(r"\s*")
_OPENERS = re.compile(r"(?:\((?:\.\.\.|…)\)|\[(?:\.\.\.|…)\]|\.\.\.|…|[«“„‟‹‘\"'(\[{<—–―−*_•·●▪■◆►▶→➢❖¿¡\s-])*")
_TOUCHING_OPENERS = '«“„"—–('
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ENCLOSING = '«“„‟‹‘"([{<—–―'
_ELIDED = re.compile(rf"(?:{'|'.join(sorted(ELIDED))})['’]", re.IGNORECASE)
# How far rules look, in characters: bounds that keep the splitter linear on any input.
_BEFORE = 48
_OPENING = 64


class Candidate(NamedTuple):
    """A stop in the text and what a rule needs to know of its surroundings.

    Offsets are into `text`. floor, limit: the paragraph. start: where the open sentence begins.
    mark: the first stop. end: behind the stops and what closes after them, where the sentence would
    end. following: where the next one would begin. marks: the stops; closers: what closes, with its
    spaces; gap: the white space after. openers: quotes, dashes, bullets before the next word. word:
    the next letters or digits, empty where a symbol comes. token: the characters before the stop, back
    to white space or an opener, without an elided article.
    """

    text: str
    floor: int
    limit: int
    start: int
    mark: int
    end: int
    following: int
    marks: str
    closers: str
    gap: str
    openers: str
    word: str
    token: str
    lexicon: Lexicon

    @property
    def first(self) -> str:
        """The first character after the openers; empty at the end of the paragraph."""
        position = self.following + len(self.openers)
        return self.text[position] if position < self.limit else ""

    @property
    def word_end(self) -> int:
        """Where the next word ends."""
        return self.following + len(self.openers) + len(self.word)

    def after_word(self, length: int) -> str:
        """Up to `length` characters behind the next word, inside the paragraph."""
        return self.text[self.word_end : min(self.limit, self.word_end + length)]

    def abbreviation(self) -> str:
        """The token as the tables spell it; empty for a word in capitals, unless the next is in capitals too."""
        token = self.token
        if len(token) > 1 and token.isupper() and token.isalpha() and not (len(self.word) > 1 and self.word.isupper()):
            return ""
        return token.lower()

    def preceding(self) -> str:
        """The word before the token, without quotes or elided article; empty at the start of the sentence."""
        head = self.text[max(self.start, self.mark - len(self.token) - _BEFORE) : self.mark - len(self.token)]
        words = head.rsplit(None, 1)
        return words[-1].lstrip("«“\"'’‘([").rpartition("’")[2].rpartition("'")[2] if words else ""

    def after_number(self) -> bool:
        """Whether the token is a unit that counts: `12 km`."""
        return self.preceding()[-1:].isdigit()

    def initial_follows(self) -> bool:
        """Whether the next word is an initial with its stop: `P. M. Koenig`."""
        return len(self.word) == 1 and self.word.isupper() and self.after_word(1) == "."

    def common(self) -> bool:
        """Whether the next word wears its capital because a sentence begins, not because it is a name."""
        return self._is_word() and self.lexicon.is_common(self.word)

    def starter(self) -> bool:
        """Whether the next word has a capital, begins sentences and hardly ever a name or a title."""
        return self._is_word() and self.lexicon.is_starter(self.word)

    def _is_word(self) -> bool:
        """Single letters are initials (`J. Moulin`) unless elided (`J’ai`) or words (`À`, `Y`, `I`)."""
        if len(self.word) != 1:
            return self.first.isupper()
        after = self.after_word(1)
        return after in ("'", "’") or (after.isspace() and self.word in "AÀYÔOI")


class QuoteCount:
    """Whether a straight double quote is open, counted from the start of a paragraph, each character once."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._position = start
        self._open = False

    def open_before(self, position: int) -> bool:
        """Whether a quote is open at `position`, which never falls from one call to the next."""
        self._open ^= bool(self._text.count('"', self._position, position) & 1)
        self._position = position
        return self._open


def scan(text: str, start: int, limit: int) -> Iterator[re.Match[str]]:
    """The runs of stops in `text[start:limit]`, with what closes after them; linear in the length."""
    return _CANDIDATE.finditer(text, start, limit)


def read_candidate(
    text: str, match: re.Match[str], floor: int, limit: int, start: int, quotes: QuoteCount, lexicon: Lexicon
) -> Candidate | None:
    """The candidate at a match of `scan`; None where the stop touches what follows and cannot end a sentence.

    floor, limit: the paragraph. start: where the open sentence begins.
    """
    mark = match.start()
    marks, closers, gap = match.groups()
    end = match.end(2)
    following = match.end()
    if following < limit and text[following] == '"':
        spaced = following + 1 >= limit or text[following + 1].isspace()
        if (spaced or not gap) and quotes.open_before(following):
            closers += gap + '"'
            end = following + 1
            following = _end_of(_SPACE, text, end, limit)
            gap = text[end:following]
    if following >= limit:
        return None
    character = text[following]
    if not gap and not character.isupper() and character not in _TOUCHING_OPENERS:
        return None
    openers = ""
    if not character.isalnum():
        openers = text[following : _end_of(_OPENERS, text, following, min(limit, following + _OPENING))]
    found = _WORD.match(text, following + len(openers), limit)
    word = found.group() if found else ""
    token = token_before(text, start, mark)
    return Candidate(
        text, floor, limit, start, mark, end, following, marks, closers, gap, openers, word, token, lexicon
    )


def token_before(text: str, start: int, mark: int) -> str:
    """The characters that touch the stop at `mark`: no white space, opening quote, emphasis or elided article."""
    head = text[max(start, mark - _BEFORE) : mark]
    if not head or head[-1].isspace():
        return ""
    token = head.rsplit(None, 1)[-1]
    if token.isalpha():
        return token
    for opener in _ENCLOSING:
        if opener in token:
            token = token.rpartition(opener)[2]
    token = token.lstrip("_*-")
    elided = _ELIDED.match(token)
    return token[elided.end() :] if elided else token


def _end_of(pattern: re.Pattern[str], text: str, start: int, limit: int) -> int:
    found = pattern.match(text, start, limit)
    return found.end() if found else start
