"""The address of a folder's server, kept so that open pages find it again after it was ended or killed."""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from pipeline.files.structure import read_state
from pipeline.files.writing import atomic_text

ADDRESS = Path(".bitexte") / "server.json"
"""Where the address of an output folder's server is."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,100}")


@dataclass(frozen=True, slots=True)
class Address:
    """The token and the port of a server; both empty for one that never was."""

    token: str = ""
    port: int = 0


NEVER = Address()


def known_address(path: Path) -> Address:
    """The address in a file; none where it is damaged, or where others than its owner may read it."""
    try:
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            return NEVER
        record = read_state(path)
        address = Address(record["token"], record["port"])
        valid = _TOKEN.fullmatch(address.token) and type(address.port) is int and 0 < address.port < 1 << 16
        return address if valid else NEVER
    except (OSError, ValueError, TypeError, KeyError):
        return NEVER


def keep_address(path: Path, address: Address) -> None:
    """Write the address to a file that its owner alone may read. Raises OutputError."""
    with atomic_text(path) as stream:
        if os.name == "posix":
            os.fchmod(stream.fileno(), 0o600)
        stream.write(json.dumps({"token": address.token, "port": address.port}) + "\n")
