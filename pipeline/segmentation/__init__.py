"""Sentence splitting for French and English: spans into the raw text, never a changed character."""

from pipeline.segmentation.splitter import SPLITTER_VERSION, iter_sentences, split_sentences

__all__ = ["SPLITTER_VERSION", "iter_sentences", "split_sentences"]
