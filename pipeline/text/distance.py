"""How alike two words are: one less the normalised Levenshtein distance.

The distance is computed a column at a time with one bit a letter (G. Myers, A fast bit-vector algorithm for approximate
string matching, J. ACM 46(3), 1999; for whole strings after H. Hyyrö, 2003); Python's whole numbers have as many bits
as a word has letters.
"""

from __future__ import annotations


def distance(first: str, second: str) -> int:
    """The fewest letters to insert, delete or exchange that make one string the other."""
    if not first or not second:
        return len(first) or len(second)
    places: dict[str, int] = {}
    for index, letter in enumerate(first):
        places[letter] = places.get(letter, 0) | 1 << index
    every, last = (1 << len(first)) - 1, 1 << len(first) - 1
    rises, falls, found = every, 0, len(first)  # down a column: where it is one more, where one less
    for letter in second:
        equal = places.get(letter, 0)
        kept = (((equal & rises) + rises) ^ rises) | equal
        across_rises, across_falls = falls | ~(kept | rises) & every, rises & kept
        found += bool(across_rises & last) - bool(across_falls & last)
        across_rises = across_rises << 1 | 1
        rises, falls = (across_falls << 1 | ~(equal | falls | across_rises)) & every, across_rises & (equal | falls)
    return found


def likeness(first: str, second: str) -> float:
    """From 0 for nothing in common to 1 for equal strings."""
    longest = max(len(first), len(second))
    return 1 - distance(first, second) / longest if longest else 1.0


def are_alike(first: str, second: str, least: float) -> bool:
    """Whether their `likeness` is at least that; strings of too different lengths are not looked at."""
    shorter, longer = sorted((len(first), len(second)))
    return shorter + 1 > least * longer and likeness(first, second) >= least
