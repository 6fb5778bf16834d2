"""All checks by their code, and the run that adds their flags to a bitext."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from pipeline.bitext import Bitext, Flag, Severity, Unit
from pipeline.errors import OptionError
from pipeline.quality.check import COPIED, BitextCheck, Check
from pipeline.quality.codes import Codes
from pipeline.quality.consistency import Inconsistent
from pipeline.quality.coverage import WordsAdded, WordsLost
from pipeline.quality.dates import Date
from pipeline.quality.language import WrongLanguage
from pipeline.quality.length import Empty, Length
from pipeline.quality.marks import MarkLost
from pipeline.quality.measures import Measure
from pipeline.quality.names import InconsistentName, NameLost
from pipeline.quality.negation import Negation
from pipeline.quality.numbers import NumberMismatch
from pipeline.quality.pairing import Unbalanced
from pipeline.quality.quotations import QuotesEmpty, QuotesLost
from pipeline.quality.repetition import Repetition
from pipeline.quality.risk import PAIR as RISK_PAIR
from pipeline.quality.risk import risk
from pipeline.quality.spans import Spans
from pipeline.quality.swaps import Swapped
from pipeline.quality.terms import TermMissing
from pipeline.quality.untranslated import Untranslated
from pipeline.quality.words import WordLeft, WordUnknown

CHECKS: dict[str, Check | BitextCheck] = {
    check.code: check
    for check in (
        TermMissing(),
        Empty(),
        Spans(),
        Codes(),
        NumberMismatch(),
        Measure(),
        Date(),
        NameLost(),
        Untranslated(),
        WordLeft(),
        WordUnknown(),
        Length(),
        Negation(),
        WordsLost(),
        WordsAdded(),
        Repetition(),
        Unbalanced(),
        QuotesLost(),
        QuotesEmpty(),
        MarkLost(),
        WrongLanguage(),
        Inconsistent(),
        InconsistentName(),
        Swapped(),
    )
}
"""Every check, in the order in which its flags appear."""

MOST_FLAGS = 5
"""Flags of one code on one unit that say what they found; one more counts the rest."""

_WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def run_checks(bitext: Bitext, checks: Iterable[str] | None = None, *, known: Bitext | None = None) -> Bitext:
    """The bitext with the flags of `checks` (codes in `CHECKS`; all by default) on its units.

    Flags with other codes stay and come first; those of the checks run are replaced, so a second run
    changes nothing. French–English units get their risk from all flags that they then carry. A check other than
    `term-missing` leaves `MOST_FLAGS` flags on a unit, and one that counts the rest. A check made for another pair of
    languages does not run, and none on code that was copied. known: an earlier version with the flags of the same
    checks; units that are as they were in it keep those of checks that look at one unit. Raises OptionError for an
    unknown code.
    """
    chosen = list(CHECKS) if checks is None else list(checks)
    unknown = [code for code in chosen if code not in CHECKS]
    if unknown:
        raise OptionError(f"no check is called {unknown[0]}; valid: {', '.join(CHECKS)}")
    languages = (bitext.source_language, bitext.target_language)
    selected = [check for code, check in CHECKS.items() if code in chosen and check.pair in (None, languages)]
    flags: list[dict[str, list[Flag]]] = [{} for _ in bitext.units]
    before = {} if known is None else {replace(unit, flags=(), risk=None): unit.flags for unit in known.units}
    single = [check.code for check in selected if isinstance(check, Check)]
    for unit, found in zip(bitext.units, flags, strict=True):  # unit by unit: checks share what they read in a text
        old = before.get(replace(unit, flags=(), risk=None)) if before else None
        if old is None:
            found.update(_inspected(unit, selected))
        else:
            found.update({code: [flag for flag in old if flag.code == code] for code in single})
    for whole in selected:
        if isinstance(whole, BitextCheck):
            for index, together in groupby(whole.inspect(bitext.units), key=itemgetter(0)):
                flags[index][whole.code] = _few(whole.code, [flag for _, flag in together])
    codes = [check.code for check in selected]
    units = (_flagged(unit, found, codes, languages) for unit, found in zip(bitext.units, flags, strict=True))
    return replace(bitext, units=tuple(units))


def check_unit(unit: Unit, languages: tuple[str, str] = ("fr", "en")) -> Unit:
    """The unit with the flags of every check that needs no neighbours, as `run_checks` would leave them."""
    selected = [check for check in CHECKS.values() if isinstance(check, Check) and check.pair in (None, languages)]
    return _flagged(unit, _inspected(unit, selected), [check.code for check in selected], languages)


def _inspected(unit: Unit, checks: Iterable[Check | BitextCheck]) -> dict[str, list[Flag]]:
    """The flags of one unit by the check's code; none where it is code that was copied."""
    if any(flag.code == COPIED for flag in unit.flags):
        return {}
    found = ((check.code, list(check.inspect(unit))) for check in checks if isinstance(check, Check))
    return {code: _few(code, flags) for code, flags in found if flags}


def _flagged(unit: Unit, found: dict[str, list[Flag]], codes: Sequence[str], languages: tuple[str, str]) -> Unit:
    """The unit with what was found in place of its flags of these codes, in their order, and the risk of all."""
    kept = (flag for flag in unit.flags if flag.code not in codes)
    flags = (*kept, *(flag for code in codes for flag in found.get(code, ())))
    return replace(unit, flags=flags, risk=risk(unit, flags) if languages == RISK_PAIR else None)


def _few(code: str, found: list[Flag]) -> list[Flag]:
    """The first of `found`, and one flag for the rest, as severe as the worst of them."""
    if len(found) <= MOST_FLAGS + 1 or code == TermMissing.code:
        return found
    rest = found[MOST_FLAGS:]
    worst = next(severity for severity in _WORST_FIRST if any(flag.severity is severity for flag in rest))
    return [*found[:MOST_FLAGS], Flag(code, worst, f"and {len(rest)} more of the kind")]
