"""What made an artefact, in one line, so that it can be made again (the idea is sacrebleu's)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """Ordered `name:value` pairs. Two runs with equal signatures and inputs give equal bytes.

    Values hold no `|`; names hold neither `|` nor `:`.
    """

    fields: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        for name, value in self.fields:
            if "|" in name or ":" in name or "|" in value:
                raise ValueError(f"a signature cannot hold {name}:{value}")

    def __str__(self) -> str:
        return "|".join(f"{name}:{value}" for name, value in self.fields)

    @classmethod
    def parse(cls, line: str) -> Signature:
        """The signature that `str()` wrote. Raises ValueError for a field without a colon."""
        if not line:
            return cls(())
        pairs = []
        for part in line.split("|"):
            name, colon, value = part.partition(":")
            if not colon:
                raise ValueError(f"not a signature: {part!r} has no colon")
            pairs.append((name, value))
        return cls(tuple(pairs))

    def digest(self) -> str:
        """Sixteen hexadecimal digits that stand for the whole line."""
        return hashlib.blake2b(str(self).encode(), digest_size=8).hexdigest()
