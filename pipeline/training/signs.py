"""Examples that teach a model to copy signs and letters its corpus hardly has."""

from __future__ import annotations

import random
from collections import Counter

from pipeline.training.marking import Example
from pipeline.training.vocabulary import REQUIRED_SIGNS
from pipeline.training.word_alignment import WORD

_SIGNS = "".join(sign for sign in REQUIRED_SIGNS if not sign.isalnum() and sign not in ".,;:!?'\"’‘“”«»‹›-–—…()_")
_CAPITALS = "".join(sign for sign in REQUIRED_SIGNS if sign.isupper() and not sign.isascii())
_SMALL = "".join(sign for sign in REQUIRED_SIGNS if sign.islower() and not sign.isascii() and sign.upper() != sign)
_SHORTEST = 4


def swap_signs(example: Example, chance: random.Random) -> Example:
    """The example with a sign (`$`), or one letter of a name, replaced by another on both sides; or itself.

    Only a word that stands on both sides alike, and is linked there and nowhere else, is touched, so the
    pair stays a translation, its words stay as many, and its links hold.
    """
    spans = [[match.span() for match in WORD.finditer(side)] for side in (example.source, example.target)]
    degrees = [Counter(link[side] for link in example.links) for side in (0, 1)]
    alike = []
    for i, j in example.links:
        word = example.source[slice(*spans[0][i])]
        single = degrees[0][i] == degrees[1][j] == 1 and word == example.target[slice(*spans[1][j])]
        if single and (word in _SIGNS or (len(word) >= _SHORTEST and word.isalpha() and word[0].isupper())):
            alike.append((i, j))
    if not alike:
        return example
    i, j = chance.choice(alike)
    (start, end), (target_start, target_end) = spans[0][i], spans[1][j]
    word = example.source[start:end]
    if word in _SIGNS:
        swapped = chance.choice(_SIGNS)
    else:
        place = chance.randrange(len(word))
        letter = chance.choice(_CAPITALS if word[place].isupper() else _SMALL)
        swapped = word[:place] + letter + word[place + 1 :]
    return Example(
        example.source[:start] + swapped + example.source[end:],
        example.target[:target_start] + swapped + example.target[target_end:],
        example.links,
    )
