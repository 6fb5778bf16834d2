"""Corpora out of many sources: score, filter, deduplicate, split, describe."""
