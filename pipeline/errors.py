"""The errors a user can cause. Each message is one line that names what is wrong and what is valid."""

from __future__ import annotations


class BitexteError(Exception):
    """Base of every error that bitexte raises on purpose; its text is fit to show to a user."""


class InputError(BitexteError):
    """A source file that cannot be read: missing, a folder, binary, broken markup."""


class FormatError(InputError):
    """A file whose content breaks its format; the message names the file and, where known, the line."""


class OutputError(BitexteError):
    """A result that cannot be written: read-only folder, full disk, a file where a folder should be."""


class GlossaryError(BitexteError):
    """A glossary that cannot be used. `problems` holds one line per fault, in file order."""

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class ModelError(BitexteError):
    """A translation package that is missing, broken, unsafe, of another language pair or talks rubbish."""


class InterruptedRunError(BitexteError):
    """The user stopped the run; the text says what is kept."""


class OptionError(BitexteError):
    """An option with a value that is not valid; the message names the option and the valid values."""
