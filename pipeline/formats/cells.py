"""Cells of tables for spreadsheets, which run what looks like a formula."""

from __future__ import annotations

import re

# What spreadsheets begin to calculate at (OWASP, "CSV Injection"), also behind white space.
_FORMULA = re.compile(r"\s*[=+\-@]")
_safe = False


def set_safe_cells(wanted: bool) -> None:
    """Whether this process writes cells that no spreadsheet takes for a formula."""
    global _safe  # noqa: PLW0603 - one setting for all tables, made once by the command line
    _safe = wanted


def cell(text: str) -> str:
    """`text`, where `set_safe_cells` asks for it with an apostrophe before what looks like a formula.

    Without it every text stays as it is: an apostrophe would be part of what is read from the file again.
    """
    return f"'{text}" if _safe and _FORMULA.match(text) else text
