"""Standard output as every command writes to it."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

import click


def standard_output() -> TextIO:
    """Standard output as UTF-8 with `\\n`, whatever the locale and the platform say."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return sys.stdout


def print_result(line: object) -> None:
    """One line of standard output; where nobody reads it any more (`| head`), the work goes on in silence."""
    try:
        click.echo(line)
    except BrokenPipeError:
        drop_output()


def drop_output() -> None:
    """Let everything still written to standard output go nowhere."""
    sys.stdout = sys.__stdout__
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
