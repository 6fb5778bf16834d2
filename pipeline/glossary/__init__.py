"""Glossaries: entries, where they stand in a sentence, and how they are made to hold."""

from pipeline.glossary.entry import Entry, Kind, Policy
from pipeline.glossary.glossary import Glossary, default_paths
from pipeline.glossary.mentions import Match
from pipeline.glossary.reading import Problem

__all__ = ["Entry", "Glossary", "Kind", "Match", "Policy", "Problem", "default_paths"]
