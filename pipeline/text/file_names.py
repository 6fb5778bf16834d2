"""Which names may become the name of a file or folder that bitexte makes."""

from __future__ import annotations

_MOST_BYTES = 200  # file systems take 255; what bitexte adds (`.fr-en.fr`, `.report.json`, …) needs the rest


def is_file_name(name: str) -> bool:
    """Whether `name` stays inside the folder it is used in and can be written there.

    Refused are the empty name, dots only, separators of any system, control characters, lone surrogates and
    more than 200 bytes of UTF-8.
    """
    if not name.strip(". ") or any(
        character in "/\\" or ord(character) < 32 or ord(character) == 127 for character in name
    ):
        return False
    try:
        return len(name.encode("utf-8")) <= _MOST_BYTES
    except UnicodeEncodeError:
        return False
