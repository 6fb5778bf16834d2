"""French typography left in a translation, and spacing artefacts of the subword model, put right for English.

Policy: « » become “ ”, nested ones ‘ ’; straight double quotes turn curly only where the source has
guillemets or curly quotes, so that both sides agree; apostrophes are always straight, as in nearly
all English data that segments are later matched and searched against; ellipses stay as they are. A
number is rewritten only where the source holds it in the French convention. URLs, e-mail addresses,
file names and `code` are never touched.
"""

from __future__ import annotations

import re

TYPOGRAPHY_VERSION = "2"
"""For signatures; to be raised when a change makes any text come out differently."""

_SPACES = "[ \t\u00a0\u2007\u2009\u202f]"
_PROTECTED = re.compile(
    r"`[^`\n]*`"
    r"|(?:\w+://|www\.)[^\s«»“”\"<>]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<!\w)(?:[\w.-]*[/\\])+[\w.-]*\w\.[A-Za-z]\w{0,4}(?!\w)"
    r"|(?<!\w)[\w-]+\.(?:txt|pdf|html?|py|js|css|json|xml|csv|tsv|zip|gz|exe|png|jpe?g|docx?|xlsx?|md|conf|sh)(?!\w)"
    r"|(?<!\S)--?[A-Za-z][\w-]*(?:=\S+)?"
)
_PLACEHOLDER = 0xF0000  # a private-use plane; texts that already use it are left alone
_HAS_PLACEHOLDER = re.compile("[\U000f0000-\U000ffffd]")

_ODD_SPACE = re.compile("[\u00a0\u2007\u2009\u202f]")
_DOUBLED_SPACE = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
_BEFORE_SIGN = re.compile(
    r"(?<=[^\s:;!?])[ \t]+(?=[!?]+(?:[\s”’\"')\]»]|$))"  # Quoi ?
    r"|(?<=[^\s\d])[ \t]+(?=[:;](?:\s|$))"  # voici : — but neither `1 : 2` nor `:)`
    r"|(?<=\d)[ \t]+(?=[:;](?:\s+\D|$))"
    r"|(?<=[^\s,.])[ \t]+(?=[,.](?:[\s”’\"')\]»]|$))"
    r"|(?<=[^\s:;=(\[-])[ \t]+(?=[)\]])"
)
_AFTER_BRACKET = re.compile(r"(?<=[(\[])[ \t]+(?=[^\s)\]])")
_SPLIT_CONTRACTION = re.compile(r"(?<=[A-Za-z]) (?='(?:s|re|ve|ll|d|m)(?![\w']))|(?<=n) (?='t\b)|(?<=[a-z]) (?=n't\b)")
_PERCENT = re.compile(rf"(?<=\d){_SPACES}+(?=%(?!\w|\s*\d))")
_GUILLEMETS = re.compile("[«»‹›]")
_GUILLEMET_IN = re.compile(rf"([«‹]){_SPACES}*")
_GUILLEMET_OUT = re.compile(rf"{_SPACES}*([»›])")
_APOSTROPHE = re.compile("’")
_APOSTROPHE_IN_WORD = re.compile(r"(?<=[^\W_])’(?=[^\W_])")
_CURLY_IN_SOURCE = re.compile("[«»“”„]")
_DOUBLE_OPENING = re.compile("[«“„]")
# 'what is said' but not the apostrophes of `don't` and `workers' rights`; and "what begins otherwise'.
_SAID = r"((?:[^'\"“”«»\n]|(?<=\w)'(?=\w)){1,300}?)"
_SINGLE_QUOTED = re.compile(rf"(?<![\w'\"])'{_SAID}'(?![\w'])")
_MIXED_QUOTED = re.compile(rf"(?<![\w\"])[\"“«]{_SAID}'(?![\w'\"])")
_OPENS_BEFORE = frozenset(" \t\n([{—–-/‘“")

_FRENCH_NUMBER = re.compile(
    rf"(?<![\d.,])(?P<whole>\d{{1,3}}(?:{_SPACES}\d{{3}})+|\d{{1,3}}(?:\.\d{{3}})+|\d+)(?:,(?P<decimals>\d+))?(?![\d]|[.,]\d)"
)
_NOT_A_QUANTITY = re.compile(r"(?:version|v\.?|n°|§|art\.?|article|[A-Za-z]-?)\s?$", re.IGNORECASE)
_COUNTED = re.compile(rf"{_SPACES}?(?:[^\W\d_]|[€$£])")
_IS_DECIMAL = re.compile(rf"{_SPACES}?(?:%|pour|millions?|milliards?)")
_CLOCK = re.compile(rf"(?<![\d.,])([01]?\d|2[0-4]){_SPACES}?h{_SPACES}?([0-5]\d)(?!\d)")
_NUMERO = re.compile(rf"\b(?:n°|N°|nº|№){_SPACES}?(?=\d)")


