"""What earlier runs finished, so that no segment is translated twice."""

from pipeline.memory.store import Finished, Memory

__all__ = ["Finished", "Memory"]
