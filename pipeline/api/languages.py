"""Which languages are asked for, and which one a text is in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.api.problems import ApiError
from pipeline.text.language import UNKNOWN, Guess
from pipeline.text.language import detect as guess_language

SOURCE, TARGET = "fr", "en"
NAMES = {SOURCE: "French", TARGET: "English"}
AUTO = "auto"
_SURE = 0.5  # confidence from which a third language is believed
_MARKUP = re.compile(r"<[^<>]{1,1000}>")
_SURE_LENGTH = 40  # characters; shorter texts are taken for what all of them together are


def code_of(tag: str) -> str:
    """`fr` for `FR`, `fr-CA`, `fr_FR`. Raises ApiError for a language that is neither French nor English."""
    code = tag.strip().replace("_", "-").partition("-")[0].lower()
    if code not in NAMES:
        raise ApiError(400, f"{tag[:40]} is not supported")
    return code


def detect(texts: Sequence[str]) -> list[Guess]:
    """The language of each text, markup aside; what says nothing by itself is as all together.

    French where they say nothing, and where a guess at a third language is unsure: a few words may be anything's.
    """
    texts = [_MARKUP.sub(" ", text) for text in texts]
    together = guess_language(" ".join(texts)[:100_000])
    if together.code not in NAMES and together.confidence < _SURE:
        together = Guess(SOURCE, 0.0)
    guesses = []
    for text in texts:
        guess = guess_language(text) if len(text) > _SURE_LENGTH else together
        unsure = guess.code == UNKNOWN or (guess.code not in NAMES and guess.confidence < _SURE)
        guesses.append(together if unsure else guess)
    return guesses


def needs_translation(source: str, target: str) -> bool:
    """Whether the pair asks for work; a language into itself stays as it is. Raises ApiError for English to French."""
    if source == target:
        return False
    if (source, target) != (SOURCE, TARGET):
        raise ApiError(
            400, f"{NAMES[target]} ({target}) is not available as a target language from {NAMES[source]} ({source})"
        )
    return True
