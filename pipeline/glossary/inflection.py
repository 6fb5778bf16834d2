"""Forms of demonyms: French gender and number, English number."""

from __future__ import annotations

_FEMININES = {
    "andalou": "andalouse",
    "grec": "grecque",
    "lapon": "lapone",
    "letton": "lettone",
    "ouzbek": "ouzbèke",
    "turc": "turque",
}
_VOWELS = "aeiou"


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


def _split_last(form: str) -> tuple[str, str, str]:
    for index in range(len(form) - 1, -1, -1):
        if form[index] in " -":
            return form[:index], form[index], form[index + 1 :]
    return "", "", form
