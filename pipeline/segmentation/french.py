"""French: what its rules look up."""

from __future__ import annotations

import re
from functools import cache

from pipeline.languages import french as french_words
from pipeline.languages.listing import words
from pipeline.segmentation.evidence import evidence
from pipeline.segmentation.lexicon import Lexicon

# What a sentence may begin with before a stop that is not its end: a number, a letter, a heading.
_LABEL = re.compile(
    r"""\W*(?:
        \d{1,3}(?:[.-]\d{1,3}){0,4}
      | [IVXLC]{1,7}(?:\.\d{1,3}){0,3}
      | [A-Za-z](?:\.?\d{1,2}){0,3}
      | N\.?\s?B | P\.?[-\s]?S
      | (?i:arts?|chap|sect|fig|tabl?|livre|liv|tome|vol|n[o°º]|§|titre|article|chapitre|section|figure|tableau|annexe
          |partie|acte|scène|leçon|note|question|exercice|exemple|remarque|théorème|proposition|définition|lemme
          |corollaire|amendement|considérant|étape|règle|point|numéro|volume|photo|carte|schéma|planche|strophe
          |verset|lettre)
        s?\.?\s*(?:n[o°º]\.?\s*)?
        (?:(?:[LRDA]\.\s?)?\d{1,4}|[IVXLC]+|[A-Z]
          |(?i:premier|première|unique|préliminaire|1er|Ier|deuxième|seconde?|troisième|dernière?))
        (?:er|re|ère|bis|ter|quater)?(?:[.-]\d{1,3}){0,4}
      | (?i:première|deuxième|seconde|troisième|quatrième|cinquième|dernière)
        \ (?i:partie|section|leçon|scène|époque)
    )\Z""",
    re.VERBOSE,
)


@cache
def french() -> Lexicon:
    """The French lexicon, with what Punkt learnt."""
    return Lexicon(
        language="fr",
        evidence=evidence("fr"),
        binding=french_words.BINDING_STOPS,
        cased=french_words.CASED_STOPS,
        numbered=french_words.NUMBERED_STOPS,
        loose=french_words.LOOSE_STOPS,
        final=words("etc"),
        before_christ=words("av avant apr ap après"),
        units=french_words.UNIT_STOPS,
        months=french_words.MONTH_STOPS,
        weekdays=french_words.WEEKDAY_STOPS,
        month_beginnings=french_words.MONTH_BEGINNINGS,
        designated=french_words.DESIGNATED,
        regnal=french_words.REGNAL,
        particles=french_words.PARTICLES,
        pronouns=french_words.PRONOUN_STARTERS,
        function_words=french_words.NEVER_LAST,
        function_starters=french_words.STARTERS,
        exclaiming=words("yahoo joomla jeopardy wham"),
        speech=frozenset(),
        label=_LABEL,
    )
