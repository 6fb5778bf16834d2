"""Rules that read the signs around a stop: case, spaces, brackets, exclamation marks, ellipses.

A rule looks at a candidate and answers True (a sentence ends), False (it goes on) or None (no opinion).
In the examples `⏐` is a boundary and `·` is none.
"""

from __future__ import annotations

import re

from pipeline.segmentation.candidates import Candidate

_BRACKET_REACH = 240  # characters: a longer bracket is a paragraph of its own
_CASE_REACH = 160  # characters looked at on either side for a capital
_REPORT_REACH = 60
_DETERMINERS = ("The", "My", "His", "Her", "Our", "Their")
_OMISSIONS = ("(...)", "(…)", "[...]", "[…]")
_QUOTES = '«“„"'
_WORD_ENDS = "aeiouyéèàùstrxn"
_CLOSING = ",;:)]}»”"
_NO_BEGINNING = _CLOSING + "%&+/|=~^<>"
_CHANGED_CASE = re.compile(r"[^\W\d_]\]")
_CAMEL_CASE = re.compile(r"[a-zà-ÿ]{1,2}[A-Z]")
_ADDRESS = re.compile(r"[/@=&\\_#\d]|^www\.")
_IN_ADDRESS = re.compile(r"[@/_=:\\\d]|\.\w")


def nothing_said(candidate: Candidate) -> bool | None:
    """A sentence holds a letter or a digit: `— …· Oui`, `(...)· Les`."""
    if candidate.mark - candidate.start > 12:
        return None
    return None if any(map(str.isalnum, candidate.text[candidate.start : candidate.mark])) else False


def nothing_follows(candidate: Candidate) -> bool | None:
    """Quotes and dashes that nothing comes after stay: `fini.· »`, `fini.· —`."""
    return None if candidate.first else False


def punctuation_follows(candidate: Candidate) -> bool | None:
    """No sentence begins with a comma: `« Où ? »· , dit-il`, `etc.· ; puis`."""
    if candidate.word:
        return None
    return False if candidate.first in (_CLOSING if candidate.openers.strip() else _NO_BEGINNING) else None


def aside(candidate: Candidate) -> bool | None:
    """A stop alone in brackets comments on a word: `Il a gagné (!)· Paul aussi`, `il dit [...]· Pierre`.

    An omission before a starter hides a sentence's end: `le roi [...] ⏐ Il partit`.
    """
    if candidate.text[candidate.mark - 1 : candidate.mark] not in ("(", "["):
        return None
    if not candidate.closers.startswith((")", "]")):
        return None
    return candidate.marks in ("...", "…") and not candidate.openers and candidate.starter()


def omission_follows(candidate: Candidate) -> bool | None:
    """An omission leads what it stands before: `Il partit. ⏐ [...] Puis`."""
    if candidate.marks != "." or not candidate.gap or not candidate.openers.startswith(_OMISSIONS):
        return None
    return None if len(candidate.token) < 3 or candidate.lexicon.is_abbreviation(candidate.token.lower()) else True


def list_letter(candidate: Candidate) -> bool | None:
    """A small letter and a bracket number an item: `fini. ⏐ b) Le second`."""
    item = len(candidate.word) == 1 and candidate.word.islower() and candidate.after_word(1) == ")"
    return True if item and candidate.gap and not candidate.lexicon.is_abbreviation(candidate.token.lower()) else None


def lower_case(candidate: Candidate) -> bool | None:
    """A small letter goes on with the sentence: `Eh bien !· dit-il`, `« Où ? »· demanda-t-elle`.

    But not in editors' brackets (`fini. ⏐ [i]l faut`) nor in a name (`fini. ⏐ iTunes`); and behind an
    ordinary word with a full stop, a pronoun or an opening quote begins a sentence whose capital is lost.
    """
    if not candidate.first.islower():
        return None
    text, position = candidate.text, candidate.following + len(candidate.openers)
    if candidate.openers.endswith("[") and _CHANGED_CASE.match(text, position):
        return None
    if candidate.marks == "." and candidate.gap:
        if _CAMEL_CASE.match(text, position):
            return None
        return _ordinary(candidate) and (
            _pronoun(candidate) or _caseless(candidate) if not candidate.openers else candidate.openers[0] in _QUOTES
        )
    return candidate.marks == "?" and bool(candidate.gap) and _pronoun(candidate) and _caseless(candidate)


