"""Put one stop in a text to one rule of the splitter."""

from __future__ import annotations

from pipeline.segmentation.candidates import QuoteCount, read_candidate, scan
from pipeline.segmentation.decisions import Rule
from pipeline.segmentation.english import english
from pipeline.segmentation.french import french


def opinion(rule: Rule, text: str, language: str = "fr") -> bool | None:
    """The rule's answer on the stop before `⏐`, which is taken out."""
    where = text.index("⏐")
    text = text.replace("⏐", "")
    lexicon = english() if language == "en" else french()
    for match in scan(text, 0, len(text)):
        candidate = read_candidate(text, match, 0, len(text), 0, QuoteCount(text, 0), lexicon)
        if candidate is not None and match.end(1) <= where <= match.end():
            return rule(candidate)
    raise AssertionError(f"no stop at {where} in {text!r}")
