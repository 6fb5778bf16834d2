"""How much of a file is read before it is refused: a small file must not fill the memory or run for hours."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from pipeline.errors import FormatError, OptionError

MOST_TERM = 300
"""Characters of a glossary's term; longer ones cost the automaton of terms its stack."""

_NUMBER = re.compile(r"(\d{1,15})([KMGT]?)", re.IGNORECASE)
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}


@dataclass(frozen=True, slots=True)
class Limits:
    """What `--limit` raises.

    whole: bytes of a file that is read at once, of a line of JSON Lines (which holds a whole text), and of what an
    Office file unpacks to. record: bytes of a line elsewhere, or of a unit of a TMX file. cell: characters of one text
    in a table or a record. growth: how many times larger than its file unpacked data may be, once it is beyond 16 MiB.
    marks: tags, attributes and entities of XML that is read at once, commas and brackets of a JSON value. rows: rows
    of a sheet, empty ones between others included.
    """

    whole: int = 256 << 20
    record: int = 16 << 20
    cell: int = 1_000_000
    growth: int = 100
    marks: int = 8_000_000
    rows: int = 1 << 20

    def require(self, name: str, amount: int, where: object, what: str) -> None:
        """Raise FormatError, naming `where` and the option, if `amount` of `what` is more than the limit `name`."""
        most: int = getattr(self, name)
        if amount > most:
            raise FormatError(
                f"{where}: refused: more than {most:,} {what} (`bitexte --limit {name}=… COMMAND` raises it)"
            )


HARMLESS = 16 << 20
"""Bytes up to which unpacked data may have grown as much as it likes."""

_current = Limits()


def raised_by(name: str) -> str:
    """How a message ends that refuses something for the limit `name`."""
    return f" (`bitexte --limit {name}=… COMMAND` raises it)"


def limits() -> Limits:
    """The limits of this process."""
    return _current


def set_limits(changed: Limits) -> None:
    """Set the limits of this process."""
    global _current  # noqa: PLW0603 - one setting for all readers, made once by the command line
    _current = changed


def parse_limits(given: tuple[str, ...]) -> Limits:
    """The limits with changes such as `whole=1G` (K, M, G and T are powers of 1,024). Raises OptionError."""
    made = Limits()
    names = [field.name for field in fields(Limits)]
    for one in given:
        name, _, amount = one.partition("=")
        match = _NUMBER.fullmatch(amount)
        if name not in names or match is None:
            raise OptionError(
                f"--limit {one}: valid are NAME=NUMBER with K, M, G or T; NAME is one of {', '.join(names)}"
            )
        made = replace(made, **{name: int(match[1]) * _UNITS[match[2].upper()]})
    return made
