"""English: what its rules look up."""

from __future__ import annotations

import re
from functools import cache

from pipeline.languages import english as english_words
from pipeline.languages.listing import words
from pipeline.segmentation.evidence import evidence
from pipeline.segmentation.lexicon import Lexicon

# What a sentence may begin with before a stop that is not its end: a number, a letter, a heading.
_LABEL = re.compile(
    r"""\W*(?:
        \d{1,3}(?:[.-]\d{1,3}){0,4}
      | [IVXLC]{1,7}(?:\.\d{1,3}){0,3}
      | [A-HJ-Za-z](?:\.?\d{1,2}){0,3}
      | N\.?\s?B | P\.?\s?S
      | (?i:arts?|chap|sect?|fig|table?|book|vol|n[o°º]|§|title|article|chapter|section|figure|annex|part|appendix
          |schedule|act|scene|lesson|note|question|exercise|example|remark|theorem|proposition|definition|lemma
          |corollary|amendment|step|rule|point|number|volume|plate|item|clause|letter|verse|psalm)
        s?\.?\s*(?:n[o°º]\.?\s*)?
        (?:\d{1,4}|[IVXLC]+|[A-Z]|(?i:the\ )?(?i:one|two|three|four|five|first|second|third|last))
        (?:[.-]\d{1,3}){0,4}
      | (?i:first|second|third|fourth|last)\ (?i:part|section|book|lesson|scene)
    )\Z""",
    re.VERBOSE,
)


@cache
def english() -> Lexicon:
    """The English lexicon, with what Punkt learnt."""
    return Lexicon(
        language="en",
        evidence=evidence("en"),
        binding=english_words.BINDING_STOPS,
        cased=english_words.CASED_STOPS,
        numbered=english_words.NUMBERED_STOPS,
        loose=english_words.LOOSE_STOPS,
        final=words("etc"),
        before_christ=frozenset(),
        units=english_words.UNIT_STOPS,
        months=english_words.MONTH_STOPS,
        weekdays=english_words.WEEKDAY_STOPS,
        month_beginnings=english_words.MONTH_BEGINNINGS,
        designated=english_words.DESIGNATED | english_words.BEFORE_I,
        regnal=english_words.REGNAL,
        particles=english_words.PARTICLES,
        pronouns=english_words.PRONOUN_STARTERS,
        function_words=english_words.NEVER_LAST,
        function_starters=english_words.STARTERS,
        exclaiming=words("yahoo joomla jeopardy wham"),
        speech=english_words.SPEECH,
        label=_LABEL,
    )
