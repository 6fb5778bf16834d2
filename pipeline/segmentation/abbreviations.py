"""Rules that read the word before a full stop: labels, titles, references, eras, initials, acronyms.

The answers are those of `stops`; so are the signs `⏐` and `·` in the examples.
"""

from __future__ import annotations

import re

from pipeline.segmentation.candidates import Candidate
from pipeline.segmentation.lexicon import ROMAN

_LABEL_REACH = 40
_INITIALS = re.compile(r"(?:\A|-)[^\W\d_a-zà-ÿœ](?:[.-]{1,2}[^\W\d_a-zà-ÿœ])*\Z")
_SPEAKER = re.compile(r"[«\"]?[^\W\d_a-zà-ÿœ](?:[^\W\d_a-zà-ÿœ]|[ .’'-]){2,36}\Z")
_SURNAME = re.compile(r"[’']?\s?[^\W\d_a-zà-ÿœ]")
_MONTH = re.compile(r"(?:er)?[ \u00a0\u202f]([^\W\d_]{3,})")
_MONTH_REACH = 16
_SMALL_NUMERALS = ("I", "V", "X")
_CHRIST = ("J.-C", "J.C", "J-C", "JC", "C")


def label(candidate: Candidate) -> bool | None:
    """What numbers or names a sentence belongs to it: `1.· Le`, `Art. 5.· – Les`, `HARPAGON.· – Au voleur`."""
    if candidate.mark - candidate.start > _LABEL_REACH:
        return None
    head = candidate.text[candidate.start : candidate.mark]
    if candidate.lexicon.label.match(head):
        return False
    if candidate.gap and candidate.openers[:1] in ("-", "–", "—") and _SPEAKER.match(head):
        return False
    return None


def era(candidate: Candidate) -> bool | None:
    """Christ's initials end a sentence after `av.` or `apr.`: `en 44 av. J.-C. ⏐ César meurt`."""
    if candidate.token not in _CHRIST:
        return None
    previous = candidate.preceding()
    return True if previous.rstrip(".") in candidate.lexicon.before_christ or previous == "J." else None


def binding(candidate: Candidate) -> bool | None:
    """Titles and their like hold on to what follows: `M.· Dupont`, `St.· Malo`, `cf.· Proust`.

    A pronoun after them begins a sentence all the same: `Les ventes de M. ⏐ Elles montent`.
    """
    key, lexicon = candidate.abbreviation(), candidate.lexicon
    if key not in lexicon.binding and candidate.token not in lexicon.cased:
        return None
    if key in lexicon.units and candidate.after_number():
        return None
    if candidate.closers.strip() or candidate.openers[:1] in ("—", "–"):
        return None
    return candidate.word.lower() in lexicon.pronouns and candidate.starter()


def numbered(candidate: Candidate) -> bool | None:
    """A number, a numeral or a letter completes these: `p.· 5`, `t.· II`, `fig.· A`, `art.· L. 121-1`."""
    key, lexicon, word = candidate.abbreviation(), candidate.lexicon, candidate.word
    if not key and len(candidate.token) > 2 and (word.isdigit() or ROMAN.match(word)):
        key = candidate.token.lower()  # a reference in capitals: `ART.· 5`, `FIG.· II`
    if key not in lexicon.numbered or candidate.closers:
        return None
    if word.isdigit():
        return False
    if key in lexicon.units and candidate.after_number():
        return None
    letter = len(word) == 1 and word.isupper() and not candidate.starter()
    return False if letter or (len(word) > 1 and ROMAN.match(word)) else None


def weekday(candidate: Candidate) -> bool | None:
    """A day of the week cut short before a date: `lun.· 3 janv.`, but `à la mer. ⏐ 3 jours plus tard`."""
    if candidate.token.lower() not in candidate.lexicon.weekdays or not candidate.word.isdigit() or candidate.openers:
        return None
    after = _MONTH.match(candidate.after_word(_MONTH_REACH))
    return False if after and after.group(1).lower()[:4].rstrip(".") in candidate.lexicon.month_beginnings else None


def spaced_number(candidate: Candidate) -> bool | None:
    """Dates with spaces and months cut short: `12.· 05.· 1998`, `12 janv.· 1998`."""
    if not candidate.word.isdigit() or candidate.openers:
        return None
    if candidate.token.isdigit() and len(candidate.token) <= 2:
        year = len(candidate.word) == 4 and candidate.preceding()[:-1].isdigit()
        return False if year or len(candidate.word) <= 2 else None
    return False if candidate.token.lower() in candidate.lexicon.months else None


def designation(candidate: Candidate) -> bool | None:
    """A letter or numeral that completes a noun ends a sentence: `le plan B. ⏐ Paul`, `Charles X. ⏐ La`."""
    token, lexicon = candidate.token, candidate.lexicon
    if len(token) != 1 or not token.isupper() or candidate.initial_follows():
        return None
    noun = candidate.preceding().lower().rstrip(".")
    if noun in lexicon.designated:
        return True
    return True if noun in lexicon.regnal and token in _SMALL_NUMERALS and candidate.common() else None


def initial(candidate: Candidate) -> bool | None:
    """Any other letter holds on to what may be a name: `J.· Moulin`, `Jean-C.· Petit`, `J.· La Fontaine`."""
    token, word = candidate.token.rpartition("-")[2], candidate.word
    if len(token) != 1 or not token.isupper():
        return None
    if candidate.initial_follows() or candidate.openers.startswith("(") or word.isdigit():
        return False
    if candidate.openers.strip():
        return None
    if not candidate.starter():
        return False
    if word.lower() in candidate.lexicon.particles and _SURNAME.match(candidate.after_word(3)):
        preceding = candidate.preceding()
        noun = preceding.islower() and preceding not in candidate.lexicon.function_words
        return word != "Le" and (noun or token in _SMALL_NUMERALS)
    return True


def acronym(candidate: Candidate) -> bool | None:
    """Letters with stops end a sentence before a starter: `J.-P.· Sartre`, `l'O.N.U.· Annan`, `l'O.N.U. ⏐ Les`."""
    token, word = candidate.token, candidate.word
    if "." not in token or not _INITIALS.search(token):
        return None
    if candidate.initial_follows():
        return word == "M"
    if candidate.openers.startswith("(") or word.isdigit():
        return False
    if candidate.openers.strip():
        return None
    surname = word.lower() in candidate.lexicon.particles and _SURNAME.match(candidate.after_word(3))
    return candidate.starter() and not surname


def final(candidate: Candidate) -> bool | None:
    """`etc. ⏐ Les`, `etc. ⏐ Pierre`."""
    return True if candidate.abbreviation() in candidate.lexicon.final else None


def loose(candidate: Candidate) -> bool | None:
    """Other abbreviations, typed or learnt, hold on to a name: `Cie.· Générale`, `Acme Inc. ⏐ Les`."""
    key, lexicon = candidate.abbreviation(), candidate.lexicon
    if key not in lexicon.loose and key not in lexicon.evidence.abbreviations:
        return None
    if candidate.word.isdigit() or candidate.openers.startswith("("):
        return False
    if key in lexicon.units and candidate.after_number():
        return None
    return candidate.common() if candidate.first.isupper() else None
