"""Sentence boundaries with offsets: paragraphs, then candidates, then the rules' decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.bitext import Sentence, Span
from pipeline.errors import OptionError
from pipeline.segmentation.blocks import lines, trimmed, wrapped
from pipeline.segmentation.candidates import QuoteCount, read_candidate, scan
from pipeline.segmentation.decisions import decide
from pipeline.segmentation.english import english
from pipeline.segmentation.french import french
from pipeline.segmentation.lexicon import Lexicon
from pipeline.text.stamps import date_stamp

# Part of every signature: raise it whenever any text may be split differently than before.
SPLITTER_VERSION = "bitexte-2"

LANGUAGES: dict[str, Callable[[], Lexicon]] = {"fr": french, "en": english}


def split_sentences(text: str, language: str = "fr", *, join_lines: bool = False) -> tuple[Sentence, ...]:
    """The sentences of `text`, ordered and disjoint, covering every character that is not white space.

    Spans count code points of the raw text, which is never changed; they begin and end with a character
    other than white space. A line is a paragraph, counted from 0, blank ones not counted, and its end
    ends a sentence. With `join_lines` a paragraph goes on to the next blank line, for text whose lines
    are hard-wrapped. Time grows linearly with the text.

    Raises OptionError for a language other than `fr` and `en`.
    """
    return tuple(iter_sentences(text, language, join_lines=join_lines))


def iter_sentences(text: str, language: str = "fr", *, join_lines: bool = False) -> Iterator[Sentence]:
    """The same sentences, one at a time, for texts whose list of sentences would not fit in memory.

    Raises OptionError at the call, not at the first sentence.
    """
    if language not in LANGUAGES:
        raise OptionError(f"language: {language!r} is not one of {', '.join(LANGUAGES)}")
    return _sentences(text, LANGUAGES[language](), join_lines)


def _sentences(text: str, lexicon: Lexicon, join_lines: bool) -> Iterator[Sentence]:
    stamp = date_stamp(text)
    for start, end, paragraph in wrapped(text) if join_lines else lines(text):
        opened = start
        if stamp and start < stamp.end() < end:
            yield Sentence(Span(start, trimmed(text, start, stamp.end())[1]), paragraph)
            opened = trimmed(text, stamp.end(), end)[0]
        quotes = QuoteCount(text, opened)
        for match in scan(text, opened, end):
            candidate = read_candidate(text, match, start, end, opened, quotes, lexicon)
            if candidate is not None and decide(candidate):
                yield Sentence(Span(opened, candidate.end), paragraph)
                opened = candidate.following
        yield Sentence(Span(opened, end), paragraph)
