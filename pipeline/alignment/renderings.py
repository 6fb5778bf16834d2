"""Which words of two texts may render each other: by a table, by what was learnt of these texts, by their looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipeline.alignment import terms
from pipeline.alignment.bead import LIKELY, Bead
from pipeline.alignment.coverage import STRONG, WEAK
from pipeline.alignment.lexicon import learnt_renderings, stem_table, translation_table

_SURE, _POSSIBLE = 0.1, 0.03  # geometric mean of both directions' probabilities
_COMMON = 0.15  # share of sentences in which a word stands that is too common to be looked up
_ROOT = 6  # letters of a word by which it is learnt
_LEARNT_SURE = 0.25
_PREFIX, _SIMILAR = 4, 0.5
_SOUNDS = (("ph", "f"), ("th", "t"), ("qu", "c"), ("k", "c"), ("y", "i"), ("w", "v"), ("z", "s"))


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, dict[str, int]], dict[str, dict[str, int]]]:
    """For each folded French word, and for each stem, the stems of its English renderings and how sure they are."""
    whole = ((french, terms.stem(english), values) for (french, english), values in translation_table().items())
    stems = ((french, english, values) for (french, english), values in stem_table().items())
    found: list[dict[str, dict[str, int]]] = []
    for table in (whole, stems):
        options: dict[str, dict[str, int]] = {}
        for french, english, (there, back) in table:
            if there * back >= _POSSIBLE**2:
                level = STRONG if there * back >= _SURE**2 else WEAK
                here = options.setdefault(french, {})
                here[english] = max(level, here.get(english, 0))
        found.append(options)
    return found[0], found[1]


def known_links(source: Sequence[Sequence[str]], target: Sequence[Sequence[str]]) -> dict[tuple[str, str], int]:
    """The links of the French–English tables between the words of two texts; too common words are left out."""
    there = _uncommon(target)
    whole, stems = _tables()
    found: dict[tuple[str, str], int] = {}
    for word in sorted(_uncommon(source)):
        for options in (whole.get(word, {}), stems.get(terms.french_stem(word), {})):
            for option, level in options.items():
                if option in there:
                    found[word, option] = max(level, found.get((word, option), 0))
    return found


def expected_words(source: Sequence[Sequence[str]], target: Sequence[Sequence[str]]) -> tuple[set[str], set[str]]:
    """The words of French and English sentences that the tables know, too common ones left out."""
    whole, stems = _tables()
    left = {word for word in _uncommon(source) if word in whole or terms.french_stem(word) in stems}
    return left, _uncommon(target) & _renderings()


@lru_cache(maxsize=1)
def _renderings() -> frozenset[str]:
    return frozenset(english for table in _tables() for options in table.values() for english in options)


def learnt_links(
    source: Sequence[Sequence[str]], target: Sequence[Sequence[str]], beads: Iterable[Bead]
) -> dict[tuple[str, str], int]:
    """The links that the likelier of `beads` teach, between words with the same beginning as those learnt."""
    here, there = _uncommon(source), _uncommon(target)
    pairs = []
    for bead in beads:
        if min(bead.sizes) and sum(bead.sizes) <= 4 and bead.confidence > LIKELY:
            left = {_root(w) for words in source[bead.source_start : bead.source_end] for w in words if w in here}
            right = {_root(w) for words in target[bead.target_start : bead.target_end] for w in words if w in there}
            pairs.append((sorted(left), sorted(right)))
    lefts, rights = _by_root(here), _by_root(there)
    return {
        (one, other): STRONG if value >= _LEARNT_SURE else WEAK
        for (left, right), value in learnt_renderings(pairs).items()
        for one in lefts[left]
        for other in rights[right]
    }


def surface_links(source: Sequence[Sequence[str]], target: Sequence[Sequence[str]]) -> dict[tuple[str, str], int]:
    """Links between numbers and words that are the same, or begin alike as cognates do."""
    here, there = _uncommon(source), _uncommon(target)
    found: dict[tuple[str, str], int] = {}
    beginnings: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(there):
        if word[0] != "#":
            sound = _sounded(word)
            beginnings.setdefault(sound[:_PREFIX], []).append((word, sound))
    for word in sorted(here):
        if word in there:
            found[word, word] = STRONG
        sound = _sounded(word)
        if word[0] == "#" or len(sound) < _PREFIX:
            continue
        for other, sounded in beginnings.get(sound[:_PREFIX], ()):
            same = _common_beginning(sound, sounded)
            if other != word and same >= _SIMILAR * max(len(sound), len(sounded)):
                found[word, other] = STRONG if sound == sounded else WEAK
    return found


def _uncommon(side: Sequence[Sequence[str]]) -> set[str]:
    counts = Counter(word for words in side for word in set(words))
    most = max(3.0, _COMMON * len(side))
    return {word for word, count in counts.items() if count <= most}


def _root(word: str) -> str:
    return word[:_ROOT]


def _by_root(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        found.setdefault(_root(word), []).append(word)
    return found


@lru_cache(maxsize=1 << 17)
def _sounded(word: str) -> str:
    """A folded word with letters made one that languages write differently for one sound."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    return "".join(letter for place, letter in enumerate(word) if not place or letter != word[place - 1])


def _common_beginning(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
