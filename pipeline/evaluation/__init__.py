"""Scores against references."""