def _ordinary(candidate: Candidate) -> bool:
    """Whether the stop follows a full word: one that training saw, or a long one that is not cut before a vowel."""
    token, lexicon = candidate.token.lower(), candidate.lexicon
    if len(token) < 4 or lexicon.is_abbreviation(token):
        return False
    return token in lexicon.evidence.common or (len(token) > 4 and token.isalpha() and token[-1] in _WORD_ENDS)


def _pronoun(candidate: Candidate) -> bool:
    return len(candidate.word) > 1 and candidate.word in candidate.lexicon.pronouns


def _caseless(candidate: Candidate) -> bool:
    start, end = candidate.mark - _CASE_REACH, candidate.word_end + _CASE_REACH
    return candidate.text[max(candidate.floor, start) : min(candidate.limit, end)].islower()


def touching(candidate: Candidate) -> bool | None:
    """A missing space: `C'est fini.⏐Il partit`, but not in addresses, acronyms, names of files."""
    if candidate.gap:
        return None
    token, lexicon, full_stop = candidate.token, candidate.lexicon, candidate.marks == "."
    if _ADDRESS.search(token) or (full_stop and "." in token):
        return False
    if candidate.openers or candidate.closers:
        return None if candidate.first.isupper() or not candidate.first.isalnum() else False
    if _IN_ADDRESS.match(candidate.after_word(2)):
        return False
    if not full_stop:
        return None
    if len(token) < 2 or not token[-1].islower() or lexicon.is_abbreviation(token.lower()):
        return False
    if token[0].isupper() and (len(token) < 4 or candidate.word.isupper()):
        return token.lower() in lexicon.evidence.common and candidate.starter()
    return candidate.starter()


def embedded_bracket(candidate: Candidate) -> bool | None:
    """A bracket inside a sentence keeps its stops: `Il a (Dieu merci !· Il était temps) survécu`."""
    text, start, end = candidate.text, candidate.start, candidate.end
    for opening, closing in ("()", "[]"):
        opened = text.rfind(opening, max(start + 1, candidate.mark - _BRACKET_REACH), candidate.mark)
        if opened < 0 or text.find(closing, opened, end) >= 0:
            continue
        closed = text.find(closing, end, min(candidate.limit, end + _BRACKET_REACH))
        if closed < 0 or text.find(opening, end, closed) >= 0:
            continue
        after = text[closed + 1 : min(candidate.limit, closed + 3)].lstrip()[:1]
        if after.islower() or (after and after in ",;:"):
            return False
    return None


def exclaiming_name(candidate: Candidate) -> bool | None:
    """`Yahoo!· France`."""
    if candidate.marks == "!" and candidate.token.lower() in candidate.lexicon.exclaiming:
        return candidate.starter()
    return None


def reported(candidate: Candidate) -> bool | None:
    """English names the speaker with a capital: `"Come!"· John Smith said`, `"Come!"· The old man said`."""
    speech, noun = candidate.lexicon.speech, candidate.word in _DETERMINERS
    if not speech or not candidate.closers or candidate.openers or (candidate.starter() and not noun):
        return None
    for word in candidate.after_word(_REPORT_REACH).split()[:4]:
        if word.strip(".,;:") in speech:
            return False
        if not noun and not word[0].isupper():
            break
    return None


def hesitation(candidate: Candidate) -> bool | None:
    """A word that cannot end a sentence, before a name: `les…· Pensées`, `à M...· Paul`, `de...· 12`."""
    if candidate.openers.strip():
        return None
    if candidate.word.isdigit():
        return False
    if candidate.common() or not candidate.first.isupper():
        return None
    token = candidate.token
    secret = len(token) == 1 and token.isupper()
    return False if secret or token.lower() in candidate.lexicon.function_words else None
