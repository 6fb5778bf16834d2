"""What an artefact says about the program and the day that made it, without asking the clock."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from functools import cache

_MONTH_OR_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?")

TOOL = "bitexte"


@cache
def tool_version() -> str:
    """The installed version of bitexte, or `0` in a tree that was never installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(TOOL)
    except PackageNotFoundError:
        return "0"


def creation_date(metadata: Mapping[str, str]) -> str | None:
    """The artefact's date as TMX writes it, `YYYYMMDDThhmmssZ`, so that equal inputs give equal bytes.

    The source's `date` (a month counts from its first day), else SOURCE_DATE_EPOCH (seconds since
    1970, UTC), else None.
    """
    match = _MONTH_OR_DAY.fullmatch(metadata.get("date", ""))
    if match:
        year, month, day = match.groups()
        return f"{year}{month}{day or '01'}T000000Z"
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and int(epoch) < 253402300800:  # 10000-01-01
        return datetime.fromtimestamp(int(epoch), timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    return None
