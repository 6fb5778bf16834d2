"""Lists of words as they are written down here."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a white-space separated list."""
    return frozenset(text.split())


def series(text: str) -> tuple[str, ...]:
    """The same where their order says something."""
    return tuple(text.split())
