"""Standard output as every command writes to it."""

from __future__ import annotations

import io
import sys
from typing import TextIO


def standard_output() -> TextIO:
    """Standard output as UTF-8 with `\\n`, whatever the locale and the platform say."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return sys.stdout
