"""Signs that a decoding went wrong: empty, looping, absurdly long or short, the source copied."""

from __future__ import annotations

import regex

from pipeline.text.repetition import is_looping

_WORD = regex.compile(r"\p{L}+")
# In characters; fr→en runs at 0.75–1.15 on sentences, so these catch the absurd, not the unusual.
_LONGEST, _SHORTEST, _SLACK = 3.0, 0.25, 25
_COPY_MINIMUM = 5  # words; names and titles of fewer are often the same in both languages


def problems(source: str, target: str) -> tuple[str, ...]:
    """The names of what is wrong with `target` as a decoding of `source`, none for a sane one.

    Names: `empty`, `loop`, `long`, `short`, `copy`. They steer retries; the checks of the quality room
    judge the final text.
    """
    if not _WORD.search(source):
        return ("empty",) if source.strip() and not target.strip() else ()
    if not target.strip():
        return ("empty",)
    found = []
    if is_looping(target) and not is_looping(source):
        found.append("loop")
    if len(target) > _LONGEST * len(source) + _SLACK:
        found.append("long")
    if len(target) < _SHORTEST * len(source) - _SLACK:
        found.append("short")
    if _is_copy(source, target):
        found.append("copy")
    return tuple(found)


def _is_copy(source: str, target: str) -> bool:
    """Whether at least 9 of 10 lower-case words of the target stand in the source."""
    words = [word for word in _WORD.findall(target) if word.islower()]
    if len(words) < _COPY_MINIMUM:
        return False
    known = set(_WORD.findall(source))
    return sum(word in known for word in words) >= 0.9 * len(words)
