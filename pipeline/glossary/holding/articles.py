"""English around a name that was put into a sentence: articles, `a` or `an`, possessives."""

from __future__ import annotations

import re

from pipeline.bitext import Span
from pipeline.glossary.entries.entry import Kind
from pipeline.languages.english import NO_NOUNS

# By sound: `European` and `one` begin with a consonant, `hour` with a vowel.
_VOWEL_SOUND = re.compile(
    r"[ai]|e(?!u)|o(?!ne\b|nce\b)|u(?!ni|s[aeiu]|kr|ru|ga|to|be|r\b|[.\s])|h(?:our|eir|onest|onou?r)", re.IGNORECASE
)
# Letters whose names begin with a vowel, for acronyms read letter by letter: an FBI agent, a UN agent.
_VOWEL_LETTERS = frozenset("AEFHILMNORSX")
_READ_AS_WORDS = frozenset(("NATO", "UNICEF", "UNESCO", "FIFA", "NASA", "SARS", "HAMAS", "RIA", "OPEC", "AIDS"))
_ARTICLE_BEFORE = re.compile(r"(?<!\w)(a|an|the)\s+$", re.IGNORECASE)
_INDEFINITE_BEFORE = re.compile(r"(?<!\w)(an?)(\s+)$", re.IGNORECASE)
_NEXT_WORD = re.compile(r" ([a-z]{3,})(?![\w'’])")
# Names that English gives an article, by the whole name or by its last word.
_WITH_ARTICLE = frozenset(
    (
        *("Netherlands", "Philippines", "Bahamas", "Maldives", "Seychelles", "Comoros", "Gambia", "Vatican", "Kremlin"),
        *("Middle East", "Far East", "Near East", "Russian Far East", "West Bank", "Gaza Strip", "Holy See", "Hague"),
        *("EU", "UN", "U.N.", "US", "U.S.", "USA", "UK", "U.K.", "UAE", "USSR", "IMF", "WHO", "IAEA", "ECB", "OECD"),
        *("WTO", "Atlantic", "Pacific", "Mediterranean", "Baltic", "Arctic", "Caucasus", "Caribbean", "Red Cross"),
        *("Rhine", "Danube", "Nile", "Thames", "Volga", "Pentagon", "Taliban", "Greens", "Fed", "White House"),
    )
)
_LAST_WITH_ARTICLE = frozenset(
    (
        *("Islands", "Republic", "Union", "Nations", "States", "Emirates", "Kingdom", "Party", "Committee", "Council"),
        *("Organization", "Organisation", "Agency", "Fund", "Bank", "Ocean", "Sea", "River", "Region", "Court", "War"),
        *(
            "Commission",
            "Parliament",
            "Department",
            "Ministry",
            "League",
            "Senate",
            "Alps",
            "Balkans",
            "Andes",
            "Urals",
        ),
        *("Himalayas", "Pyrenees", "Carpathians", "Olympics", "Games", "Representatives", "Reserve", "Channel", "Cup"),
    )
)


def indefinite(following: str) -> str:
    """`a` or `an`, by the sound that `following` begins with."""
    word = re.match(r"[\w.]+", following.lstrip("“‘\"'("))
    first = word.group() if word else following
    letters = first.replace(".", "")
    if letters.isupper() and 1 < len(letters) <= 5 and letters not in _READ_AS_WORDS:
        return "an" if letters[0] in _VOWEL_LETTERS else "a"
    return "an" if _VOWEL_SOUND.match(first) else "a"


def mend_indefinite(text: str, span: Span) -> tuple[str, Span]:
    """`text` with `a` or `an` before `span` made to fit what stands there, and the span where it then is."""
    before = _INDEFINITE_BEFORE.search(text[: span.start])
    if before is None:
        return text, span
    fitting = indefinite(text[span.start :])
    if before.group(1).lower() == fitting:
        return text, span
    written = fitting.capitalize() if before.group(1)[0].isupper() else fitting
    mended = text[: before.start()] + written + before.group(2) + text[span.start :]
    return mended, span.shift(len(mended) - len(text))


def takes_article(rendering: str, kind: Kind) -> bool | None:
    """Whether English says `the` before the name on its own; None where it depends on the sentence."""
    if kind in (Kind.TERM, Kind.DEMONYM) or rendering[:1].islower():
        return None
    if rendering in _WITH_ARTICLE or rendering.rsplit(maxsplit=1)[-1] in _LAST_WITH_ARTICLE:
        return True
    return False if kind in (Kind.PERSON, Kind.PLACE) else None


def may_qualify(text: str, span: Span) -> bool:
    """Whether the name at `span` may qualify a noun after it: `the Frankfurt innovation centre`."""
    following = _NEXT_WORD.match(text, span.end)
    return following is not None and following[1] not in NO_NOUNS and not following[1].endswith("ed")


def substitutions(text: str, span: Span, rendering: str, kind: Kind) -> list[tuple[str, Span]]:
    """Ways to put `rendering` in place of `span`, likeliest first, each with the span it then has.

    The variants differ in the article before it; which of them reads best is for the model to say.
    """
    before, after = text[: span.start], text[span.end :]
    article = _ARTICLE_BEFORE.search(before)
    bare = before[: article.start()] if article else before
    variants = [before]
    wanted = takes_article(rendering, kind)
    starts_with_article = rendering.lower().startswith("the ")
    if article and (wanted is not True or starts_with_article):
        variants = [bare, before] if wanted is False or starts_with_article else [before, bare]
    elif not article and wanted is True and not starts_with_article and re.search(r"(?<!\w)\w+\s+$", before):
        variants = [before + "the ", before]
    found = []
    for head in variants:
        written = rendering
        if not head.strip() and rendering[0].islower():
            written = rendering[0].upper() + rendering[1:]
        place = Span(len(head), len(head) + len(written))
        found.append(mend_indefinite(head + written + after, place))
    return list(dict.fromkeys(found))
