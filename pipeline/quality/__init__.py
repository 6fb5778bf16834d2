"""Checks: what a reader should look at in a bitext, one small class each."""

from pipeline.quality.check import BitextCheck, Check
from pipeline.quality.registry import CHECKS, run_checks

__all__ = ["CHECKS", "BitextCheck", "Check", "run_checks"]
