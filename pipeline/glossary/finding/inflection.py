"""Forms of demonyms and terms: French gender and number, English number."""

from __future__ import annotations

import re

from pipeline.languages.french import TERM_LINKS

_FEMININES = {
    "andalou": "andalouse",
    "grec": "grecque",
    "lapon": "lapone",
    "letton": "lettone",
    "ouzbek": "ouzbèke",
    "turc": "turque",
}
_VOWELS = "aeiou"
_FRENCH_PLURALS = {
    **{word: word + "x" for word in ("bijou", "caillou", "chou", "genou", "hibou", "joujou", "pou")},
    **{word: word[:-2] + "ux" for word in ("bail", "corail", "émail", "travail", "vitrail")},
    **{word: word + "s" for word in ("bal", "bleu", "carnaval", "chacal", "fatal", "festival", "natal", "naval")},
    **{word: word + "s" for word in ("pneu", "récital", "régal")},
    "œil": "yeux",
}
# Plurals that are mostly another word (`au cours de`, `une fois`, `mais`, `échecs` the game).
_OTHER_WORDS = frozenset(
    (
        *("ciseaux", "cours", "échecs", "fils", "fois", "fonds", "frais", "lunettes", "mais", "mois", "peux", "sous"),
        *("taux", "vacances", "vers"),
    )
)
_ENGLISH_PLURALS = {
    **{word: word + "es" for word in ("cargo", "echo", "embargo", "hero", "potato", "tomato", "torpedo", "veto")},
    **{word: word + "s" for word in ("epoch", "monarch", "oligarch", "patriarch", "stomach")},
    **{word: word + "s" for word in ("german", "human", "ottoman", "roman", "shaman", "talisman")},
    "axis": "axes",
    "child": "children",
    "criterion": "criteria",
    "datum": "data",
    "foot": "feet",
    "half": "halves",
    "knife": "knives",
    "leaf": "leaves",
    "life": "lives",
    "loaf": "loaves",
    "mouse": "mice",
    "person": "people",
    "lens": "lenses",
    "phenomenon": "phenomena",
    "shelf": "shelves",
    "thief": "thieves",
    "tooth": "teeth",
    "wife": "wives",
    "wolf": "wolves",
}
_UNCOUNTED_WORDS = """advice aid aircraft children damage data equipment evidence fish furniture health help
    information infrastructure knowledge legislation livestock media men people personnel police poultry progress
    research sheep software staff traffic training treatment waste wildlife women work"""
_UNCOUNTED = frozenset(_UNCOUNTED_WORDS.split())
# Any other English word in -s is a plural already, or has none: `headquarters`, `customs`, `politics`.
_SINGULARS_IN_S = ("ss", "us", "is", "as", "os", "lens")
_AFTER_THE_HEAD = re.compile(r" (?:of|to|for|in|on|by|with|without|from|at|against|under|between) ")
# What an English adjective ends in: its French has a plural, it has none.
_OF_ADJECTIVES = ("ic", "al", "ive", "ous", "able", "ible", "ful", "less", "ed", "ing", "ary", "ant", "ent", "ish")


def feminine(masculine: str) -> str:
    """The feminine singular of a demonym: `coréen` gives `coréenne`. Only the last word changes."""
    head, separator, last = _split_last(masculine)
    irregular = _FEMININES.get(last.lower())
    if irregular is not None:
        return head + separator + last[0] + irregular[1:]
    if last.endswith("e"):
        return masculine
    if last.endswith(("en", "on", "el")):
        return masculine + last[-1] + "e"
    return masculine + "e"


def plural(singular: str) -> str:
    """The French plural: `russe` gives `russes`, `français` stays, `provençal` gives `provençaux`."""
    if singular.endswith(("s", "x", "z")):
        return singular
    if singular.endswith("al"):
        return singular[:-1] + "ux"
    if singular.endswith("eau"):
        return singular + "x"
    return singular + "s"


def demonym_forms(masculine: str) -> dict[str, bool]:
    """Every form of a demonym given in the masculine singular, and whether it can only be a plural."""
    woman = feminine(masculine)
    forms = {masculine: False, woman: False}
    for form in (plural(masculine), plural(woman)):
        forms.setdefault(form, True)
    return forms


def english_plural(demonym: str) -> str:
    """The plural of an English noun for people: `Russian` gives `Russians`, `Chinese` stays."""
    lower = demonym.lower()
    if lower.endswith(("ese", "ish", "ch", "ss", "sh", "s", "men", "women")):
        return demonym
    if lower.endswith(("shman", "chman", "tsman", "shwoman", "chwoman")):
        return demonym[:-2] + "en"
    if lower.endswith("y") and len(demonym) > 1 and lower[-2] not in _VOWELS:
        return demonym[:-1] + "ies"
    return demonym + "s"


def term_plural(french: str) -> str:
    """The plural of a French term: `loi organique` gives `lois organiques`, `mise en demeure` `mises en demeure`.

    The term itself where its plural is mostly another word: `cour` (`cours`), `foi` (`fois`).
    """
    words = french.split(" ")
    for place, word in enumerate(words):
        if word.lower() in TERM_LINKS or word[:2] in ("d'", "d’", "l'", "l’"):
            break
        words[place] = _FRENCH_PLURALS.get(word) or (word + "x" if word.endswith(("eu", "œu", "au")) else plural(word))
    many = " ".join(words)
    return french if many in _OTHER_WORDS else many


def term_plurals(english: str) -> str | None:
    """The plural of an English term, its own form where it has none, None where it may be an adjective.

    `rate of interest` gives `rates of interest`, `right to asylum` `rights to asylum`, `equipment` stays,
    for `organic` there is no saying.
    """
    link = _AFTER_THE_HEAD.search(english)
    end = link.start() if link else len(english)
    before, space, last = english[:end].rpartition(" ")
    lower = last.lower()
    if lower in _UNCOUNTED or (lower.endswith("s") and not lower.endswith(_SINGULARS_IN_S)):
        return english
    adjective = not before and lower.endswith(_OF_ADJECTIVES) and not lower.endswith("ment")
    if not lower.isalpha() or adjective:
        return None
    changed = _ENGLISH_PLURALS.get(lower)
    if changed is None and lower.endswith("man"):
        changed = lower[:-2] + "en"
    if changed is None and lower.endswith("sis"):
        changed = lower[:-2] + "es"
    if changed is None:
        hissing = lower.endswith(("s", "x", "z", "ch", "sh"))
        sound = lower.endswith("y") and lower[-2:-1] not in _VOWELS
        changed = lower + "es" if hissing else lower[:-1] + "ies" if sound else lower + "s"
    return f"{before}{space}{last[0]}{changed[1:]}{english[end:]}"


def _split_last(form: str) -> tuple[str, str, str]:
    for index in range(len(form) - 1, -1, -1):
        if form[index] in " -":
            return form[:index], form[index], form[index + 1 :]
    return "", "", form
