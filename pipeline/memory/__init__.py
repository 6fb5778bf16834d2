"""What earlier runs finished and people approved, so that no segment is translated twice."""

from pipeline.memory.store import Approved, Finished, Memory, source_key

__all__ = ["Approved", "Finished", "Memory", "source_key"]
