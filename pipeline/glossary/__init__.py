"""Glossaries: entries, where they stand in a sentence, and how they are made to hold."""

from pipeline.glossary.entries.entry import Entry, Kind, Policy
from pipeline.glossary.entries.reading import Problem
from pipeline.glossary.finding.glossary import Glossary, default_paths
from pipeline.glossary.finding.mentions import Match

__all__ = ["Entry", "Glossary", "Kind", "Match", "Policy", "Problem", "default_paths"]
