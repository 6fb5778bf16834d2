"""All checks by their code, and the run that adds their flags to a bitext."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.bitext import Bitext, Flag
from pipeline.errors import OptionError
from pipeline.quality.check import BitextCheck, Check
from pipeline.quality.consistency import Inconsistent
from pipeline.quality.language import WrongLanguage
from pipeline.quality.length import Empty, Length
from pipeline.quality.names import InconsistentName
from pipeline.quality.numbers import NumberMismatch
from pipeline.quality.pairing import Unbalanced
from pipeline.quality.repetition import Repetition
from pipeline.quality.terms import TermMissing
from pipeline.quality.untranslated import Untranslated

CHECKS: dict[str, Check | BitextCheck] = {
    check.code: check
    for check in (
        TermMissing(),
        Empty(),
        NumberMismatch(),
        Untranslated(),
        Length(),
        Repetition(),
        Unbalanced(),
        WrongLanguage(),
        Inconsistent(),
        InconsistentName(),
    )
}
"""Every check, in the order in which its flags appear."""


def run_checks(bitext: Bitext, checks: Iterable[str] | None = None) -> Bitext:
    """The bitext with the flags of `checks` (codes in `CHECKS`; all by default) on its units.

    Flags with other codes stay and come first; those of the checks run are replaced, so a second run
    changes nothing. A check made for another pair of languages does not run. Raises OptionError for
    an unknown code.
    """
    chosen = list(CHECKS) if checks is None else list(checks)
    unknown = [code for code in chosen if code not in CHECKS]
    if unknown:
        raise OptionError(f"no check is called {unknown[0]}; valid: {', '.join(CHECKS)}")
    languages = (bitext.source_language, bitext.target_language)
    selected = [check for code, check in CHECKS.items() if code in chosen and check.pair in (None, languages)]
    flags: list[list[Flag]] = [[] for _ in bitext.units]
    for check in selected:
        if isinstance(check, BitextCheck):
            for index, flag in check.inspect(bitext.units):
                flags[index].append(flag)
        else:
            for unit, found in zip(bitext.units, flags, strict=True):
                found.extend(check.inspect(unit))
    codes = {check.code for check in selected}
    units = tuple(
        replace(unit, flags=(*(flag for flag in unit.flags if flag.code not in codes), *found))
        for unit, found in zip(bitext.units, flags, strict=True)
    )
    return replace(bitext, units=units)
