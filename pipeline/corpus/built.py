"""What a build of a corpus did, and its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from pipeline.corpus.settings import Settings


@dataclass(frozen=True)
class Built:
    """What a build did.

    read: pairs of each source. rejected: pairs by reason. kept: pairs by part. origins: pairs of each
    source by who translated them. kept_of: pairs kept of each source. files: what was written.
    reused_shards: those that an earlier build had scored. left_out: what of each source was no pair, by reason.
    warnings: one line each.
    """

    read: Mapping[str, int]
    rejected: Mapping[str, int]
    kept: Mapping[str, int]
    reused_shards: int
    origins: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    kept_of: Mapping[str, int] = field(default_factory=dict)
    files: Sequence[str] = ()
    left_out: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    warnings: Sequence[str] = ()


def report_of(built: Built, settings: Settings) -> dict[str, object]:
    """The build in plain JSON values; without what differs between equal builds."""
    record = asdict(built)
    del record["reused_shards"]
    return {**record, "settings": asdict(settings)}
