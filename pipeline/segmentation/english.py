"""English: abbreviations and closed word classes."""

from __future__ import annotations

import re
from functools import cache

from pipeline.segmentation.evidence import evidence
from pipeline.segmentation.lexicon import Lexicon, words

# Titles, saints, forenames cut short, references: what follows completes them.
_BINDING = words("""
    sra srta mr mrs ms messrs mme mlle mmes mlles dr drs prof rev revd st sts ste lieut lt maj capt cpt cmdr cdr sgt
    cpl pvt adm sens reps gov hon rt amb supt insp atty asst mt ft geo wm chas jas thos jos edw benj robt e.g i.e eg
    v vs viz cf
""")

# The same, but only as spelt: Gen. Lee, but the whole gen.
_CASED = words("M MM Ch Mgr Gen Brig Col Fr Sen Rep Pres Det Bros Ave")

_NUMBERED = words("""
    no nos art arts fig figs p pp pg vol vols ch chap sec sect para paras eq eqs pt pts col cols reg regs sched cl
    ss s c n f ff fol v ver subsec bk lib cap tel ext op b.p
""")

_LOOSE = words("""
    inc ltd co corp cos llc plc jr sr esq phd ph.d m.d b.a m.a b.sc m.sc d.phil ll.b ll.d m.p j.d u.s u.k u.n e.u
    d.c a.m p.m b.c a.d c.e b.c.e n.y l.a s.a s.p.a n.b p.s blvd rd ln hwy pkwy dept univ assn assoc intl natl govt
    govts al ca circa ibid cit id eds edn transl abr anon bibl diss mss repr suppl avg approx misc temp incl excl
    resp jan feb apr aug sept oct nov dec
""")

_FUNCTION_WORDS = words("""
    the a an of to in on at by for with from and or but that which who whom whose this these those my your his her
    its our their is was were are am be been i you he she it we they not no very so if as than mr mrs miss ms dr
    saint sir madam
""")

_FUNCTION_STARTERS = words("""
    see cf fig the a an of to in on at by for with from and or but nor so yet that which who whom whose this these
    those my your his her its our their i you he she it we they not no yes if as than then there here when where why
    how what while because since although though after before until unless during under over between among against
    about above below across despite without within is was were are do does did can could will would shall should
    may might must have has had let all any both each every either neither some many much most more other another
    one two three four five six seven eight nine ten such same only even just still also again once now today
    yesterday tomorrow meanwhile however therefore thus moreover mr mrs ms madam sir ladies nevertheless finally
    first second third last next perhaps maybe please well
""")

_PRONOUNS = words("""
    he she it we they you i this these those that the there here but and when after before then however his her its
    their our my in on at
""")

# The last line: words before a pronoun that ends its sentence (`older than I`, `so am I`).
_DESIGNATED = words("""
    act amendment recital annex appendix article block book building category chapter class clause column division
    example exhibit factor figure grade group hepatitis hep item language letter level line model module note number
    option page paragraph part phase plan plate platform point priority question room row rule scene schedule
    section series sheet stage step structure table title tier type unit version vitamin vitamins volume war zone in
    than am not did do is was nor
""")

# Popes and kings: a numeral of one letter completes them (`Charles X`), any other letter is an initial.
_REGNAL = words("""
    albert alexander benedict catherine charles clement clovis dagobert edward elizabeth ferdinand francis françois
    frederick george gregory henri henry innocent isabella james john leo leopold louis napoleon nicholas paul
    philip philippe pius ptolemy richard robert sixtus urban william
""")

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

_SPEECH = words("""
    said says cried cries asked asks replied replies answered exclaimed shouted whispered murmured muttered added
    repeated returned responded retorted continued inquired enquired called growled groaned sighed gasped remarked
    observed demanded declared announced interrupted interposed insisted screamed yelled
""")


_MONTHS = words("""
    janu jan febr feb marc mar apri apr may june jun july jul augu aug sept sep octo oct nove nov dece dec
""")


@cache
def english() -> Lexicon:
    """The English lexicon, with what Punkt learnt."""
    return Lexicon(
        language="en",
        evidence=evidence("en"),
        binding=_BINDING,
        cased=_CASED,
        numbered=_NUMBERED,
        loose=_LOOSE,
        final=words("etc"),
        before_christ=frozenset(),
        units=words("""
    m km cm mm g kg l ml h min sec s ft in lb lbs oz yd mi mph k pp p vols
"""),
        months=words("jan feb mar apr jun jul aug sept sep oct nov dec"),
        weekdays=words("mon tue tues wed thu thur thurs fri sat sun"),
        month_beginnings=_MONTHS,
        designated=_DESIGNATED,
        regnal=_REGNAL,
        particles=words("la le de du van von el al st"),
        pronouns=_PRONOUNS,
        function_words=_FUNCTION_WORDS,
        function_starters=_FUNCTION_STARTERS,
        exclaiming=words("yahoo joomla jeopardy wham"),
        speech=_SPEECH,
        label=_LABEL,
    )