def english_typography(text: str, source: str) -> str:
    """`text`, the English of the French `source`, with English quotes, spacing, apostrophes and numbers.

    Pure, and idempotent: a second call changes nothing. Quotes that open in one segment and close in
    another keep their direction. Linear in the length of both arguments.
    """
    if _HAS_PLACEHOLDER.search(text):
        return text
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match.group())
        return chr(_PLACEHOLDER + len(kept) - 1)

    hidden = _PROTECTED.sub(hide, text)
    pairs = max(len(_DOUBLE_OPENING.findall(source)), (source.count('"') + 1) // 2)
    numbers = _french_numbers(source)
    clocks = frozenset(_plain_clock(match) for match in _CLOCK.finditer(source))
    curly = _CURLY_IN_SOURCE.search(source) is not None
    doubled = "  " in source
    for _ in range(10):  # one change may make room for another; two rounds do in practice
        changed = _quotes(_doubled_quotes(_spacing(_numbers(hidden, numbers, clocks), doubled), pairs), curly)
        if changed == hidden:
            break
        hidden = changed
    return _HAS_PLACEHOLDER.sub(lambda match: kept[ord(match.group()) - _PLACEHOLDER], hidden)


def english_numbers(text: str, source: str) -> str:
    """`text` with those numbers, percentages and times of day in English that the French `source` holds in French."""
    clocks = frozenset(_plain_clock(match) for match in _CLOCK.finditer(source))
    return _PERCENT.sub("", _numbers(text, _french_numbers(source), clocks))


def _doubled_quotes(text: str, pairs: int) -> str:
    """Double quotes for single ones, where the source has `pairs` of double ones.

    A model brought up on parliaments writes 'so', or begins “so' and forgets.
    """
    if not pairs or "'" not in text:
        return text
    marks = sum(map(text.count, '"“”«»'))
    if marks == 1:
        return _MIXED_QUOTED.sub(r'"\1"', text)
    lacking = pairs - (marks + 1) // 2
    return _SINGLE_QUOTED.sub(r'"\1"', text, lacking) if lacking > 0 else text


def _spacing(text: str, doubled: bool) -> str:
    if not text.isascii():
        text = _ODD_SPACE.sub(" ", text)
        text = (_APOSTROPHE_IN_WORD if "‘" in text else _APOSTROPHE).sub("'", text)
    if not doubled:
        text = _DOUBLED_SPACE.sub(" ", text)
    text = _PERCENT.sub("", text)
    text = _BEFORE_SIGN.sub("", text)
    text = _AFTER_BRACKET.sub("", text)
    return _SPLIT_CONTRACTION.sub("", text)


def _quotes(text: str, curly: bool) -> str:
    """Guillemets, and straight quotes where `curly`, to “ ” with ‘ ’ inside; the spaces inside them dropped."""
    if '"' in text:
        text = _straight_quotes(text, curly)
    if not _GUILLEMETS.search(text):
        return text
    text = _GUILLEMET_OUT.sub(r"\1", _GUILLEMET_IN.sub(r"\1", text))
    characters = list(text)
    open_quotes: list[str] = []
    for index, character in enumerate(characters):
        if character in "«‹":
            characters[index] = "‘" if open_quotes and open_quotes[-1] == "“" else "“"
            open_quotes.append(characters[index])
        elif character in "»›":
            characters[index] = "’" if open_quotes and open_quotes.pop() == "‘" else "”"
        elif character == "“":
            open_quotes.append(character)
        elif character == "”" and open_quotes:
            open_quotes.pop()
    return "".join(characters)


def _straight_quotes(text: str, curly: bool) -> str:
    """Drops the spaces a decoder left inside `" word "`; with `curly`, makes guillemets of straight quotes."""
    characters = list(text)
    opened: int | None = None
    for index, character in enumerate(text):
        if character != '"':
            continue
        after = text[index + 1 : index + 2]
        space_before = index == 0 or text[index - 1] in _OPENS_BEFORE
        space_after = not after or after in " \t\n.,;:!?)]}"
        opening = (space_before and not space_after) or (opened is None and not (space_after and not space_before))
        if not opening and opened is not None and text[opened + 1] == " " == text[index - 1] and index > opened + 2:
            characters[opened + 1] = characters[index - 1] = ""
        if curly:
            characters[index] = "«" if opening else "»"
        opened = index if opening else None
    return "".join(characters)


def _plain_spaces(literal: str) -> str:
    return _ODD_SPACE.sub(" ", literal)


def _french_numbers(source: str) -> dict[str, str]:
    """The numbers that `source` writes in the French convention, no-break spaces made plain, with their English."""
    numbers: dict[str, str] = {}
    for match in _FRENCH_NUMBER.finditer(source):
        whole, decimals = _plain_spaces(match.group("whole")), match.group("decimals")
        grouped = not whole.isdigit()
        if not grouped and decimals is None:
            continue
        following = source[match.end() : match.end() + 12]
        if not grouped and len(decimals) == 3 and len(whole) <= 3 and whole != "0" and not _IS_DECIMAL.match(following):
            continue  # 12,500 may be either
        if whole.count(".") == 1 and decimals is None:
            named = _NOT_A_QUANTITY.search(source[max(0, match.start() - 9) : match.start()])
            if named or not _COUNTED.match(following):
                continue  # a version, an article
        numbers[_plain_spaces(match.group())] = whole.replace(" ", ",").replace(".", ",") + (
            f".{decimals}" if decimals else ""
        )
    return {french: english for french, english in numbers.items() if english not in numbers}


def _numbers(text: str, numbers: dict[str, str], clocks: frozenset[str]) -> str:
    if numbers:
        text = _FRENCH_NUMBER.sub(lambda match: numbers.get(_plain_spaces(match.group()), match.group()), text)
    if clocks:
        text = _CLOCK.sub(
            lambda match: f"{match.group(1)}:{match.group(2)}" if _plain_clock(match) in clocks else match.group(), text
        )
    return _NUMERO.sub("No. ", text)


def _plain_clock(match: re.Match[str]) -> str:
    return f"{match.group(1)}h{match.group(2)}"
