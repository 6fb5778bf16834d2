"""Headings, labels, buttons and one-word lines: text without a sentence round it, on which the model is weakest.

A model that has read sentences takes the capital of a heading for that of a name and copies it, or guesses. The same
words with a stop behind them, or with a small letter before, are often sure ground; so all forms are decoded, and the
one that the model says with most confidence stands, in the form of the source (`benchmarks/short_lines.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.text.word_list import french_words
from pipeline.translation.hypothesis import Hypothesis

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MOST_WORDS, _MOST_IN_A_SENTENCE = 5, 3
_ENDS = re.compile(r"[^\W_][)\]”»]?\Z")
_INFINITIVE = re.compile(r"(?:(?:nous|vous|en|y) |s['’]|se |ne pas )?[^\W\d_]{2,}(?:er|ir|re|oir)\b", re.IGNORECASE)


class Form(NamedTuple):
    """Another way to write a fragment: the text, and whether a stop was put behind it."""

    text: str
    stopped: bool


def forms(text: str) -> list[Form]:
    """What else to decode for `text`; nothing where it is no fragment."""
    words = _WORD.findall(text)
    bare = bool(_ENDS.search(text))
    if not words or len(words) > (_MOST_WORDS if bare else _MOST_IN_A_SENTENCE) or text.isupper():
        return []
    found = [Form(f"{text}.", True)] if bare else []
    if text[0].isupper() and words[0].lower() in french_words() and text.startswith(words[0]):
        found.append(Form(text[0].lower() + text[1:], False))
    return found


def in_form(hypothesis: Hypothesis, text: str, form: Form) -> Hypothesis:
    """What was decoded for a form, as the fragment itself would stand: capital and stop are the source's.

    Its attention is that to another text, and is left out.
    """
    said = hypothesis.text
    if form.stopped and not said.endswith("..."):
        said = said.removesuffix(".")
    return replace(hypothesis, text=_like(said, text), attention=())


def chosen(text: str, plain: Hypothesis, others: Sequence[Hypothesis]) -> Hypothesis:
    """The hypothesis that stands for `text`: the most confident, the plain one where there are equals."""
    best = max((plain, *others), key=lambda hypothesis: hypothesis.score)
    return replace(best, text=_command(text, best.text))


def _like(said: str, text: str) -> str:
    return said[:1].upper() + said[1:] if text[:1].isupper() else said


def _command(text: str, said: str) -> str:
    """Labels and recipes give orders by infinitives, which English says without its "to": `Annuler`, "Cancel"."""
    if _INFINITIVE.match(text) and said[:3].lower() == "to " and text[-1:] not in "?!":
        return _like(said[3:], text)
    return said
