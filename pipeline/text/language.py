"""Which language a text is in, from its script and its commonest words: enough to tell French from English.

Made for whole documents and for sentences of a dozen words; a short segment of names and numbers
gets `und` or a low confidence, never a firm wrong answer.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from pipeline.languages import english, french
from pipeline.languages.listing import words


class Guess(NamedTuple):
    """A language (ISO 639-1, or `und` where nothing speaks) and how sure the guess is, 0 to 1."""

    code: str
    confidence: float


UNKNOWN = "und"

_STOP_WORDS: dict[str, frozenset[str]] = {
    "fr": french.STOP_WORDS,
    "en": english.STOP_WORDS,
    "de": words("""der die das den dem des ein eine einen einem einer eines und oder aber nicht ist sind war waren wird
        werden wurde wurden hat haben hatte hatten kann können muss soll sich auf aus bei mit nach seit von vom zu
        zum zur für über unter durch gegen ohne um als wie wenn dass daß weil auch noch nur schon sehr mehr so er
        sie es wir ihr ich du man im am in an was wer wo diese dieser dieses einem kein keine ihre seine"""),
    "es": words("""el la los las un una unos unas de del al y o pero no es son era eran fue ser está están ha han había
        que quien cual donde cuando como por para con sin sobre entre hasta desde en se su sus lo le les me te nos
        más muy también ya este esta estos estas ese esa eso aquel todo todos porque si ni hay mi tu yo él ella"""),
    "it": words("""il lo la i gli le un uno una di del della dei delle dello degli al alla ai alle da dal dalla in nel
        nella su sul sulla con per tra fra e o ma non è sono era erano essere ha hanno aveva che chi cui dove quando
        come più molto anche già questo questa questi queste quello quella tutto tutti perché se si ci mi ti lui
        lei"""),
    "pt": words("""o a os as um uma uns umas de do da dos das no na nos nas ao à aos às em por pelo pela para com sem
        sobre entre até e ou mas não é são era eram foi ser está estão tem têm que quem onde quando como mais muito
        também já este esta esse essa isso aquele todo todos porque se seu sua seus suas lhe eu ele ela você"""),
    "nl": words("""de het een van en of maar niet is zijn was waren wordt worden werd werden heeft hebben had hadden kan
        kunnen moet zal zou zich op uit bij met naar sinds voor over onder door tegen zonder om als dan dat die deze
        dit wat wie waar ook nog maar al zeer meer hij zij ze we wij je jij ik er aan te in tot geen haar hun"""),
}
_LETTERS: dict[str, str] = {
    "fr": "éèêàçùûîôœëï",
    "de": "äöüß",
    "es": "ñáíóú¿¡",
    "it": "ìòàèù",
    "pt": "ãõçáâêó",
    "nl": "ĳ",
}
# A word counts as much as it is rare among the languages here: `de` says little, `the` all.
_WEIGHTS: dict[str, dict[str, float]] = {}
for _code, _words in _STOP_WORDS.items():
    for _word in _words:
        _WEIGHTS.setdefault(_word, {})[_code] = 1.0
for _languages in _WEIGHTS.values():
    for _code in _languages:
        _languages[_code] = 1.0 / len(_languages) ** 1.5
_ENDINGS = {
    "fr": re.compile(r"(?:tion|tions|ment|eur|eurs|euse|eux|ique|iques|aient|ons|ées?|és|oir|ait|elle|eau|eaux)$"),
    "en": re.compile(r"(?:ing|ings|tion|tions|ed|ly|ness|ship|ful|ght|ough|ck|th|ty|wn|ay|ey)$"),
    "de": re.compile(r"(?:ung|ungen|keit|lich|lichen|isch|ischen|schaft|cht|tzt|chen|st|ern)$"),
    "es": re.compile(r"(?:ción|ciones|mente|dad|ado|ados|aba|ieron|illo|ía|ías)$"),
    "it": re.compile(r"(?:zione|zioni|mente|tà|ato|ati|ello|etto|ità|aggio)$"),
    "pt": re.compile(r"(?:ção|ções|mente|dade|ado|ados|inho|ava|eira|ões)$"),
    "nl": re.compile(r"(?:ijk|heid|ing|lijke|aar|oor|ijn|ijd|tje|ooi|eren)$"),
}
_SCRIPTS = {
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000  # characters of a long document that are looked at, from its middle
_EVIDENCE = 2.5  # weight of stop words at which a guess is about 63 % sure of itself


@lru_cache(maxsize=4096)
def _script(character: str) -> str:
    if character < "\u0250":
        return "LATIN"
    return unicodedata.name(character, "UNKNOWN").split()[0].split("-")[0]


def _foreign_script(text: str) -> Guess | None:
    """The language of a text most of whose letters are not Latin."""
    counts = Counter(_script(character) for character in text if character.isalpha())
    total = counts.total()
    latin = counts["LATIN"]
    if latin * 2 >= total:
        return None
    if counts["HIRAGANA"] + counts["KATAKANA"] > 0.05 * total:
        return Guess("ja", 1 - latin / total)
    script = max(counts, key=lambda name: (counts[name], name))
    return Guess(_SCRIPTS.get(script, UNKNOWN), 1 - latin / total)


def scores(text: str) -> dict[str, float]:
    """Weight of evidence for each Latin-script language that has any; larger is likelier."""
    totals: dict[str, float] = {}
    for match in _WORD.finditer(text):
        word = match.group().lower()
        known = _WEIGHTS.get(word)
        if known is not None:
            for code, weight in known.items():
                totals[code] = totals.get(code, 0.0) + weight
        elif len(word) >= 4 and word.isascii():
            for code, ending in _ENDINGS.items():
                if ending.search(word):
                    totals[code] = totals.get(code, 0.0) + 0.15
        elif not word.isascii():
            for code, letters in _LETTERS.items():
                if any(letter in letters for letter in word):
                    totals[code] = totals.get(code, 0.0) + 0.35
    return totals


@lru_cache(maxsize=16)
def stop_words(code: str) -> frozenset[str]:
    """The commonest words of a Latin-script language known here, lower case; KeyError for another code."""
    return _STOP_WORDS[code]


def detect(text: str, *, against: str | None = None) -> Guess:
    """The language of `text`; `und` with confidence 0 where no letter or no known word is found.

    Confidence grows with the evidence and with its margin over the second language (over `against`
    where that is given and is not the answer: how sure it is that the text is not in `against`). A
    short or mixed segment scores low; act on a mismatch only above about 0.5.
    """
    if len(text) > _SAMPLE:
        start = (len(text) - _SAMPLE) // 2
        text = text[start : start + _SAMPLE]
    if not text.isascii():
        foreign = _foreign_script(text)
        if foreign is not None:
            return foreign
    totals = scores(text)
    if not totals:
        return Guess(UNKNOWN, 0.0)
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    best_code, best = ranked[0]
    rival = ranked[1][1] if len(ranked) > 1 else 0.0
    if against is not None and against != best_code:
        rival = totals.get(against, 0.0)
    margin = (best - rival) / best
    sure = 1 - math.exp(-(best - rival) / _EVIDENCE)
    return Guess(best_code, round(min(margin * 1.25, 1.0) * sure, 4))
