"""Errors that a translation may hold, planted into right pairs; `check_recall.py` counts how many are found.

Each kind is a function of a random generator, a unit and all units. It returns the pair before (the unit itself, or a
right pair made for the purpose where such things are rare in texts) and the pair after, or None where the unit
offers no place.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.bitext import Unit

Pair = tuple[Unit, Unit]
Plant = Callable[[random.Random, Unit, Sequence[Unit]], "Pair | None"]


class Fault(NamedTuple):
    """A kind of error. meant: the checks that should find it. counted: whether it can be found by counting."""

    plant: Plant
    meant: tuple[str, ...]
    counted: bool = True


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January|February|April|June|July|August|September|October|November|December"
_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAMES = ("Vermandois", "Kowalczyk", "Brindisi", "Ostrava", "Delacourt", "Tanzimat", "Herrfeld", "Montluçon", "Okonjo")
_PLACEHOLDERS = ("%s", "{nom}", "${prix}", "%(total)d", "<b>x</b>", "`rm -rf`", "👍", "2²=4")
_ADDRESSES = ("https://exemple.fr/a?b=1", "aide@exemple.fr", "@mairie_dax", "#marche2020", "192.168.0.12")
_SPANS = (*_PLACEHOLDERS, *_ADDRESSES, "/usr/share/doc/LISEZMOI.gz", "FR-2024/113-B")
_MARKS = ("— ", "– ", "- ", "• ", "a) ", "* ")


def _changed(unit: Unit, start: int, end: int, text: str) -> Pair:
    return unit, replace(unit, target=unit.target[:start] + text + unit.target[end:])


def _with(unit: Unit, source: str, target: str) -> Unit:
    """The unit with more text behind the last word of each side."""
    return replace(
        unit,
        source=re.sub(r"(?=[\s.!?…»”\"]*$)", f" {source}", unit.source, count=1),
        target=re.sub(r"(?=[\s.!?…»”\"]*$)", f" {target}", unit.target, count=1),
    )


@lru_cache(maxsize=4)
def _english(targets: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.lower() for target in targets for word in _WORD.findall(target))


def _vocabulary(units: Sequence[Unit]) -> frozenset[str]:
    return _english(tuple(unit.target for unit in units))


# -- what can be counted ------------------------------------------------------------------------------


def number_changed(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """One digit of one number becomes another."""
    digits = [match.start() for match in re.finditer(r"\d", unit.target)]
    if not digits or not re.search(r"\d", unit.source):
        return None
    place = rng.choice(digits)
    return _changed(unit, place, place + 1, rng.choice([d for d in "123456789" if d != unit.target[place]]))


def number_lost(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """One number goes."""
    numbers = list(re.finditer(r"\d[\d.,]*", unit.target))
    if not numbers or not re.search(r"\d", unit.source):
        return None
    return _changed(unit, *rng.choice(numbers).span(), "")


def _added(rng: random.Random, unit: Unit, rows: Sequence[tuple[str, str, str]]) -> Pair:
    source, target, wrong = rng.choice(rows)
    right = _with(unit, source, target)
    return right, replace(right, target=_with(unit, source, wrong).target)


def sign_lost(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    n = rng.randint(2, 40)
    rows = [(f"(-{n} °C)", f"(-{n} °C)", f"({n} °C)"), (f"à −{n} degrés", f"at −{n} degrees", f"at {n} degrees")]
    rows += [(f"(soit -{n} %)", f"(-{n}%)", f"({n}%)"), (f"(soit {n} %)", f"({n}%)", f"(-{n}%)")]
    return _added(rng, unit, rows)


def currency_changed(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    n = rng.randint(2, 900)
    rows = [(f"pour {n} $", f"for ${n}", f"for €{n}"), (f"pour {n} euros", f"for {n} euros", f"for {n} dollars")]
    rows += [(f"({n} €)", f"(€{n})", f"({n})"), (f"({n} £)", f"(£{n})", f"(${n})")]
    rows += [(f"({n} francs suisses)", f"({n} Swiss francs)", f"({n} dollars)"), (f"({n} yens)", f"(¥{n})", f"(€{n})")]
    return _added(rng, unit, rows)


def percent_lost(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    match = re.search(r"\s?%|\sper\s?cent", unit.target)
    if match and re.search(r"%|pour cent", unit.source):
        return _changed(unit, *match.span(), "")
    n = rng.randint(2, 90)
    return _added(rng, unit, [(f"({n} %)", f"({n}%)", f"({n})"), (f"de {n} pour cent", f"by {n} percent", f"by {n}")])


def unit_changed(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    n = rng.randint(2, 900)
    rows = [(f"({n} kg)", f"({n} kg)", f"({n} lb)"), (f"sur {n} km", f"over {n} km", f"over {n} miles")]
    rows += [(f"sur {n} mètres", f"over {n} metres", f"over {n} feet"), (f"({n} ml)", f"({n} ml)", f"({n} l)")]
    rows += [(f"en {n} minutes", f"in {n} minutes", f"in {n} hours"), (f"({n} Go)", f"({n} GB)", f"({n} MB)")]
    rows += [(f"pendant {n} jours", f"for {n} days", f"for {n} weeks"), (f"({n} °C)", f"({n} °C)", f"({n} °F)")]
    return _added(rng, unit, rows)


def day_changed(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    match = re.search(rf"\b(?:{'|'.join(_DAYS)})\b", unit.target)
    if match and any(day in unit.source.lower() for day in _FRENCH_DAYS):
        return _changed(unit, *match.span(), rng.choice([day for day in _DAYS if day != match.group()]))
    day, other = rng.sample(range(7), 2)
    return _added(rng, unit, [(f"{_FRENCH_DAYS[day]} soir", f"on {_DAYS[day]} evening", f"on {_DAYS[other]} evening")])


def month_changed(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    match = re.search(rf"\b(?:{_MONTHS})\b", unit.target)
    if match is None:
        return None
    return _changed(unit, *match.span(), rng.choice([month for month in _MONTHS.split("|") if month != match.group()]))


def time_changed(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    n = rng.randint(1, 11)
    rows = [(f"à {n + 12} h", f"at {n} p.m.", f"at {n} a.m."), (f"à {n} h 30", f"at {n}:30 a.m.", f"at {n}:30 p.m.")]
    rows += [("à midi", "at noon", "in the evening"), ("à minuit", "at midnight", "at noon")]
    rows += [("hier matin", "yesterday morning", "yesterday evening"), ("ce soir", "tonight", "this morning")]
    return _added(rng, unit, rows)


def _names(unit: Unit) -> list[re.Match[str]]:
    """Capitalised words inside the target that the source has too, letter by letter."""
    theirs = {word for word in _WORD.findall(unit.source) if word[0].isupper()}
    found = [match for match in _WORD.finditer(unit.target) if match.start() and len(match.group()) >= 4]
    return [match for match in found if match.group() in theirs and match.group()[1:].islower()]


def name_changed(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    names = _names(unit)
    if not names:
        return None
    match = rng.choice(names)
    return _changed(unit, *match.span(), rng.choice([name for name in _NAMES if name != match.group()]))


def name_lost(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    names = [match for match in _names(unit) if unit.target.count(match.group()) == 1]
    return _changed(unit, *rng.choice(names).span(), "") if names else None


def span_changed(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    span = rng.choice(_SPANS)
    places = [index for index, character in enumerate(span) if character.isalnum()]
    place = rng.choice(places) if places else 0
    wrong = span[:place] + span[place + 1 :]
    if "<b>" in span:
        wrong = span.replace("</b>", "</i>")
    return _added(rng, unit, [(span, span, wrong)])


def span_lost(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    span = rng.choice(_SPANS)
    return _added(rng, unit, [(span, span, "")])


def source_copied(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    return (unit, replace(unit, target=unit.source)) if len(unit.source.split()) >= 3 else None


def half_copied(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """The target ends in the second half of the source."""
    source, target = unit.source.split(" "), unit.target.split(" ")
    if min(len(source), len(target)) < 10:
        return None
    return unit, replace(unit, target=" ".join(target[: len(target) // 2] + source[len(source) // 2 :]))


def _plain_words(unit: Unit, shortest: int) -> list[re.Match[str]]:
    return [m for m in _WORD.finditer(unit.target) if m.group().islower() and len(m.group()) >= shortest]


def word_left(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """A word of the source that no translation here has stands for a word of the target."""
    known = _vocabulary(units)
    theirs = [w for w in _WORD.findall(unit.source) if w.islower() and len(w) >= 4 and w.isalpha() and w not in known]
    places = _plain_words(unit, 4)
    return _changed(unit, *rng.choice(places).span(), rng.choice(theirs)) if theirs and places else None


def word_invented(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """The head of one word with the tail of another stands for a word."""
    places = _plain_words(unit, 5)
    others = _plain_words(rng.choice(units), 5)
    if not places or not others:
        return None
    match = rng.choice(places)
    tail = rng.choice(others).group()
    made = match.group()[: len(match.group()) // 2 + 1] + tail[len(tail) // 2 :]
    return None if made in _vocabulary(units) else _changed(unit, *match.span(), made)


def quotes_lost(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """Both marks of a quotation go."""
    right = replace(unit, source=f"« {unit.source} »", target=f"“{unit.target}”")
    if re.search('[“”«»"]', unit.target + unit.source):
        right = unit
    if not re.search('[“”«»"]', right.source) or len(re.findall('[“”«»"]', right.target)) != 2:
        return None
    return right, replace(right, target=re.sub('[“”«»"]', "", right.target))


def quote_lost(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """One mark of a quotation, or one bracket, goes."""
    signs = [match.start() for match in re.finditer(r"[\"“”«»()\[\]]", unit.target)]
    if not signs or not re.search(r"[\"“”«»()\[\]]", unit.source):
        return None
    place = rng.choice(signs)
    return _changed(unit, place, place + 1, "")


def quotes_emptied(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    match = re.search('“[^“”]+”|"[^"]+"', unit.target)
    if match is None:
        return _added(rng, unit, [("« compris »", "“understood”", "“”"), ("‹ oui ›", "‘yes’", "‘’")])
    return _changed(unit, match.start() + 1, match.end() - 1, "")


def dash_lost(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    mark = rng.choice(_MARKS)
    right = replace(unit, source=mark + unit.source, target=mark + unit.target)
    return right, replace(right, target=unit.target)


def word_doubled(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    places = _plain_words(unit, 2)
    if not places:
        return None
    match = rng.choice(places)
    return _changed(unit, match.end(), match.end(), f" {match.group()}")


def phrase_doubled(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    words = unit.target.split(" ")
    if len(words) < 6:
        return None
    length = rng.randint(2, 4)
    start = rng.randrange(len(words) - length)
    phrase = words[start : start + length]
    if not all(word.isalpha() for word in phrase):
        return None
    return unit, replace(unit, target=" ".join([*words[: start + length], *phrase, *words[start + length :]]))


def looping(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """Three words in the middle are said eight times."""
    words = unit.target.split(" ")
    middle = len(words) // 2
    phrase = words[middle : middle + 3]
    return (unit, replace(unit, target=" ".join(words[:middle] + phrase * 8))) if len(phrase) == 3 else None


def emptied(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    return unit, replace(unit, target="")


# -- what needs the words -----------------------------------------------------------------------------


def negation_dropped(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    if not re.search(r"\b(?:ne|n['’])\b", unit.source):
        return None
    match = re.search(r"(?<=can)not\b|\s?\bnot\b|n['’]t\b|\snever\b", unit.target)
    return _changed(unit, *match.span(), "") if match else None


def negation_added(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    if re.search(r"\b(?:ne|n['’]|pas|non|sans|aucune?|jamais|rien)\b", unit.source):
        return None
    match = re.search(r"\b(?:is|are|was|were|will|has|have|had|can|could|must|should)\b(?=\s[a-z])", unit.target)
    return _changed(unit, match.end(), match.end(), " not") if match else None


def sentence_dropped(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """Two segments in one, of which the translation keeps one."""
    other = rng.choice(units)
    if min(len(unit.target.split()), len(other.target.split())) < 4:
        return None
    right = replace(unit, source=f"{unit.source} {other.source}", target=f"{unit.target} {other.target}")
    return right, replace(right, target=unit.target)


def clause_dropped(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """What stands between two commas or a comma and an end, a third of the words at most, four at least."""
    commas = [match.start() for match in re.finditer(r"[,;:](?=\s)|\s[–—-](?=\s)", unit.target)]
    edges = [0, *commas, len(unit.target.rstrip(' .!?”"'))]
    total = len(unit.target.split())
    spans = [(start, end) for start, end in pairwise(edges)]
    fitting = [span for span in spans if 4 <= len(unit.target[slice(*span)].split()) <= total / 3]
    return _changed(unit, *rng.choice(fitting), "") if fitting else None


def clause_added(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """A clause of another translation, up to half as long as this one."""
    other = rng.choice(units).target
    commas = [match.start() for match in re.finditer(r",(?=\s)", other)]
    spans = [other[start:end] for start, end in pairwise(commas)]
    total = len(unit.target.split())
    fitting = [span for span in spans if 4 <= len(span.split()) <= total / 2]
    if not fitting:
        return None
    place = len(unit.target.rstrip(' .!?”"'))
    return _changed(unit, place, place, rng.choice(fitting))


def half_dropped(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    words = unit.target.split(" ")
    return (unit, replace(unit, target=" ".join(words[: len(words) // 2]))) if len(words) >= 8 else None


def another(rng: random.Random, unit: Unit, units: Sequence[Unit]) -> Pair | None:
    """The target of another segment."""
    other = rng.choice(units)
    return (unit, replace(unit, target=other.target)) if other.target != unit.target else None


_COVERAGE = ("words-lost", "words-added", "length")
FAULTS: dict[str, Fault] = {
    "number changed": Fault(number_changed, ("number",)),
    "number lost": Fault(number_lost, ("number",)),
    "sign lost or added": Fault(sign_lost, ("measure",)),
    "currency changed": Fault(currency_changed, ("measure",)),
    "percent lost": Fault(percent_lost, ("measure", "number")),
    "unit changed": Fault(unit_changed, ("measure", "number")),
    "weekday changed": Fault(day_changed, ("date",)),
    "month changed": Fault(month_changed, ("date", "number")),
    "time of day changed": Fault(time_changed, ("date", "number")),
    "name changed": Fault(name_changed, ("name-lost",)),
    "name lost": Fault(name_lost, ("name-lost",)),
    "span changed": Fault(span_changed, ("spans",)),
    "span lost": Fault(span_lost, ("spans",)),
    "source copied": Fault(source_copied, ("untranslated", "language")),
    "half of the source copied": Fault(half_copied, ("untranslated", "language")),
    "word left French": Fault(word_left, ("word-left", "word-unknown")),
    "word invented": Fault(word_invented, ("word-unknown",)),
    "quotation marks lost": Fault(quotes_lost, ("quotes-lost",)),
    "one quote or bracket lost": Fault(quote_lost, ("unbalanced", "quotes-lost")),
    "quotation emptied": Fault(quotes_emptied, ("quotes-empty",)),
    "dash or list mark lost": Fault(dash_lost, ("mark-lost",)),
    "word doubled": Fault(word_doubled, ("repetition",)),
    "phrase doubled": Fault(phrase_doubled, ("repetition",)),
    "loop": Fault(looping, ("repetition",)),
    "empty": Fault(emptied, ("empty",)),
    "negation dropped": Fault(negation_dropped, ("negation",), counted=False),
    "negation added": Fault(negation_added, ("negation",), counted=False),
    "sentence dropped": Fault(sentence_dropped, _COVERAGE, counted=False),
    "clause dropped": Fault(clause_dropped, _COVERAGE, counted=False),
    "clause added": Fault(clause_added, _COVERAGE, counted=False),
    "second half dropped": Fault(half_dropped, _COVERAGE, counted=False),
    "another segment's target": Fault(another, _COVERAGE, counted=False),
}
"""Every kind by its name."""
